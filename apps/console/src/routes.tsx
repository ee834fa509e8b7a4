import { lazy, type ComponentType } from 'react';

/** Each page is its own chunk: opening the studio does not load the ledger. */
function page<K extends string>(load: () => Promise<Record<K, ComponentType>>, name: K) {
  return lazy(() => load().then((module) => ({ default: module[name] })));
}

export const pages = [
  { path: '/', Page: page(() => import('./features/today/TodayPage.tsx'), 'TodayPage') },
  { path: '/campaigns', Page: page(() => import('./features/campaigns/CampaignsPage.tsx'), 'CampaignsPage') },
  { path: '/campaigns/new', Page: page(() => import('./features/campaigns/CampaignFormPage.tsx'), 'NewCampaignPage') },
  { path: '/campaigns/:campaignId', Page: page(() => import('./features/campaigns/CampaignPage.tsx'), 'CampaignPage') },
  { path: '/campaigns/:campaignId/edit', Page: page(() => import('./features/campaigns/CampaignFormPage.tsx'), 'EditCampaignPage') },
  { path: '/coupons', Page: page(() => import('./features/coupons/CouponsPage.tsx'), 'CouponsPage') },
  { path: '/coupons/new', Page: page(() => import('./features/coupons/CouponFormPage.tsx'), 'NewCouponPage') },
  { path: '/coupons/:couponId', Page: page(() => import('./features/coupons/CouponPage.tsx'), 'CouponPage') },
  { path: '/coupons/:couponId/edit', Page: page(() => import('./features/coupons/CouponFormPage.tsx'), 'EditCouponPage') },
  { path: '/products', Page: page(() => import('./features/products/ProductsPage.tsx'), 'ProductsPage') },
  { path: '/products/new', Page: page(() => import('./features/products/ProductPage.tsx'), 'NewProductPage') },
  { path: '/products/import', Page: page(() => import('./features/products/ImportPage.tsx'), 'ImportPage') },
  { path: '/products/categories', Page: page(() => import('./features/products/categories/CategoriesPage.tsx'), 'CategoriesPage') },
  { path: '/products/:productId', Page: page(() => import('./features/products/ProductPage.tsx'), 'ProductPage') },
  { path: '/orders', Page: page(() => import('./features/orders/OrdersPage.tsx'), 'OrdersPage') },
  { path: '/reviews', Page: page(() => import('./features/reviews/ReviewsPage.tsx'), 'ReviewsPage') },
  { path: '/promoters', Page: page(() => import('./features/promoters/PromotersPage.tsx'), 'PromotersPage') },
  { path: '/finance', Page: page(() => import('./features/finance/FinancePage.tsx'), 'FinancePage') },
  { path: '/account', Page: page(() => import('./features/account/AccountPage.tsx'), 'AccountPage') },
  { path: '/settings', Page: page(() => import('./features/settings/SettingsPage.tsx'), 'SettingsPage') },
  { path: '/settings/:tab', Page: page(() => import('./features/settings/SettingsPage.tsx'), 'SettingsPage') },
  { path: '/live', Page: page(() => import('./features/live/SessionsPage.tsx'), 'SessionsPage') },
  { path: '/live/new', Page: page(() => import('./features/live/plan/PlanPage.tsx'), 'PlanPage') },
  { path: '/live/:sessionId', Page: page(() => import('./features/live/review/ReviewPage.tsx'), 'ReviewPage') },
  { path: '/live/:sessionId/plan', Page: page(() => import('./features/live/plan/PlanPage.tsx'), 'PlanPage') },
  { path: '/live/:sessionId/studio', Page: page(() => import('./features/live/studio/StudioPage.tsx'), 'StudioPage') },
  { path: '/communities', Page: page(() => import('./features/communities/CommunitiesPage.tsx'), 'CommunitiesPage') },
  { path: '/communities/:communityId', Page: page(() => import('./features/communities/CommunityPage.tsx'), 'CommunityPage') },
] as const;
