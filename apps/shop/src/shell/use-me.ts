import { useQueryClient } from '@tanstack/react-query';
import type { ApiProblem } from '@tuanzi/client';
import type { Me } from '@tuanzi/contract/identity';
import { apiKey, useApi, useClient } from '@tuanzi/client/react';
import { useCallback } from 'react';
import { tellOtherTabs } from './other-tabs.ts';

/**
 * Who is here; null before the first purchase or comment makes a guest. `isKnown` is false until the server has said, and
 * when it cannot be asked `problem` says why: nobody is told that they have nothing because of that.
 */
export function useMe(): { me: Me | null; isKnown: boolean; problem: ApiProblem | null; retry: () => void } {
  const { data, error, refetch } = useApi('GET /api/me', {}, { staleMs: 60_000 });
  return { me: data?.me ?? null, isKnown: data !== undefined, problem: data === undefined ? error : null, retry: () => void refetch() };
}

/** The server's clock minus this phone's: a phone that is wrong still counts down right. */
export function useClockOffset(): number {
  const { data, dataUpdatedAt } = useApi('GET /api/me', {}, { staleMs: 60_000 });
  return data === undefined ? 0 : Date.parse(data.now) - dataUpdatedAt;
}

let making: Promise<Me> | undefined;

/** Puts the person who has just changed (signed in, out, renamed) on screen everywhere. */
export function useBecome(): (me: Me | null) => Promise<void> {
  const queries = useQueryClient();
  const { live } = useClient();
  return useCallback(
    async (me) => {
      queries.setQueryData(apiKey('GET /api/me', {}), { me, now: new Date(Date.now()).toISOString() });
      live.reconnect();
      tellOtherTabs('person');
      // The next person at this phone must not find what the last one had open.
      if (me === null) queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'GET /api/me' });
      await queries.invalidateQueries();
    },
    [queries, live],
  );
}

/** A session for whoever has none yet, quietly: nobody registers to buy a box of pears. */
export function useEnsureGuest(): () => Promise<Me> {
  const queries = useQueryClient();
  const { api, live } = useClient();
  return useCallback(async () => {
    const known = queries.getQueryData<{ me: Me | null }>(apiKey('GET /api/me', {}))?.me;
    if (known !== undefined && known !== null) return known;
    // Two taps, or two parts of a page, make one guest.
    making ??= (async () => {
      try {
        const { me: existing, now } = await api('GET /api/me');
        const me = existing ?? (await api('POST /api/auth/guest', { body: {} }));
        queries.setQueryData(apiKey('GET /api/me', {}), { me, now });
        live.reconnect();
        tellOtherTabs('person');
        return me;
      } finally {
        making = undefined;
      }
    })();
    return making;
  }, [queries, api, live]);
}
