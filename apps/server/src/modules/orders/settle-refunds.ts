import { giveBack } from '#modules/inventory';
import { offerKinds } from '#modules/pricing';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { orderEvent } from './events.ts';
import {
  acceptedPayments,
  endRefunds,
  lockOrders,
  markRefunded,
  readRefunds,
  refundingOrders,
  type Order,
  type RefundRow,
} from './store.ts';

export interface RefundEnd {
  readonly refundId: string;
  readonly isSucceeded: boolean;
}
/**
 * Which of the shop's accounts the money came from, for whoever keeps the books; nothing for one that ended before.
 * Completion settles the payment that paid the order and no other, so money that paid nothing is always still held.
 */
export interface SettledRefund {
  readonly refundId: string;
  readonly orderId: string;
  readonly shopId: string;
  readonly amountFen: number;
  readonly from: 'held' | 'settled';
}

/**
 * Ends refunds, each once. A paid order with nothing left becomes refunded; if it was not shipped its stock is on sale
 * again and its play hears of it. Returns the refunds that ended in success now.
 */
export async function settleRefunds(ctx: Ctx, ends: readonly RefundEnd[]): Promise<SettledRefund[]> {
  const wanted = new Map(ends.map((end) => [end.refundId, end.isSucceeded]));
  // Which order a refund is of never changes, so it may be read before the orders are locked; its state may not.
  const orders = await lockOrders(ctx, [...new Set((await readRefunds(ctx, [...wanted.keys()])).map((refund) => refund.orderId))]);
  const open = (await readRefunds(ctx, [...wanted.keys()])).filter((refund) => refund.state === 'pending');
  if (open.length === 0) return [];
  await endRefunds(
    ctx,
    open.map((refund) => ({ refund, isSucceeded: wanted.get(refund.id) === true })),
  );
  const succeeded = open.filter((refund) => wanted.get(refund.id) === true);
  const orderOf = (refund: RefundRow) => must(orders.get(refund.orderId), 'a refund belongs to a locked order');
  const full = await endFullyRefunded(
    ctx,
    succeeded.filter((refund) => refund.cause !== 'late-payment'),
    orders,
  );
  const told = succeeded.filter((refund) => refund.cause !== 'late-payment');
  await ctx.publish(
    'order.refunded',
    ...told.map((refund) => ({
      ...orderEvent(orderOf(refund), ctx.now),
      refundId: refund.id,
      amountFen: refund.amountFen,
      perLine: refund.perLine,
      // Of several refunds that end together the last one makes it full.
      isFull: full.has(refund.orderId) && told.findLast((each) => each.orderId === refund.orderId) === refund,
    })),
  );
  return succeeded.map((refund) => ({
    refundId: refund.id,
    orderId: refund.orderId,
    shopId: orderOf(refund).shopId,
    amountFen: refund.amountFen,
    from: refund.cause === 'late-payment' || orderOf(refund).completedAt === null ? 'held' : 'settled',
  }));
}

async function endFullyRefunded(ctx: Ctx, refunds: readonly RefundRow[], orders: ReadonlyMap<string, Order>): Promise<Set<string>> {
  const touched = [...new Set(refunds.map((refund) => refund.orderId))];
  if (touched.length === 0) return new Set();
  const accepted = await acceptedPayments(ctx, touched);
  const pending = await refundingOrders(ctx, touched);
  const full = touched
    .filter((orderId) => accepted.get(orderId)?.leftFen === 0 && !pending.has(orderId))
    .map((orderId) => must(orders.get(orderId), 'touched orders are locked'));
  if (full.length === 0) return new Set();
  const lastCause = new Map(refunds.map((refund) => [refund.orderId, refund.cause]));
  await markRefunded(
    ctx,
    full.map((order) => ({ id: order.id, reason: lastCause.get(order.id) === 'team-failed' ? 'team-failed' : 'refunded' })),
  );
  for (const [kind, group] of Map.groupBy(full, (order) => order.offerKind)) {
    if (kind !== null)
      await must(offerKinds.get(kind), 'an order keeps the kind of a play that is there').refunded(
        ctx,
        group.map((order) => order.id),
      );
  }
  await giveBack(
    ctx,
    full.filter((order) => order.shippedAt === null).map((order) => order.id),
  );
  return new Set(full.map((order) => order.id));
}
