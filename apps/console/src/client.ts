import { QueryClient } from '@tanstack/react-query';
import { createApi, createLiveSocket, isProblem } from '@tuanzi/client';
import { messages } from './messages.ts';

export const locale = (): 'zh' | 'en' => (messages.i18n.language.startsWith('en') ? 'en' : 'zh');
export const api = createApi({ locale });
export const live = createLiveSocket({ api });
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, refetchOnWindowFocus: true, throwOnError: false },
    // A command without network is refused at once, with what was typed kept: carried out by itself minutes later, on
    // another page, nobody would know of it.
    mutations: { networkMode: 'always' },
  },
});

/** The sentence to show for whatever went wrong. */
export function sentenceOf(error: unknown): string {
  return isProblem(error) ? error.title : String(error instanceof Error ? error.message : error);
}
