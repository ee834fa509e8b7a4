/** Names of things in the set scene that addresses are filled from. */
export type Actor =
  | 'sessionId'
  | 'endedId'
  | 'productId'
  | 'communityId'
  | 'teamId'
  | 'code'
  | 'unpaidId'
  | 'orderId'
  | 'shopId'
  | 'campaignId'
  | 'couponId'
  /** Lines as the checkout's address names them. */
  | 'basket';

/** Every page of the shop and the console, with the name its pictures carry. A test keeps this complete. */
export const shopScreens: Readonly<Record<string, string>> = {
  '/': 'home',
  '/search': 'search',
  '/live': 'programme',
  '/live/:sessionId': 'room',
  '/products/:productId': 'product',
  '/products/:productId/reviews': 'reviews',
  '/products/:productId/questions': 'questions',
  '/teams/:teamId': 'team',
  '/l/:code': 'link',
  '/cart': 'cart',
  '/checkout': 'checkout',
  '/pay/:orderId': 'pay',
  '/orders': 'orders',
  '/orders/:orderId': 'order',
  '/orders/:orderId/review': 'review-order',
  '/communities': 'communities',
  '/communities/:communityId': 'community',
  '/communities/:communityId/chat': 'chat',
  '/me': 'me',
  '/me/teams': 'my-teams',
  '/me/coupons': 'my-coupons',
  '/me/reviews': 'my-reviews',
  '/me/addresses': 'addresses',
  '/me/settings': 'settings',
  '/promoter': 'promoter',
  '/shop': 'shop',
  '/shops/:shopId': 'shop-by-id',
};

export const consoleScreens: Readonly<Record<string, string>> = {
  '/': 'today',
  '/campaigns': 'campaigns',
  '/campaigns/new': 'campaign-new',
  '/campaigns/:campaignId': 'campaign',
  '/campaigns/:campaignId/edit': 'campaign-edit',
  '/coupons': 'coupons',
  '/coupons/new': 'coupon-new',
  '/coupons/:couponId': 'coupon',
  '/coupons/:couponId/edit': 'coupon-edit',
  '/products': 'products',
  '/products/new': 'product-new',
  '/products/import': 'product-import',
  '/products/categories': 'categories',
  '/products/:productId': 'product',
  '/orders': 'orders',
  '/reviews': 'reviews',
  '/promoters': 'promoters',
  '/finance': 'finance',
  '/account': 'account',
  '/settings': 'settings',
  '/settings/:tab': 'settings-staff',
  '/live': 'sessions',
  '/live/new': 'session-new',
  '/live/:sessionId': 'review',
  '/live/:sessionId/plan': 'session-plan',
  '/live/:sessionId/studio': 'studio',
  '/communities': 'communities',
  '/communities/:communityId': 'community',
};
