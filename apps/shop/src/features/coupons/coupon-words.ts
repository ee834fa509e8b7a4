import type { CouponTerms, CouponView, HeldCoupon } from '@tuanzi/contract/coupons';
import type { Quote, QuoteCoupon } from '@tuanzi/contract/orders';
import { formatFen } from '@tuanzi/ui/money.tsx';
import type { Translate } from '@tuanzi/ui/i18n.ts';
import type { zh } from '../../messages-zh.ts';

type T = Translate<typeof zh>;
type PriceReason = Quote['reasons'][number];
type DateWords = (at: string) => string;
const dayMs = 86_400_000;
/** From here on a coupon is marked as ending soon. */
const soonMs = 3 * dayMs;
const sum = (fen: number) => formatFen(fen, 'auto');

/** What Chinese says of a price a part is taken off: 20 is 8 折, 15 is 8.5 折. */
export const tenthsOf = (percentOff: number): string => String((100 - percentOff) / 10);

/** Both ways of saying it go along; each language takes its own. */
const percentValues = (percentOff: number) => ({ percent: percentOff, tenths: tenthsOf(percentOff) });

/** The whole bargain in one breath, for where there is room for no more: 满 ¥99 减 ¥20. */
export function tagOf(terms: CouponTerms, t: T): string {
  const { kind, amountFen, percentOff, thresholdFen } = terms;
  const from = sum(thresholdFen);
  if (kind === 'amount') {
    const off = sum(amountFen ?? 0);
    return thresholdFen === 0 ? t('coupon.tag.amountPlain', { sum: off }) : t('coupon.tag.amount', { from, sum: off });
  }
  const values = { ...percentValues(percentOff ?? 0), from };
  return thresholdFen === 0 ? t('coupon.tag.percentPlain', values) : t('coupon.tag.percent', values);
}

/** The figure on a ticket in its parts: what is large, and what stands small before or after it. */
export function figureOf({ kind, amountFen, percentOff }: CouponTerms, t: T, language: string): { large: string; small: string } {
  if (kind === 'amount') return { large: formatFen(amountFen ?? 0, 'auto').replace('¥', ''), small: '¥' };
  const { percent, tenths } = percentValues(percentOff ?? 0);
  return { large: language === 'en' ? `${percent}%` : tenths, small: t('coupon.off.percentUnit') };
}

export function offWords({ kind, amountFen, percentOff }: CouponTerms, t: T): string {
  return kind === 'amount' ? t('coupon.off.amount', { sum: sum(amountFen ?? 0) }) : t('coupon.off.percent', percentValues(percentOff ?? 0));
}

export function thresholdWords({ thresholdFen }: CouponTerms, t: T): string {
  return thresholdFen === 0 ? t('coupon.overNothing') : t('coupon.over', { from: sum(thresholdFen) });
}

/** From when to when it can be used: of a coupon one holds the very moments, of one to claim what the shop promises. */
export function validityWords(coupon: CouponView, held: HeldCoupon | undefined, t: T, date: DateWords): string {
  if (held !== undefined)
    return held.state === 'upcoming'
      ? t('coupon.validFrom', { from: date(held.useFrom), until: date(held.useUntil) })
      : t('coupon.validUntil', { until: date(held.useUntil) });
  if (coupon.validDays !== null) return t('coupon.validDays', { count: coupon.validDays });
  return t('coupon.validBetween', { from: date(coupon.useFrom ?? coupon.claimFrom), until: date(coupon.useUntil ?? coupon.claimUntil) });
}

/** Everything one must know before claiming, beside what it takes off and from which sum on: nothing comes out later. */
export function conditionsOf(coupon: CouponView, held: HeldCoupon | undefined, t: T, date: DateWords): string[] {
  const { terms, perPersonMax } = coupon;
  const { productIds, isForNewBuyers, worksWithOffers, kind, capFen } = terms;
  return [
    validityWords(coupon, held, t, date),
    ...(kind === 'percent' && capFen !== null ? [t('coupon.cap', { sum: sum(capFen) })] : []),
    productIds.length === 0 ? t('coupon.scope.all') : t('coupon.scope.some', { count: productIds.length }),
    ...(isForNewBuyers ? [t('coupon.newBuyers')] : []),
    t(worksWithOffers ? 'coupon.withOffers' : 'coupon.withoutOffers'),
    t('coupon.onePerOrder'),
    ...(held === undefined
      ? [t('coupon.perPerson', { count: perPersonMax }), t('coupon.claimUntil', { until: date(coupon.claimUntil) })]
      : []),
  ];
}

export type Claimable = 'claim' | 'again' | 'claimed' | 'all-claimed' | 'upcoming' | 'stopped' | 'over';

/** Whether it can be claimed at this moment: a page may have been open for longer than the coupon was offered. */
export function claimableOf(coupon: CouponView, nowMs: number): Claimable {
  const { state, claimedByMe, perPersonMax, quantityLeft, claimFrom, claimUntil } = coupon;
  const isMine = claimedByMe > 0;
  if (claimedByMe >= perPersonMax) return 'claimed';
  if (state === 'stopped') return isMine ? 'claimed' : 'stopped';
  if (nowMs >= Date.parse(claimUntil)) return isMine ? 'claimed' : 'over';
  if (quantityLeft <= 0) return isMine ? 'claimed' : 'all-claimed';
  if (nowMs < Date.parse(claimFrom)) return 'upcoming';
  return isMine ? 'again' : 'claim';
}

export const isSoon = (useUntil: string, nowMs: number): boolean => Date.parse(useUntil) - nowMs <= soonMs;

/** What can still be used, but not for long. */
export function isEndingSoon({ state, useUntil }: HeldCoupon, nowMs: number): boolean {
  return (state === 'usable' || state === 'upcoming') && isSoon(useUntil, nowMs);
}

type Reasons = { readonly reasons: readonly PriceReason[] };

/** What the coupon of an order took off all of its lines together; null where there was none. */
export function couponTakenOff(lines: readonly Reasons[]): { title: PriceReason['label']; fen: number } | null {
  const parts = lines.flatMap(({ reasons }) => reasons.filter(({ code }) => code === 'coupon'));
  const [first] = parts;
  return first === undefined ? null : { title: first.label, fen: parts.reduce((total, part) => total + part.amountFen, 0) };
}

/** Why a coupon one holds takes nothing off here; undefined where it does. */
export function refusalWords({ refusal, missingFen }: Pick<QuoteCoupon, 'refusal' | 'missingFen'>, t: T): string | undefined {
  switch (refusal) {
    case null:
      return undefined;
    case 'threshold':
      return missingFen > 0 ? t('coupon.refusal.threshold', { sum: sum(missingFen) }) : t('coupon.refusal.tooSmall');
    case 'other-products':
      return t('coupon.refusal.otherProducts');
    case 'offer':
      return t('coupon.refusal.offer');
    case 'not-yet':
      return t('coupon.refusal.notYet');
    case 'new-buyers':
      return t('coupon.refusal.newBuyers');
  }
}
