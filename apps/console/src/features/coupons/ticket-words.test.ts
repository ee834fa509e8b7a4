import { describe, expect, test } from 'vitest';
import { conditionWords, faceWords, offWords, scopeWords, tenthsOf } from './ticket-words.ts';

const amount = { kind: 'amount' as const, amountFen: 2000, percentOff: null, capFen: null, thresholdFen: 10_000 };
const percent = { kind: 'percent' as const, amountFen: null, percentOff: 15, capFen: 3050, thresholdFen: 0 };

describe('the words on a ticket', () => {
  test('an amount off says from which sum on', () => {
    expect(offWords(amount, 'zh')).toBe('满 ¥100 减 ¥20');
    expect(offWords(amount, 'en')).toBe('¥20 off from ¥100');
    expect(offWords({ ...amount, thresholdFen: 0 }, 'zh')).toBe('立减 ¥20');
    expect(conditionWords({ ...amount, thresholdFen: 0 }, 'en')).toBe('No minimum');
  });

  test('a percentage is said in tenths in Chinese, and always with the most it takes off', () => {
    expect(tenthsOf(20)).toBe('8');
    expect(faceWords(percent, 'zh')).toBe('8.5 折');
    expect(faceWords(percent, 'en')).toBe('15% off');
    expect(offWords(percent, 'zh')).toBe('8.5 折，最多减 ¥30.50');
    expect(offWords({ ...percent, thresholdFen: 5000 }, 'zh')).toBe('满 ¥50 打 8.5 折，最多减 ¥30.50');
    expect(offWords({ ...percent, thresholdFen: 5000 }, 'en')).toBe('15% off from ¥50, up to ¥30.50');
    expect(conditionWords(percent, 'zh')).toBe('无门槛，最多减 ¥30.50');
  });

  test('what it is for is said before it is claimed', () => {
    expect(scopeWords({ productIds: [], isForNewBuyers: false, worksWithOffers: false }, 'zh')).toBe('全店商品 · 拼团价不可用');
    expect(scopeWords({ productIds: ['a', 'b'], isForNewBuyers: true, worksWithOffers: true }, 'en')).toBe(
      '2 products · new buyers only · also at group prices',
    );
  });
});
