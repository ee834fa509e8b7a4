import { post } from '#modules/ledger';
import { settlePayments, settleRefunds } from '#modules/orders';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { refundAttemptsMax, refundRetryDelayMs } from './rules.ts';
import {
  endPayments,
  failRefunds,
  lockPayments,
  lockRefunds,
  retryRefunds,
  succeedRefunds,
  type PaymentEnd,
  type PaymentRow,
} from './store.ts';

/** What a provider says became of a payment, by notice or when asked. */
export interface PaymentOutcome {
  readonly paymentId: string;
  readonly state: 'paid' | 'failed' | 'closed';
  readonly providerRef: string | null;
  readonly paidFen: number;
  readonly paidAt: Date | null;
}
export interface RefundOutcome {
  readonly refundId: string;
  readonly attempt: number;
  readonly state: 'succeeded' | 'failed';
}

/**
 * Takes in what providers say of any number of payments. Money that arrived always counts, also after a failure or a
 * close; a failure counts only while nothing else is known, and a close also after a failure. So repeats and any order
 * of arrival end the same.
 */
export async function settlePaymentOutcomes(
  ctx: Ctx,
  outcomes: readonly PaymentOutcome[],
  locked?: ReadonlyMap<string, PaymentRow>,
): Promise<void> {
  if (outcomes.length === 0) return;
  const payments = locked ?? (await lockPayments(ctx, [...new Set(outcomes.map((outcome) => outcome.paymentId))]));
  const ends = new Map<string, PaymentEnd>();
  for (const outcome of outcomes) {
    const payment = must(payments.get(outcome.paymentId), 'the caller found the payment');
    const state = ends.get(payment.id)?.state ?? payment.state;
    if (isNews(state, outcome.state)) ends.set(payment.id, endOf(ctx, payment, outcome));
  }
  if (ends.size === 0) return;
  const paid = [...ends.values()]
    .filter((end) => end.state === 'succeeded')
    .map((end) => ({ end, payment: must(payments.get(end.id), 'ended payments are locked') }));
  await Promise.all([
    endPayments(ctx, [...ends.values()]),
    post(
      ctx,
      paid.map(({ end, payment }) => ({
        key: `paid:${payment.id}`,
        kind: 'payment',
        shopId: payment.shopId,
        orderId: payment.orderId,
        memo: payment.description,
        entries: [
          { account: `provider:${payment.provider}`, amountFen: end.paidFen },
          { account: `shop:${payment.shopId}:held`, amountFen: -end.paidFen },
        ],
      })),
    ),
    settlePayments(
      ctx,
      paid.map(({ end, payment }) => ({
        orderId: payment.orderId,
        paymentId: payment.id,
        paidFen: end.paidFen,
        paidAt: end.paidAt ?? ctx.now,
      })),
    ),
  ]);
}

function isNews(known: PaymentRow['state'], said: PaymentOutcome['state']): boolean {
  if (said === 'paid') return known !== 'succeeded';
  return known === 'pending' || (known === 'failed' && said === 'closed');
}

function endOf(ctx: Ctx, payment: PaymentRow, outcome: PaymentOutcome): PaymentEnd {
  if (outcome.state !== 'paid') return { id: payment.id, state: outcome.state, paidFen: 0, paidAt: null, providerRef: outcome.providerRef };
  return {
    id: payment.id,
    state: 'succeeded',
    paidFen: outcome.paidFen,
    paidAt: outcome.paidAt ?? ctx.now,
    providerRef: outcome.providerRef,
  };
}

/**
 * Takes in what became of refunds. A refused one is tried again later under another reference; only when that has
 * gone on for long does the order hear that it failed, and the shop may start over. What is said of an attempt that
 * was given up is old news, unless it says that the money went back.
 */
export async function settleRefundOutcomes(ctx: Ctx, outcomes: readonly RefundOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const refunds = await lockRefunds(ctx, [...new Set(outcomes.map((outcome) => outcome.refundId))]);
  const open = outcomes.flatMap((outcome) => {
    const refund = must(refunds.get(outcome.refundId), 'the caller found the refund');
    return refund.state === 'requested' || refund.state === 'sent' ? [{ outcome, refund }] : [];
  });
  const succeeded = new Set(open.filter(({ outcome }) => outcome.state === 'succeeded').map(({ refund }) => refund.id));
  const refused = new Map(
    open
      .filter(({ outcome, refund }) => !succeeded.has(refund.id) && outcome.attempt === refund.attempt)
      .map(({ refund }) => [refund.id, refund]),
  );
  const [given, again] = [
    [...refused.values()].filter((refund) => refund.attempt >= refundAttemptsMax),
    [...refused.values()].filter((refund) => refund.attempt < refundAttemptsMax),
  ];
  if (again.length > 0)
    await retryRefunds(
      ctx,
      again.map((refund) => ({ id: refund.id, at: new Date(ctx.now.getTime() + refundRetryDelayMs(refund.attempt)) })),
    );
  if (given.length > 0)
    await failRefunds(
      ctx,
      given.map((refund) => refund.id),
    );
  if (succeeded.size > 0) await succeedRefunds(ctx, [...succeeded]);
  const settled = await settleRefunds(ctx, [
    ...[...succeeded].map((refundId) => ({ refundId, isSucceeded: true })),
    ...given.map((refund) => ({ refundId: refund.id, isSucceeded: false })),
  ]);
  await post(
    ctx,
    settled.map((refund) => ({
      key: `refunded:${refund.refundId}`,
      kind: 'refund',
      shopId: refund.shopId,
      orderId: refund.orderId,
      memo: must(refunds.get(refund.refundId), 'settled refunds are locked').reason,
      entries: [
        { account: `shop:${refund.shopId}:${refund.from}`, amountFen: refund.amountFen },
        { account: `provider:${must(refunds.get(refund.refundId), 'settled refunds are locked').provider}`, amountFen: -refund.amountFen },
      ],
    })),
  );
}
