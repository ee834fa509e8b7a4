import { lazy, type ComponentType } from 'react';

/** Each page is its own chunk: opening the studio does not load the ledger. */
function page<K extends string>(load: () => Promise<Record<K, ComponentType>>, name: K) {
  return lazy(() => load().then((module) => ({ default: module[name] })));
}

export const pages = [
  { path: '/', Page: page(() => import('./features/today/TodayPage.tsx'), 'TodayPage') },
] as const;
