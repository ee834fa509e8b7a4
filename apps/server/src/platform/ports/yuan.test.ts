import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fenOfYuan, yuanOf } from './yuan.ts';

test('Y11: fen become yuan and come back to the last digit, without a float in between', () => {
  expect([1, 10, 100, 100_000_001].map(yuanOf)).toEqual(['0.01', '0.10', '1.00', '1000000.01']);
  fc.assert(fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (fen) => fenOfYuan(yuanOf(fen)) === fen));
  expect(['12', '12.3', '12.30', '0.07'].map(fenOfYuan)).toEqual([1200, 1230, 1230, 7]);
  for (const text of ['', '1.005', '-1', '1e3', '1,000.00', '.5', '1.', ' 1', '0x1', '٣']) expect(() => fenOfYuan(text)).toThrow();
  for (const fen of [0.5, -1, Number.NaN, 2 ** 53]) expect(() => yuanOf(fen)).toThrow();
});
