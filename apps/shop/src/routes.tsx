import { createBrowserRouter, type RouteObject } from 'react-router';
import { AppShell } from './shell/AppShell.tsx';
import { NotFound } from './shell/NotFound.tsx';
import { PageSkeleton } from './shell/PageSkeleton.tsx';
import { RouteProblem } from './shell/RouteProblem.tsx';

/** A tab shows the bar of tabs; `stage` pages fill the screen with a picture and lay themselves out. */
export type RouteHandle = { readonly bar?: 'tabs'; readonly stage?: boolean };
const tabs: RouteHandle = { bar: 'tabs' };
const stage: RouteHandle = { stage: true };

const pages: RouteObject[] = [
  { index: true, handle: tabs, lazy: async () => ({ Component: (await import('./features/home/HomePage.tsx')).HomePage }) },
  { path: 'search', lazy: async () => ({ Component: (await import('./features/home/SearchPage.tsx')).SearchPage }) },
  { path: 'live', handle: tabs, lazy: async () => ({ Component: (await import('./features/live/ProgrammePage.tsx')).ProgrammePage }) },
  {
    path: 'live/:sessionId',
    handle: stage,
    lazy: async () => ({ Component: (await import('./features/live/LiveRoomPage.tsx')).LiveRoomPage }),
  },
  { path: 'products/:productId', lazy: async () => ({ Component: (await import('./features/products/ProductPage.tsx')).ProductPage }) },
  { path: 'teams/:teamId', lazy: async () => ({ Component: (await import('./features/teams/TeamPage.tsx')).TeamPage }) },
  { path: 'l/:code', lazy: async () => ({ Component: (await import('./features/links/LinkPage.tsx')).LinkPage }) },
  { path: 'cart', lazy: async () => ({ Component: (await import('./features/checkout/CartPage.tsx')).CartPage }) },
  { path: 'checkout', lazy: async () => ({ Component: (await import('./features/checkout/CheckoutPage.tsx')).CheckoutPage }) },
  { path: 'pay/:orderId', lazy: async () => ({ Component: (await import('./features/checkout/PayPage.tsx')).PayPage }) },
  { path: 'orders', lazy: async () => ({ Component: (await import('./features/orders/OrdersPage.tsx')).OrdersPage }) },
  { path: 'orders/:orderId', lazy: async () => ({ Component: (await import('./features/orders/OrderPage.tsx')).OrderPage }) },
  {
    path: 'communities',
    handle: tabs,
    lazy: async () => ({ Component: (await import('./features/communities/CommunitiesPage.tsx')).CommunitiesPage }),
  },
  {
    path: 'communities/:communityId',
    lazy: async () => ({ Component: (await import('./features/communities/CommunityPage.tsx')).CommunityPage }),
  },
  {
    path: 'communities/:communityId/chat',
    lazy: async () => ({ Component: (await import('./features/communities/ChatPage.tsx')).ChatPage }),
  },
  { path: 'me', handle: tabs, lazy: async () => ({ Component: (await import('./features/me/MePage.tsx')).MePage }) },
  { path: 'me/teams', lazy: async () => ({ Component: (await import('./features/teams/MyTeamsPage.tsx')).MyTeamsPage }) },
  { path: 'me/addresses', lazy: async () => ({ Component: (await import('./features/me/AddressesPage.tsx')).AddressesPage }) },
  { path: 'me/settings', lazy: async () => ({ Component: (await import('./features/me/SettingsPage.tsx')).SettingsPage }) },
  { path: 'promoter', lazy: async () => ({ Component: (await import('./features/promoter/PromoterPage.tsx')).PromoterPage }) },
  { path: 'shop', lazy: async () => ({ Component: (await import('./features/home/ShopPage.tsx')).ShopPage }) },
  { path: 'shops/:shopId', lazy: async () => ({ Component: (await import('./features/home/ShopPage.tsx')).ShopPage }) },
  ...(import.meta.env.DEV ? [{ path: '__kit', lazy: async () => ({ Component: (await import('./Kit.tsx')).Kit }) }] : []),
  { path: '*', Component: NotFound },
];

export const router = createBrowserRouter([
  {
    path: '/',
    Component: AppShell,
    HydrateFallback: PageSkeleton,
    errorElement: <RouteProblem />,
    children: [{ errorElement: <RouteProblem />, children: pages }],
  },
]);
