import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, judgeAll, takeOff } from './reduce.ts';
import type { Reduction, ReductionTerms } from './reductions.ts';
import type { PricedLine } from './rules.ts';

const label = { zh: '店铺价' };
const aLine = (productId: string, totalFen: number, { quantity = 1, isOffer = false } = {}): PricedLine => ({
  skuId: `sku_${productId}`,
  productId,
  title: label,
  options: [],
  picture: null,
  quantity,
  unitPriceFen: totalFen / quantity,
  totalFen,
  reasons: [
    { code: 'shop-price', amountFen: totalFen, label, ref: null },
    ...(isOffer ? [{ code: 'group-buy' as const, amountFen: 0, label, ref: 'cam_1' }] : []),
  ],
});
const aReduction = (terms: Partial<ReductionTerms> = {}, over: Partial<Reduction> = {}): Reduction => ({
  id: 'cpc_1',
  title: { zh: '满减券' },
  useUntil: new Date(0),
  refusal: null,
  ...over,
  terms: {
    kind: 'amount',
    amountFen: 2000,
    percentOff: null,
    capFen: null,
    thresholdFen: 0,
    productIds: [],
    worksWithOffers: false,
    ...terms,
  },
});
const percent = (percentOff: number, capFen: number, terms: Partial<ReductionTerms> = {}) =>
  aReduction({ kind: 'percent', amountFen: null, percentOff, capFen, ...terms });

describe('a coupon', () => {
  test('counts from its threshold on, and says what is missing', () => {
    const coupon = aReduction({ thresholdFen: 9900 });
    expect(judge([aLine('a', 9899)], coupon)).toMatchObject({ discountFen: 0, refusal: 'threshold', missingFen: 1 });
    expect(judge([aLine('a', 9900)], coupon)).toMatchObject({ discountFen: 2000, refusal: null });
  });

  test('of some products looks at those only, for its threshold as well', () => {
    const coupon = aReduction({ thresholdFen: 5000, productIds: ['a'] });
    expect(judge([aLine('b', 99_999)], coupon).refusal).toBe('other-products');
    expect(judge([aLine('a', 4000), aLine('b', 99_999)], coupon)).toMatchObject({ refusal: 'threshold', missingFen: 1000 });
    const lines = takeOff([aLine('a', 5000), aLine('b', 99_999)], judge([aLine('a', 5000), aLine('b', 99_999)], coupon));
    expect(lines.map(({ totalFen }) => totalFen)).toEqual([3000, 99_999]);
  });

  test('leaves what is bought at the price of a play alone, unless it says otherwise', () => {
    const lines = [aLine('a', 5000, { isOffer: true })];
    expect(judge(lines, aReduction()).refusal).toBe('offer');
    expect(judge(lines, aReduction({ worksWithOffers: true })).discountFen).toBe(2000);
  });

  test('of a share takes off whole fen, rounded in the shop’s favour, and never more than its cap', () => {
    expect(judge([aLine('a', 999)], percent(15, 10_000)).discountFen).toBe(149);
    expect(judge([aLine('a', 1_000_000)], percent(50, 3000)).discountFen).toBe(3000);
  });

  test('never pays a whole order: one fen is left to pay', () => {
    expect(judge([aLine('a', 1500)], aReduction()).discountFen).toBe(1499);
    expect(judge([aLine('a', 1)], aReduction()).discountFen).toBe(0);
  });

  test('that may not be used yet, or is for new buyers, is refused for that', () => {
    expect(judge([aLine('a', 9999)], aReduction({}, { refusal: 'not-yet' })).refusal).toBe('not-yet');
    expect(judge([aLine('a', 9999)], aReduction({}, { refusal: 'new-buyers' })).refusal).toBe('new-buyers');
  });

  test('is chosen by what it takes off, and among equals the one that ends first', () => {
    const [late, soon, small] = [
      aReduction({}, { id: 'late', useUntil: new Date(9) }),
      aReduction({}, { id: 'soon', useUntil: new Date(5) }),
      aReduction({ amountFen: 100 }, { id: 'small', useUntil: new Date(1) }),
    ];
    const far = aReduction({ thresholdFen: 90_000 }, { id: 'far' });
    const near = aReduction({ thresholdFen: 10_000 }, { id: 'near' });
    const foreign = aReduction({ productIds: ['z'] }, { id: 'foreign' });
    expect(judgeAll([aLine('a', 9999)], [foreign, far, small, late, near, soon]).map(({ reduction }) => reduction.id)).toEqual([
      'soon',
      'late',
      'small',
      'near',
      'far',
      'foreign',
    ]);
  });
});

const line = fc.record({
  productId: fc.constantFrom('a', 'b', 'c'),
  unitFen: fc.integer({ min: 1, max: 50_000 }),
  quantity: fc.integer({ min: 1, max: 99 }),
  isOffer: fc.boolean(),
});
const terms = fc.record({
  isPercent: fc.boolean(),
  amountFen: fc.integer({ min: 1, max: 100_000 }),
  percentOff: fc.integer({ min: 1, max: 99 }),
  thresholdFen: fc.nat(200_000),
  productIds: fc.subarray(['a', 'b', 'c']),
  worksWithOffers: fc.boolean(),
});

test('whatever is bought and whatever the coupon: no line costs less than nothing, the parts add up exactly, nobody pays more, and something is left to pay', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), terms, (bought, { isPercent, amountFen, percentOff, ...rest }) => {
      const lines = bought.map(({ productId, unitFen, quantity, isOffer }) => aLine(productId, unitFen * quantity, { quantity, isOffer }));
      const judged = judge(lines, isPercent ? percent(percentOff, amountFen, rest) : aReduction({ amountFen, ...rest }));
      const before = lines.reduce((sum, { totalFen }) => sum + totalFen, 0);
      expect(judged.discountFen > 0).toBe(judged.refusal === null);
      if (judged.discountFen === 0) return;
      const after = takeOff(lines, judged);
      expect(after.reduce((sum, { totalFen }) => sum + totalFen, 0)).toBe(before - judged.discountFen);
      expect(before - judged.discountFen).toBeGreaterThan(0);
      for (const [i, { totalFen, reasons, unitPriceFen, quantity }] of after.entries()) {
        expect(totalFen).toBeGreaterThanOrEqual(0);
        expect(reasons.reduce((sum, reason) => sum + reason.amountFen, 0)).toBe(totalFen);
        expect(unitPriceFen * quantity).toBe(lines[i]?.totalFen);
      }
    }),
  );
});
