import { record } from '#modules/audit';
import { policyNumber } from '#modules/policy';
import { post } from '#modules/ledger';
import { assert, must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { orderEvent } from './events.ts';
import { acceptedPayments, lockOrders, markCompleted, markDelivered, markShipped, ordersToComplete, ordersToReceive } from './store.ts';
import type { OrderSweep } from './sweep-orders.ts';

/** Hands a paid order over to a carrier. Not before its team is complete, and not while its money is on the way back. */
export async function shipOrder(ctx: Ctx, input: { orderId: string; carrier: string; trackingNo: string }): Promise<void> {
  const order = must((await lockOrders(ctx, [input.orderId])).get(input.orderId), 'the caller found the order');
  if (order.state !== 'paid') throw problem('order_not_paid');
  if (order.isWaiting) throw problem('order_waiting');
  if (order.refundPendingFen > 0) throw problem('refund_pending');
  await markShipped(ctx, order.id, input);
  await ctx.publish('order.shipped', orderEvent(order, ctx.now));
  await record(ctx, {
    shopId: order.shopId,
    action: 'order.shipped',
    targetId: order.id,
    detail: { carrier: input.carrier, trackingNo: input.trackingNo },
  });
}

/** The parcel is there: the buyer or the carrier says so, or nobody said otherwise for long enough. */
export async function deliverOrders(ctx: Ctx, ids: readonly string[]): Promise<number> {
  const shipped = [...(await lockOrders(ctx, ids)).values()].filter((order) => order.state === 'shipped');
  await markDelivered(
    ctx,
    shipped.map((order) => order.id),
  );
  await ctx.publish('order.delivered', ...shipped.map((order) => orderEvent(order, ctx.now)));
  return shipped.length;
}

export async function deliverOrder(ctx: Ctx, orderId: string): Promise<void> {
  if ((await deliverOrders(ctx, [orderId])) === 0) throw problem('order_not_shipped');
}

/** Confirms receipt of what was shipped so long ago that it must have arrived. */
export const receiveSweep: OrderSweep = {
  find: async (ctx, limit) => ordersToReceive(ctx, daysBefore(ctx, await policyNumber(ctx, 'auto_receive_days')), limit),
  move: deliverOrders,
};

/** Ends orders whose return window is over. */
export const completeSweep: OrderSweep = {
  find: async (ctx, limit) => ordersToComplete(ctx, daysBefore(ctx, await policyNumber(ctx, 'return_window_days')), limit),
  move: completeOrders,
};

/** What the shop held for delivered orders becomes its own. */
async function completeOrders(ctx: Ctx, ids: readonly string[]): Promise<number> {
  const orders = [...(await lockOrders(ctx, ids)).values()].filter((order) => order.state === 'delivered' && order.refundPendingFen === 0);
  if (orders.length === 0) return 0;
  await markCompleted(
    ctx,
    orders.map((order) => order.id),
  );
  const payments = await acceptedPayments(
    ctx,
    orders.map((order) => order.id),
  );
  await post(
    ctx,
    orders.flatMap((order) => {
      const amountFen = must(payments.get(order.id), 'a delivered order was paid').leftFen;
      assert(amountFen > 0, 'an order of which nothing is left is refunded, not delivered');
      return [
        {
          key: `completed:${order.id}`,
          kind: 'order-completed',
          shopId: order.shopId,
          orderId: order.id,
          memo: order.number,
          entries: [
            { account: `shop:${order.shopId}:held`, amountFen },
            { account: `shop:${order.shopId}:settled`, amountFen: -amountFen },
          ],
        },
      ];
    }),
  );
  await ctx.publish('order.completed', ...orders.map((order) => orderEvent(order, ctx.now)));
  return orders.length;
}

function daysBefore(ctx: Ctx, days: number): Date {
  return new Date(ctx.now.getTime() - days * 86_400_000);
}
