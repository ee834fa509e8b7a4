/** What else shows an order's state and is old once it changed. */
export const afterOrder = [
  'GET /api/console/shops/{shopId}/orders',
  'GET /api/console/shops/{shopId}/orders/{orderId}',
  'GET /api/console/shops/{shopId}/today',
  'GET /api/console/shops/{shopId}/ledger/entries',
  'GET /api/console/shops/{shopId}/ledger/accounts',
  'GET /api/studio/{sessionId}/orders',
] as const;
