import { isProblem } from './api-problem.ts';

/** Random text that needs no secure context: phones in a shop's own network often come by plain http. */
export function randomKey(length = 24): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => letters[byte % letters.length]).join('');
}

export interface IdempotencyKeys {
  /** Runs a call under the key of this very request: the same until the server has answered for certain. */
  withKey<T>(route: string, input: unknown, call: (key: string) => Promise<T>): Promise<T>;
}

interface KeyStorage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** A request nobody repeated for so long is meant anew when it comes again. */
const keptForMs = 15 * 60_000;

/**
 * Keeps one key per (route, input) until it is known what came of it. A lost answer, a tapped-twice button or a page
 * that was reloaded in between sends the same key again, so the order is placed once. `storage` outlives a reload.
 */
export function createIdempotencyKeys(
  storage: KeyStorage | undefined = sessionStorageOrNone(),
  now: () => number = Date.now,
): IdempotencyKeys {
  const kept = new Map<string, { key: string; until: number }>();
  const nameOf = (route: string, input: unknown) => `tz.key ${route} ${JSON.stringify(input) ?? ''}`;

  function keyOf(name: string): string {
    const found = kept.get(name) ?? parse(storage?.getItem(name));
    if (found !== undefined && found.until > now()) return found.key;
    const made = { key: randomKey(), until: now() + keptForMs };
    kept.set(name, made);
    try {
      storage?.setItem(name, JSON.stringify(made));
    } catch {
      // Storage is full or refused: the key still lives as long as this page.
    }
    return made.key;
  }

  function forget(name: string): void {
    kept.delete(name);
    storage?.removeItem(name);
  }

  return {
    async withKey(route, input, call) {
      const name = nameOf(route, input);
      try {
        const result = await call(keyOf(name));
        forget(name);
        return result;
      } catch (error) {
        // A certain refusal had no effect, and the next attempt is a new one; an uncertain end keeps its key.
        if (isProblem(error) && !error.isUncertain) forget(name);
        throw error;
      }
    },
  };
}

function parse(text: string | null | undefined): { key: string; until: number } | undefined {
  if (text === null || text === undefined) return undefined;
  try {
    return JSON.parse(text) as { key: string; until: number };
  } catch {
    // Somebody else wrote under our name; a new key replaces it.
    return undefined;
  }
}

function sessionStorageOrNone(): KeyStorage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    // Refused in some private windows.
    return undefined;
  }
}
