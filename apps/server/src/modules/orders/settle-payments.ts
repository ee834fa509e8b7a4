import { take } from '#modules/inventory';
import { offerKinds } from '#modules/pricing';
import { assert, must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { orderEvent } from './events.ts';
import { refundReceipts, requestRefunds } from './request-refunds.ts';
import { judgeReceipt, type ReceiptVerdict } from './rules.ts';
import { insertReceipts, knownReceipts, lockOrders, readOrders, type Order, type Receipt } from './store.ts';

export interface ArrivedPayment {
  readonly orderId: string;
  readonly paymentId: string;
  readonly paidFen: number;
  readonly paidAt: Date;
}
/** `late`: the money did not pay the order and its refund is asked for already. */
export type Settlement = 'paid' | 'late' | 'duplicate';

/**
 * Takes in money for any number of orders. The orders' rows are locked first, so paying, closing and cancelling the
 * same order happen one after the other, whatever races. An order is paid by one payment at most; every other one is
 * kept and refunded. Each payment counts once, however often it is told.
 */
export async function settlePayments(ctx: Ctx, payments: readonly ArrivedPayment[]): Promise<Settlement[]> {
  if (payments.length === 0) return [];
  const [orders, known] = await Promise.all([
    lockOrders(ctx, [...new Set(payments.map((payment) => payment.orderId))]),
    knownReceipts(
      ctx,
      payments.map((payment) => payment.paymentId),
    ),
  ]);
  const receipts: Receipt[] = [];
  const settlements = payments.map((payment): Settlement => {
    if (known.has(payment.paymentId)) return 'duplicate';
    known.add(payment.paymentId);
    const order = must(orders.get(payment.orderId), 'a payment belongs to an order');
    assert(payment.paidFen > 0, 'money that arrived is more than nothing');
    const wasPaidInBatch = receipts.some((receipt) => receipt.orderId === order.id && receipt.verdict === 'accepted');
    const verdict: ReceiptVerdict = wasPaidInBatch ? 'surplus' : judgeReceipt(order, payment.paidFen);
    receipts.push({ paymentId: payment.paymentId, orderId: order.id, amountFen: payment.paidFen, verdict, paidAt: payment.paidAt });
    return verdict === 'accepted' ? 'paid' : 'late';
  });
  if (receipts.length === 0) return settlements;
  const paid = receipts
    .filter((receipt) => receipt.verdict === 'accepted')
    .map((receipt) => must(orders.get(receipt.orderId), 'a receipt belongs to an order'));
  await Promise.all([insertReceipts(ctx, receipts), paid.length > 0 ? makePaid(ctx, paid) : undefined]);
  await refundReceipts(
    ctx,
    receipts.filter((receipt) => receipt.verdict !== 'accepted'),
    orders,
  );
  return settlements;
}

/** Stock and seat become the buyer's. A play may refuse, e.g. when the team ran out of time; then the order is refunded. */
async function makePaid(ctx: Ctx, orders: readonly Order[]): Promise<void> {
  const refusedIds: string[] = [];
  for (const [kind, group] of Map.groupBy(orders, (order) => order.offerKind)) {
    if (kind === null) continue;
    const play = must(offerKinds.get(kind), 'an order keeps the kind of a play that is there');
    const answers = await play.paid(
      ctx,
      group.map((order) => order.id),
    );
    for (const order of group) if (answers.get(order.id) === 'refuse') refusedIds.push(order.id);
  }
  const taken = await take(
    ctx,
    orders.map((order) => order.id),
  );
  assert(
    orders.every((order) => taken.has(order.id)),
    'an unpaid order holds its stock',
  );
  // A play may have moved an order to another team meanwhile, so it is read again before others hear of it.
  const hasTeams = orders.some((order) => order.teamId !== null);
  const now = hasTeams
    ? await readOrders(
        ctx,
        orders.map((order) => order.id),
      )
    : new Map(orders.map((order) => [order.id, order]));
  await ctx.publish('order.paid', ...orders.map((order) => orderEvent(now.get(order.id) ?? order, ctx.now)));
  await requestRefunds(
    ctx,
    refusedIds.map((orderId) => ({ orderId, reason: '拼团未成功', cause: 'team-failed' as const })),
  );
}
