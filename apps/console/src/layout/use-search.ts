import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Filters live in the address: they survive a reload, the back button, and being sent to a colleague. */
export function useSearch(): { read: (name: string) => string | undefined; write: (changes: Record<string, string | undefined>) => void } {
  const [search, setSearch] = useSearchParams();
  const read = useCallback((name: string) => search.get(name) ?? undefined, [search]);
  const write = useCallback(
    (changes: Record<string, string | undefined>) => {
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === undefined || value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      );
    },
    [setSearch],
  );
  return { read, write };
}

/** One of the allowed words, or undefined: an address may say anything. */
export function oneOf<const T extends string>(allowed: readonly T[], value: string | undefined): T | undefined {
  return allowed.find((each) => each === value);
}
