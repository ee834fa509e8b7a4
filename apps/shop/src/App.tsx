import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createApi, createLiveSocket } from '@tuanzi/client'
import { ClientProvider } from '@tuanzi/client/react'
import { useLanguage } from '@tuanzi/ui/i18n.ts'
import { ConfigProvider } from 'antd-mobile'
import enUS from 'antd-mobile/es/locales/en-US'
import zhCN from 'antd-mobile/es/locales/zh-CN'
import type { ReactNode } from 'react'
import { RouterProvider } from 'react-router'
import { messages } from './messages.ts'
import { router } from './routes.tsx'

/** What was read a moment ago is shown at once on the way back; the scene sockets carry what must be newer. */
const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: 20_000, gcTime: 10 * 60_000 } } })
const api = createApi({ locale: () => (messages.i18n.language === 'en' ? 'en' : 'zh') })
const live = createLiveSocket({ api })

function Localized({ children }: { children: ReactNode }) {
  const { language } = useLanguage()
  return <ConfigProvider locale={language === 'en' ? enUS : zhCN}>{children}</ConfigProvider>
}

export function App() {
  return (
    <messages.Provider>
      <QueryClientProvider client={queryClient}>
        <ClientProvider api={api} live={live}>
          <Localized>
            <RouterProvider router={router} />
          </Localized>
        </ClientProvider>
      </QueryClientProvider>
    </messages.Provider>
  )
}
