import type { QueryClient } from '@tanstack/react-query';
import type { Api, LiveSocket } from '@tuanzi/client';
import { apiKey } from '@tuanzi/client/react';
import type { Me } from '@tuanzi/contract/identity';

/**
 * The tabs of one browser are one person with one cart: who signs out in one is signed out in all, and what is put into
 * the cart in one is in the cart of the others.
 */
type News = 'person' | 'changed';
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('tuanzi');

// A broadcast stays within this origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
export const tellOtherTabs = (news: News): void => channel?.postMessage(news);

export function listenToOtherTabs({ queries, api, live }: { queries: QueryClient; api: Api; live: LiveSocket }): void {
  if (channel === null) return;
  queries.getMutationCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success') tellOtherTabs('changed');
  });
  channel.addEventListener('message', ({ data }: MessageEvent<News>) => {
    if (data === 'person') void meetPerson({ queries, api, live });
    // A tab nobody sees asks again when somebody does.
    else void queries.invalidateQueries({ refetchType: document.visibilityState === 'visible' ? 'active' : 'none' });
  });
}

async function meetPerson({ queries, api, live }: { queries: QueryClient; api: Api; live: LiveSocket }): Promise<void> {
  const key = apiKey('GET /api/me', {});
  const before = queries.getQueryData<{ me: Me | null }>(key)?.me?.id;
  // When it cannot be asked who it is now, it is nobody this tab knows.
  const now = await queries.fetchQuery({ queryKey: key, queryFn: () => api('GET /api/me'), staleTime: 0 }).catch(() => null);
  if (now !== null && now.me?.id === before) return;
  live.reconnect();
  // What the last person had open is not for the next one.
  await queries.resetQueries(now === null ? {} : { predicate: ({ queryKey }) => queryKey[0] !== key[0] });
}
