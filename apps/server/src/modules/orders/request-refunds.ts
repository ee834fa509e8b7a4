import type { Ctx } from '#platform/ctx';
import { must } from '#platform/assert';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import type { RefundCause } from './events.ts';
import { splitRefund } from './rules.ts';
import { acceptedPayments, insertRefunds, lockOrders, readReceipts, type NewRefund, type Order, type Receipt } from './store.ts';

export interface RefundRequest {
  readonly orderId: string;
  /** Everything that is left when absent. */
  readonly amountFen?: number | undefined;
  readonly reason: string;
  readonly cause: RefundCause;
}

/**
 * Asks for refunds of paid orders. A request for all of an order of which nothing is left is satisfied already and
 * does nothing, so a failed team may ask twice. The provider is called after the commit, by payments.
 */
export async function requestRefunds(ctx: Ctx, requests: readonly RefundRequest[]): Promise<void> {
  if (requests.length === 0) return;
  const ids = [...new Set(requests.map((request) => request.orderId))];
  const orders = await lockOrders(ctx, ids);
  const payments = await acceptedPayments(ctx, ids);
  const refunds: NewRefund[] = [];
  for (const [orderId, group] of Map.groupBy(requests, (request) => request.orderId)) {
    const order = orders.get(orderId);
    const payment = payments.get(orderId);
    if (order === undefined || payment === undefined) throw problem('order_not_paid');
    const left = leftOf(order, payment.leftFen);
    for (const { amountFen = left.totalFen, reason, cause } of group) {
      if (amountFen > left.totalFen) throw problem('refund_too_large', { leftFen: left.totalFen });
      if (amountFen === 0) continue;
      const perLine = splitRefund(amountFen, left.lines, left.freightFen);
      left.takeOff(amountFen, perLine);
      refunds.push({ id: newId('rfd', ctx.now.getTime()), orderId, paymentId: payment.paymentId, amountFen, cause, reason, perLine });
    }
  }
  await keepRefunds(ctx, refunds, orders);
}

/** The shop gives money back: one refund at a time, so that two clerks do not both promise it. */
export async function refundByShop(ctx: Ctx, input: { orderId: string; amountFen?: number | undefined; reason: string }): Promise<void> {
  const order = must((await lockOrders(ctx, [input.orderId])).get(input.orderId), 'the caller found the order');
  if (order.refundPendingFen > 0) throw problem('refund_pending');
  if (order.paidAt === null) return refundReturnedMoney(ctx, order);
  const left = (await acceptedPayments(ctx, [order.id])).get(order.id)?.leftFen ?? 0;
  if (left === 0) throw problem('refund_too_large', { leftFen: 0 });
  await requestRefunds(ctx, [{ ...input, cause: 'by-shop' }]);
}

/** Money of late payments is refunded by itself; if the provider refused that for good, the shop sends it off again here. */
async function refundReturnedMoney(ctx: Ctx, order: Order): Promise<void> {
  const stuck = (await readReceipts(ctx, order.id)).filter((receipt) => receipt.verdict !== 'accepted' && !receipt.isRefunding);
  if (stuck.length === 0) throw problem('order_not_paid');
  await refundReceipts(ctx, stuck, new Map([[order.id, order]]));
}

/** Sends back money that paid nothing: it came after the close, twice, or in another amount. */
export async function refundReceipts(ctx: Ctx, receipts: readonly Receipt[], orders: ReadonlyMap<string, Order>): Promise<void> {
  const refunds = receipts.map((receipt): NewRefund => ({
    id: newId('rfd', ctx.now.getTime()),
    orderId: receipt.orderId,
    paymentId: receipt.paymentId,
    amountFen: receipt.amountFen,
    cause: 'late-payment',
    perLine: [],
    reason: receipt.verdict === 'late' ? '订单已关闭' : receipt.verdict === 'surplus' ? '重复付款' : '金额不符',
  }));
  await keepRefunds(ctx, refunds, orders);
}

async function keepRefunds(ctx: Ctx, refunds: readonly NewRefund[], orders: ReadonlyMap<string, Order>): Promise<void> {
  if (refunds.length === 0) return;
  await insertRefunds(ctx, refunds);
  await ctx.publish(
    'order.refund-requested',
    ...refunds.map(({ id, orderId, paymentId, amountFen, reason, cause }) => ({
      refundId: id,
      orderId,
      shopId: must(orders.get(orderId), 'a refund belongs to a locked order').shopId,
      paymentId,
      amountFen,
      reason,
      cause,
      at: ctx.now.toISOString(),
    })),
  );
}

/** What is left of the payment that paid an order, counted down as refunds are drawn from it. */
function leftOf(order: Order, leftFen: number) {
  const lines = order.lines.map((line) => ({ ...line }));
  const onLines = () => lines.reduce((sum, line) => sum + line.totalFen - line.refundedFen - line.refundPendingFen, 0);
  let totalFen = leftFen;
  return {
    lines,
    get totalFen() {
      return totalFen;
    },
    get freightFen() {
      return totalFen - onLines();
    },
    takeOff(amountFen: number, perLine: readonly { lineId: string; amountFen: number }[]) {
      totalFen -= amountFen;
      for (const part of perLine) {
        const line = must(
          lines.find((each) => each.id === part.lineId),
          'parts are of lines of the order',
        );
        line.refundPendingFen += part.amountFen;
      }
    },
  };
}
