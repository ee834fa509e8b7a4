import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createApi, createLiveSocket } from '@tuanzi/client';
import { apiKey, ClientProvider } from '@tuanzi/client/react';
import { RouterProvider } from 'react-router';
import { fetchOrRead } from './first-answers.ts';
import { messages } from './messages.ts';
import { router } from './routes.tsx';
import { listenToOtherTabs } from './shell/other-tabs.ts';

/** What was read a moment ago is shown at once on the way back; the scene sockets carry what must be newer. */
export const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: 20_000, gcTime: 10 * 60_000 } } });
const api = createApi({ locale: () => (messages.i18n.language === 'en' ? 'en' : 'zh'), fetch: fetchOrRead });
const live = createLiveSocket({ api });

listenToOtherTabs({ queries: queryClient, api, live });

// Asked for before anything is drawn: who is here.
void queryClient.prefetchQuery({ queryKey: apiKey('GET /api/me', {}), queryFn: () => api('GET /api/me') });

export function App() {
  return (
    <messages.Provider>
      <QueryClientProvider client={queryClient}>
        <ClientProvider api={api} live={live}>
          <RouterProvider router={router} />
        </ClientProvider>
      </QueryClientProvider>
    </messages.Provider>
  );
}
