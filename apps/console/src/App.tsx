import { QueryClientProvider } from '@tanstack/react-query';
import { ClientProvider, useApi } from '@tuanzi/client/react';
import { antdTheme } from '@tuanzi/ui/antd-theme.ts';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { useIsMotionReduced } from '@tuanzi/ui/motion.ts';
import { useTheme } from '@tuanzi/ui/theme.ts';
import { App as AntdApp, ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { Suspense, useMemo, type ReactNode } from 'react';
import { createBrowserRouter, Route, Routes } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { api, live, queryClient } from './client.ts';
import { SetUpPage } from './features/set-up/SetUpPage.tsx';
import { NoShopPage } from './features/sign-in/NoShopPage.tsx';
import { SignInPage } from './features/sign-in/SignInPage.tsx';
import { Shell } from './layout/Shell.tsx';
import { PageSkeleton } from './layout/PageSkeleton.tsx';
import { ProblemPage } from './layout/ProblemPage.tsx';
import { messages } from './messages.ts';
import { pages } from './routes.tsx';
import { SessionProvider } from './session.tsx';
import { nonce } from './sign-styles.ts';

function Themed({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const { shown } = useTheme();
  const isStill = useIsMotionReduced();
  // Pickers take the names of months and weekdays from here, before they are drawn.
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
  const config = useMemo(
    () => antdTheme(shown, shown === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm, isStill),
    [shown, isStill],
  );
  return (
    <ConfigProvider theme={config} locale={language === 'en' ? enUS : zhCN} csp={{ nonce }} button={{ autoInsertSpace: false }}>
      <AntdApp message={{ maxCount: 1 }}>{children}</AntdApp>
    </ConfigProvider>
  );
}

/** Who is here decides what is shown: first set-up, sign-in, or the shop. */
function Gate() {
  const session = useApi('GET /api/me', {}, { staleMs: 60_000 });
  const isSignedIn = session.data?.me?.kind === 'account';
  const setup = useApi('GET /api/setup', {}, { isEnabled: session.isSuccess && !isSignedIn });
  if (session.isError) return <ProblemPage problem={session.error} onRetry={() => void session.refetch()} />;
  if (session.isPending || (!isSignedIn && setup.isPending)) return <PageSkeleton />;
  if (!isSignedIn) return setup.data?.isNeeded === true ? <SetUpPage /> : <SignInPage />;
  const me = session.data.me;
  if (me === null || me.shops.length === 0) return <NoShopPage />;
  return (
    <SessionProvider me={me}>
      <Shell>
        <Suspense fallback={<PageSkeleton />}>
          <Routes>
            {pages.map(({ path, Page }) => (
              <Route key={path} path={path} element={<Page />} />
            ))}
            <Route path="*" element={<ProblemPage />} />
          </Routes>
        </Suspense>
      </Shell>
    </SessionProvider>
  );
}

/** A data router, because only one can hold back a leave with unsaved changes. */
const router = createBrowserRouter([{ path: '*', element: <Gate /> }], { basename: '/console' });

export function App() {
  return (
    <messages.Provider>
      <QueryClientProvider client={queryClient}>
        <ClientProvider api={api} live={live}>
          <Themed>
            <RouterProvider router={router} />
          </Themed>
        </ClientProvider>
      </QueryClientProvider>
    </messages.Provider>
  );
}
