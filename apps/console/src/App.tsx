import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { antdTheme } from '@tuanzi/ui/antd-theme.ts'
import { useLanguage } from '@tuanzi/ui/i18n.ts'
import { useTheme } from '@tuanzi/ui/theme.ts'
import { App as AntdApp, ConfigProvider, theme } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router'
import { messages } from './messages.ts'

const queryClient = new QueryClient()

/** The server writes a nonce into index.html; antd signs the styles it makes with it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** Every component on one page, to be looked at while building. Not in the product. */
const Kit = import.meta.env.DEV ? lazy(() => import('./Kit.tsx').then((module) => ({ default: module.Kit }))) : null

function Themed({ children }: { children: ReactNode }) {
  const { language } = useLanguage()
  const { shown } = useTheme()
  const config = useMemo(() => antdTheme(shown, shown === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm), [shown])
  return (
    <ConfigProvider theme={config} locale={language === 'en' ? enUS : zhCN} csp={{ nonce }} button={{ autoInsertSpace: false }}>
      <AntdApp>{children}</AntdApp>
    </ConfigProvider>
  )
}

export function App() {
  return (
    <messages.Provider>
      <QueryClientProvider client={queryClient}>
        <Themed>
          <BrowserRouter basename="/console">
            <Suspense fallback={null}>
              <Routes>{Kit === null ? null : <Route path="/__kit" element={<Kit />} />}</Routes>
            </Suspense>
          </BrowserRouter>
        </Themed>
      </QueryClientProvider>
    </messages.Provider>
  )
}
