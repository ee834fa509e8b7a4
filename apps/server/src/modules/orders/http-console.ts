import { record } from '#modules/audit';
import { hasRole } from '#modules/identity';
import type { App } from '#platform/app';
import type { KnownCaller } from '#platform/http/access';
import { once } from '#platform/idempotency';
import { findOrder, getConsoleOrder, listShopOrders } from './get-orders.ts';
import { refundByShop } from './request-refunds.ts';
import type { RouteHandlers } from './routes.ts';
import { deliverOrder, shipOrder } from './ship-order.ts';

/** What people who work for the shop do with its orders. */
export function consoleRoutes(app: App) {
  // Hosts and moderators see what sells; who lives where is for those who ship.
  const maskFor = async (caller: KnownCaller, shopId: string) => ({
    isMasked: !(await hasRole(app.read(caller), caller.accountId, shopId, 'operator')),
  });
  const viewOf = async (caller: KnownCaller, owner: { shopId: string; orderId: string }) =>
    getConsoleOrder(app.read(caller), owner, await maskFor(caller, owner.shopId));
  return {
    'GET /api/console/shops/{shopId}/orders': async ({ params, query, caller }) =>
      listShopOrders(app.read(caller), { ...query, shopId: params.shopId }, await maskFor(caller, params.shopId)),
    'GET /api/console/shops/{shopId}/orders/{orderId}': ({ params, caller }) => viewOf(caller, params),
    'POST /api/console/shops/{shopId}/orders/{orderId}/ship': async ({ params, body, caller }) => {
      await app.transact(caller, async (ctx) => {
        await findOrder(ctx, params);
        await shipOrder(ctx, { orderId: params.orderId, ...body });
      });
      return viewOf(caller, params);
    },
    'POST /api/console/shops/{shopId}/orders/{orderId}/deliver': async ({ params, caller }) => {
      await app.transact(caller, async (ctx) => {
        await findOrder(ctx, params);
        await deliverOrder(ctx, params.orderId);
        await record(ctx, { shopId: params.shopId, action: 'order.delivered', targetId: params.orderId, detail: {} });
      });
      return viewOf(caller, params);
    },
    'POST /api/console/shops/{shopId}/orders/{orderId}/refund': async ({ params, body, caller, idempotency }) => {
      await app.transact(caller, (ctx) =>
        once(ctx, idempotency, async () => {
          await findOrder(ctx, params);
          await refundByShop(ctx, { orderId: params.orderId, ...body });
          await record(ctx, { shopId: params.shopId, action: 'refund.requested', targetId: params.orderId, detail: body });
          return { ok: true };
        }),
      );
      return viewOf(caller, params);
    },
  } satisfies RouteHandlers;
}
