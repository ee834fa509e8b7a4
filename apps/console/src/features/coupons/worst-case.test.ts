import type { CouponTerms } from '@tuanzi/contract/coupons';
import { describe, expect, test } from 'vitest';
import { worstCaseOf } from './worst-case.ts';

const scope = { productIds: [], isForNewBuyers: false, worksWithOffers: false };
const amount: CouponTerms = { kind: 'amount', amountFen: 2000, percentOff: null, capFen: null, thresholdFen: 10_000, ...scope };
const percent: CouponTerms = { kind: 'percent', amountFen: null, percentOff: 15, capFen: 3000, thresholdFen: 5000, ...scope };

describe('what a coupon costs at worst', () => {
  test('an amount: every one of them used, each for an order that just reaches the threshold', () => {
    expect(worstCaseOf(amount, 100)).toEqual({
      perOrderFen: 2000,
      allFen: 200_000,
      paidPerOrderFen: 8000,
      broughtFen: 800_000,
      atThresholdPercent: 20,
    });
  });

  test('a percentage: its limit, which only an order of that size reaches', () => {
    // 15% of ¥200 is the first to be ¥30.
    expect(worstCaseOf(percent, 10)).toEqual({
      perOrderFen: 3000,
      allFen: 30_000,
      paidPerOrderFen: 17_000,
      broughtFen: 170_000,
      atThresholdPercent: 15,
    });
  });

  test('without a threshold an order may pay a single fen', () => {
    expect(worstCaseOf({ ...amount, thresholdFen: 0 }, 3)).toMatchObject({ paidPerOrderFen: 1, broughtFen: 3, atThresholdPercent: null });
  });

  test('what is not filled in yet has no worst case', () => {
    expect(worstCaseOf(amount, null)).toBeUndefined();
    expect(worstCaseOf({ ...amount, amountFen: 0 }, 5)).toBeUndefined();
    expect(worstCaseOf({ ...percent, percentOff: 0 }, 5)).toBeUndefined();
  });
});
