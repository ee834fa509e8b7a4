import type { Verdict } from '#platform/combiner';
import type { Ctx } from '#platform/ctx';
import type { MoneyNotice } from '#platform/ports/payment';
import { problem } from '#platform/problem';
import { readRefundRef } from './rules.ts';
import { settlePaymentOutcomes, settleRefundOutcomes } from './settle-outcomes.ts';
import { insertNotices, lockPayments, lockRefunds } from './store.ts';

export interface ReceivedNotice {
  readonly provider: string;
  readonly notice: MoneyNotice;
}
/** Mismatched: settled as money that is not what was asked for; somebody must look into that. */
export type Settled = 'settled' | 'repeated' | 'mismatched';

/**
 * Takes in verified notices of any number of payments and refunds in one transaction. One that was taken in before
 * is answered the same and changes nothing. One about something we do not know is refused, so that it is repeated.
 */
export async function settleNotices(ctx: Ctx, received: readonly ReceivedNotice[]): Promise<Verdict<Settled>[]> {
  const payments = await lockPayments(
    ctx,
    received.flatMap(({ notice }) => (notice.kind === 'payment' ? [notice.merchantRef] : [])),
  );
  const refunds = await lockRefunds(
    ctx,
    received.flatMap(({ notice }) => (notice.kind === 'refund' ? [readRefundRef(notice.refundRef).refundId] : [])),
  );
  const isKnown = ({ provider, notice }: ReceivedNotice) =>
    (notice.kind === 'payment' ? payments.get(notice.merchantRef) : refunds.get(readRefundRef(notice.refundRef).refundId))?.provider ===
    provider;
  const fresh = new Map<string, Set<string>>();
  for (const [provider, group] of Map.groupBy(received.filter(isKnown), (each) => each.provider))
    fresh.set(
      provider,
      await insertNotices(
        ctx,
        provider,
        group.map(({ notice }) => notice.noticeId),
      ),
    );
  const verdicts = received.map((each): Verdict<Settled> => {
    if (!isKnown(each)) return { ok: false, error: problem('callback_rejected') };
    // The first mention of an id is the one that counts.
    if (fresh.get(each.provider)?.delete(each.notice.noticeId) !== true) return { ok: true, value: 'repeated' };
    const { notice } = each;
    const isOther = notice.kind === 'payment' && notice.state === 'paid' && notice.paidFen !== payments.get(notice.merchantRef)?.amountFen;
    return { ok: true, value: isOther ? 'mismatched' : 'settled' };
  });
  const settled = received
    .filter((_, i) => {
      const verdict = verdicts[i];
      return verdict?.ok === true && verdict.value !== 'repeated';
    })
    .map(({ notice }) => notice);
  await settlePaymentOutcomes(
    ctx,
    settled.flatMap((notice) =>
      notice.kind === 'payment'
        ? [
            {
              paymentId: notice.merchantRef,
              state: notice.state,
              providerRef: notice.providerRef,
              paidFen: notice.paidFen,
              paidAt: notice.paidAt,
            },
          ]
        : [],
    ),
    payments,
  );
  await settleRefundOutcomes(
    ctx,
    settled.flatMap((notice) => (notice.kind === 'refund' ? [{ ...readRefundRef(notice.refundRef), state: notice.state }] : [])),
  );
  return verdicts;
}
