import { accountMerges, promoterStatus, type AccountMerge } from '#modules/identity';
import { orderFacts, type OrderFacts } from '#modules/orders';
import type { Module } from '#platform/app';
import { isPromoter } from './become-promoter.ts';
import { heardTypes, hearOrders } from './hear-orders.ts';
import { promotersRoutes } from './http.ts';
import { settleOrders } from './settle-orders.ts';
import { commissionByOrder, lockOrders, moveBuyer } from './store.ts';

/** A guest's order that turns out to be the promoter's own earns nothing, whatever had been promised. */
const mergeBuyers: AccountMerge = async (ctx, { fromId, intoId }) => {
  const own = await moveBuyer(ctx, fromId, intoId);
  if (own.length > 0) await settleOrders(ctx, await lockOrders(ctx, own));
};

const commissionFacts: OrderFacts = async (ctx, orders) => {
  const sums = await commissionByOrder(
    ctx,
    orders.map((order) => order.id),
  );
  return new Map([...sums].map(([orderId, commissionFen]) => [orderId, { commissionFen }]));
};

export const promotersModule: Module = {
  name: 'promoters',
  setup() {
    promoterStatus.provide('promoters', isPromoter);
    accountMerges.provide('promoters', mergeBuyers);
    orderFacts.provide('promoters', commissionFacts);
  },
  routes: promotersRoutes,
  subscribers: [{ name: 'promoters.commissions', types: heardTypes, handle: hearOrders }],
};
