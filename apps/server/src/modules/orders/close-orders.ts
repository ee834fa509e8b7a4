import { release } from '#modules/inventory';
import { offerKinds } from '#modules/pricing';
import { assert, must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { orderEvent, type CloseReason } from './events.ts';
import { lockOrders, markClosed, overdueOrders } from './store.ts';
import type { OrderSweep } from './sweep-orders.ts';

/**
 * Closes those of the orders that are unpaid; stock, seat and quota go back exactly once, because closing and paying
 * take the same row lock and only one of them finds the order unpaid. Returns the orders this call closed.
 */
export async function closeOrders(ctx: Ctx, ids: readonly string[], reason: CloseReason): Promise<Set<string>> {
  const open = [...(await lockOrders(ctx, ids)).values()].filter((order) => order.state === 'unpaid');
  const openIds = open.map((order) => order.id);
  if (open.length === 0) return new Set();
  await markClosed(ctx, openIds, reason);
  for (const [kind, group] of Map.groupBy(open, (order) => order.offerKind)) {
    if (kind !== null)
      await must(offerKinds.get(kind), 'an order keeps the kind of a play that is there').release(
        ctx,
        group.map((order) => order.id),
      );
  }
  const released = await release(ctx, openIds);
  assert(
    openIds.every((id) => released.has(id)),
    'an unpaid order holds its stock',
  );
  await ctx.publish('order.closed', ...open.map((order) => ({ ...orderEvent(order, ctx.now), reason })));
  return new Set(openIds);
}

/** The buyer changes their mind. */
export async function cancelOrder(ctx: Ctx, orderId: string): Promise<void> {
  const closed = await closeOrders(ctx, [orderId], 'by-buyer');
  if (!closed.has(orderId)) throw problem('order_not_unpaid');
}

/** Orders nobody paid in time. */
export const overdueSweep: OrderSweep = { find: overdueOrders, move: async (ctx, ids) => (await closeOrders(ctx, ids, 'unpaid')).size };
