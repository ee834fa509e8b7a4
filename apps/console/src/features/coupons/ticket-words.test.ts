import { describe, expect, test } from 'vitest';
import { conditionsOf, figureOf, offWords, tenthsOf, thresholdWords } from './ticket-words.ts';

const scope = { productIds: [], isForNewBuyers: false, worksWithOffers: false };
const amount = { kind: 'amount' as const, amountFen: 2000, percentOff: null, capFen: null, thresholdFen: 10_000, ...scope };
const percent = { kind: 'percent' as const, amountFen: null, percentOff: 15, capFen: 3050, thresholdFen: 0, ...scope };
const day = (at: string) => at.slice(5, 10);

describe('the words on a ticket', () => {
  test('an amount off says from which sum on', () => {
    expect(offWords(amount, 'zh')).toBe('满 ¥100 减 ¥20');
    expect(offWords(amount, 'en')).toBe('¥20 off over ¥100');
    expect(offWords({ ...amount, thresholdFen: 0 }, 'zh')).toBe('减 ¥20');
    expect(thresholdWords({ ...amount, thresholdFen: 0 }, 'en')).toBe('No minimum');
    expect(figureOf({ ...amount, amountFen: 1050 }, 'en')).toEqual({ large: '10.50', small: '¥' });
  });

  test('a percentage is said in tenths in Chinese, and always with the most it takes off', () => {
    expect(tenthsOf(20)).toBe('8');
    expect(figureOf(percent, 'zh')).toEqual({ large: '8.5', small: '折' });
    expect(figureOf(percent, 'en')).toEqual({ large: '15%', small: 'off' });
    expect(offWords(percent, 'zh')).toBe('8.5 折，最多减 ¥30.50');
    expect(offWords({ ...percent, thresholdFen: 5000 }, 'zh')).toBe('满 ¥50 打 8.5 折，最多减 ¥30.50');
    expect(offWords({ ...percent, thresholdFen: 5000 }, 'en')).toBe('15% off over ¥50, up to ¥30.50');
  });

  test('every condition is there before it is claimed', () => {
    const times = {
      claimUntil: '2026-12-01T00:00:00Z',
      validDays: null,
      useFrom: '2026-11-24T00:00:00Z',
      useUntil: '2026-12-09T00:00:00Z',
    };
    expect(conditionsOf({ terms: percent, perPersonMax: 2, ...times }, 'zh', day)).toEqual([
      '11-24 至 12-09 可用',
      '最多减 ¥30.50',
      '全店商品可用',
      '拼团价不可用',
      '每单限用一张',
      '每人限领 2 张',
      '12-01 截止领取',
    ]);
    const chosen = { ...amount, productIds: ['prd_a'], isForNewBuyers: true, worksWithOffers: true };
    expect(conditionsOf({ terms: chosen, perPersonMax: 1, ...times, validDays: 7, useFrom: null, useUntil: null }, 'en', day)).toEqual([
      'Use it within 7 days of claiming',
      'For one chosen product',
      'Only if you have not bought here yet',
      'Also counts on group prices',
      'One per order',
      'One per person',
      'Claim it by 12-01',
    ]);
  });
});
