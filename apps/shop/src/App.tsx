import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useLanguage } from '@tuanzi/ui/i18n.ts'
import { ConfigProvider } from 'antd-mobile'
import enUS from 'antd-mobile/es/locales/en-US'
import zhCN from 'antd-mobile/es/locales/zh-CN'
import { lazy, type ReactNode, Suspense } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router'
import { messages } from './messages.ts'

const queryClient = new QueryClient()

/** Every component on one page, to be looked at while building. Not in the product. */
const Kit = import.meta.env.DEV ? lazy(() => import('./Kit.tsx').then((module) => ({ default: module.Kit }))) : null

function Localized({ children }: { children: ReactNode }) {
  const { language } = useLanguage()
  return <ConfigProvider locale={language === 'en' ? enUS : zhCN}>{children}</ConfigProvider>
}

export function App() {
  return (
    <messages.Provider>
      <QueryClientProvider client={queryClient}>
        <Localized>
          <BrowserRouter>
            <Suspense fallback={null}>
              <Routes>{Kit === null ? null : <Route path="/__kit" element={<Kit />} />}</Routes>
            </Suspense>
          </BrowserRouter>
        </Localized>
      </QueryClientProvider>
    </messages.Provider>
  )
}
