/** A refund is tried under so many references before the order hears that it failed; with the waits below that is most of a day. */
export const refundAttemptsMax = 8;

const minuteMs = 60_000;

/** A payment the provider knows nothing of is closed so long after its time; what should still arrive is refunded. */
export const unknownForMs = 60 * minuteMs;

/** So long before its time a payment is asked about once more: what was paid is not closed because a notice was lost. */
export const lastLookMs = 15_000;

/** A payment nobody told us about is asked after for the first time after a minute, then less and less often. */
export function paymentCheckDelayMs(checks: number): number {
  return Math.min(10 * minuteMs, minuteMs * 2 ** Math.min(checks, 10));
}

/** Providers take seconds to days over a refund. */
export function refundCheckDelayMs(checks: number): number {
  return Math.min(60 * minuteMs, 15_000 * 2 ** Math.min(checks, 12));
}

/** Wait before a refused refund is tried under another reference. */
export function refundRetryDelayMs(attempt: number): number {
  return Math.min(6 * 60 * minuteMs, 30_000 * 4 ** Math.min(attempt, 8));
}

/** The reference a provider knows a refund by; a new one for every attempt, because a refused one is used up. */
export function refundRefOf(refundId: string, attempt: number): string {
  return attempt === 1 ? refundId : `${refundId}-${attempt}`;
}

export function readRefundRef(refundRef: string): { refundId: string; attempt: number } {
  const [refundId = '', attempt = '1'] = refundRef.split('-');
  return { refundId, attempt: Number(attempt) };
}
