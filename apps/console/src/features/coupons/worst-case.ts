import type { CouponTerms } from '@tuanzi/contract/coupons';

export interface WorstCase {
  /** One order uses one coupon. */
  readonly perOrderFen: number;
  readonly allFen: number;
  /** What an order that loses that much still pays for its goods, at least. */
  readonly paidPerOrderFen: number;
  readonly broughtFen: number;
  /** Of what an order costs that just reaches the threshold, the part it loses; null without a threshold. */
  readonly atThresholdPercent: number | null;
}

/** The most a coupon can cost, if everybody uses every one of them as well as it can be used. */
export function worstCaseOf(
  { kind, amountFen, percentOff, capFen, thresholdFen }: CouponTerms,
  quantity: number | null,
): WorstCase | undefined {
  const perOrderFen = (kind === 'amount' ? amountFen : capFen) ?? 0;
  const rate = percentOff ?? 0;
  if (perOrderFen <= 0 || quantity === null || quantity <= 0 || (kind === 'percent' && rate <= 0)) return undefined;
  // A percentage takes off its most only from this sum on; an order is never for nothing.
  const reachesFen = kind === 'amount' ? perOrderFen + 1 : Math.ceil((perOrderFen * 100) / rate);
  const paidPerOrderFen = Math.max(thresholdFen, reachesFen) - perOrderFen;
  const atThresholdFen = kind === 'amount' ? perOrderFen : Math.min(perOrderFen, Math.floor((thresholdFen * rate) / 100));
  return {
    perOrderFen,
    allFen: perOrderFen * quantity,
    paidPerOrderFen,
    broughtFen: paidPerOrderFen * quantity,
    atThresholdPercent: thresholdFen === 0 ? null : Math.round((atThresholdFen / thresholdFen) * 100),
  };
}
