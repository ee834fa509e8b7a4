import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'system';

const storageKey = 'tz.theme';
const listeners = new Set<() => void>();

/** Private windows may refuse storage; the choice then lasts as long as the page. */
let choice: ThemeChoice = readStored();
const systemDark = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined;

function readStored(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

const shown = (): 'light' | 'dark' => (choice === 'system' ? (systemDark?.matches ? 'dark' : 'light') : choice);

function apply(): void {
  document.documentElement.dataset['theme'] = shown();
  for (const listener of listeners) listener();
}

/** Call once before the first render, so that no page flashes in the wrong colours. */
export function startTheme(): void {
  systemDark?.addEventListener('change', apply);
  apply();
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, next);
  } catch {
    // Storage is refused in some private windows; the theme still changes for this page.
  }
  apply();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What the person chose, and what is on screen now. */
export function useTheme(): { choice: ThemeChoice; shown: 'light' | 'dark' } {
  return { choice: useSyncExternalStore(subscribe, () => choice), shown: useSyncExternalStore(subscribe, shown) };
}
