import { randomInt } from 'node:crypto';
import { assert } from '#platform/assert';
import { splitByWeight } from '#platform/money';

/** Days are the shop's own: a number starts with the date people read on the parcel. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/**
 * A number people can read out: the day and twelve random digits. No sequence, so it tells nobody how much a shop
 * sells; a clash within a day is refused by the database and the batch is numbered again.
 */
export function orderNumber(now: Date, timeZone: string): string {
  let format = dayFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: '2-digit', month: '2-digit', day: '2-digit' });
    dayFormats.set(timeZone, format);
  }
  const day = format.format(now).replaceAll('-', '');
  return `${day}${String(randomInt(1_000_000)).padStart(6, '0')}${String(randomInt(1_000_000)).padStart(6, '0')}`;
}

/** Six of the day and twelve more. */
export const numberDigits = 18;

export interface WantedLine {
  readonly skuId: string;
  readonly quantity: number;
}

/** The same SKU on two lines is one line with both quantities; the order of first mention stays. */
export function mergeLines(lines: readonly WantedLine[]): WantedLine[] {
  const bySku = new Map<string, number>();
  for (const { skuId, quantity } of lines) bySku.set(skuId, (bySku.get(skuId) ?? 0) + quantity);
  return [...bySku].map(([skuId, quantity]) => ({ skuId, quantity }));
}

export interface RefundableLine {
  readonly id: string;
  readonly totalFen: number;
  readonly refundedFen: number;
  readonly refundPendingFen: number;
}

/**
 * Splits a refund over the lines by what each has left, freight last; every part is whole fen, none above what its
 * line has left, and together with freight's part they are the refund.
 */
export function splitRefund(
  amountFen: number,
  lines: readonly RefundableLine[],
  freightLeftFen: number,
): { lineId: string; amountFen: number }[] {
  const left = lines.map((line) => line.totalFen - line.refundedFen - line.refundPendingFen);
  const weights = [...left, freightLeftFen];
  assert(amountFen <= weights.reduce((sum, weight) => sum + weight, 0), 'a refund is not more than what is left');
  const parts = splitByWeight(amountFen, weights);
  return lines.map((line, i) => ({ lineId: line.id, amountFen: parts[i] ?? 0 })).filter((part) => part.amountFen > 0);
}

export type ReceiptVerdict = 'accepted' | 'late' | 'surplus' | 'wrong-amount';

/** What arriving money is to an order: it pays an unpaid order exactly, or it goes back. */
export function judgeReceipt(
  order: { readonly state: string; readonly totalFen: number; readonly paidAt: Date | null },
  paidFen: number,
): ReceiptVerdict {
  if (order.state === 'unpaid') return paidFen === order.totalFen ? 'accepted' : 'wrong-amount';
  return order.paidAt === null ? 'late' : 'surplus';
}

export function refundStateOf(order: {
  readonly paidFen: number;
  readonly refundedFen: number;
  readonly refundPendingFen: number;
}): 'none' | 'pending' | 'partial' | 'full' {
  if (order.refundPendingFen > 0) return 'pending';
  if (order.refundedFen === 0) return 'none';
  return order.refundedFen === order.paidFen ? 'full' : 'partial';
}

export interface PostalAddress {
  readonly recipient: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly street: string;
}

/** For staff who do not ship: enough to recognise an order, not enough to visit somebody. */
export function maskAddress(address: PostalAddress): PostalAddress {
  const [first = ''] = address.recipient;
  return { ...address, recipient: `${first}**`, phone: `${address.phone.slice(0, 3)}****${address.phone.slice(-4)}`, street: '***' };
}
