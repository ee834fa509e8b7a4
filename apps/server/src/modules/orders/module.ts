import { accountMerges } from '#modules/identity';
import type { App, Module } from '#platform/app';
import { systemActor, type Ctx } from '#platform/ctx';
import { mergeCart } from './cart.ts';
import { closeOverdue } from './close-orders.ts';
import { ordersRoutes } from './http.ts';
import { completeOrders, receiveOverdue } from './ship-order.ts';
import { moveBuyer } from './store-lists.ts';

export const ordersModule: Module = {
  name: 'orders',
  setup: () => accountMerges.provide('orders', mergeGuest),
  routes: ordersRoutes,
  sweeps: [
    { name: 'orders.close-overdue', everyMs: 1000, run: sweepOf(closeOverdue) },
    { name: 'orders.receive-overdue', everyMs: 60_000, run: sweepOf(receiveOverdue) },
    { name: 'orders.complete', everyMs: 60_000, run: sweepOf(completeOrders) },
  ],
};

async function mergeGuest(ctx: Ctx, merge: { fromId: string; intoId: string }): Promise<void> {
  await mergeCart(ctx, merge);
  await moveBuyer(ctx, merge);
}

function sweepOf(step: (ctx: Ctx) => Promise<number>): (app: App) => Promise<number> {
  return (app) => app.transact(systemActor, step);
}
