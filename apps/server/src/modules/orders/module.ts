import { accountMerges } from '#modules/identity';
import type { Module } from '#platform/app';
import type { Ctx } from '#platform/ctx';
import { mergeCart } from './cart.ts';
import { overdueSweep } from './close-orders.ts';
import { orderGauges } from './gauges.ts';
import { ordersRoutes } from './http.ts';
import { completeSweep, receiveSweep } from './ship-order.ts';
import { moveBuyer } from './store-lists.ts';
import { sweepOrders } from './sweep-orders.ts';

export const ordersModule: Module = {
  name: 'orders',
  setup: () => accountMerges.provide('orders', mergeGuest),
  routes: ordersRoutes,
  gauges: orderGauges,
  sweeps: [
    { name: 'orders.close-overdue', everyMs: 1000, run: (app) => sweepOrders(app, overdueSweep) },
    { name: 'orders.receive-overdue', everyMs: 60_000, run: (app) => sweepOrders(app, receiveSweep) },
    { name: 'orders.complete', everyMs: 60_000, run: (app) => sweepOrders(app, completeSweep) },
  ],
};

async function mergeGuest(ctx: Ctx, merge: { fromId: string; intoId: string }): Promise<void> {
  await mergeCart(ctx, merge);
  await moveBuyer(ctx, merge);
}
