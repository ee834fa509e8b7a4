import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFen, shareOf, splitByWeight } from './money.ts';

test('parts of a split add up to the whole, and differ from the exact share by less than a fen', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e10 }),
      fc.array(fc.integer({ min: 0, max: 1e7 }), { minLength: 1, maxLength: 30 }).filter((weights) => weights.some((w) => w > 0)),
      (amount, weights) => {
        const parts = splitByWeight(amount, weights);
        const total = weights.reduce((a, b) => a + b, 0);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(amount);
        parts.forEach((part, i) => expect(Math.abs(part - (amount * (weights[i] ?? 0)) / total)).toBeLessThan(1.001));
      },
    ),
  );
});

test('shares are rounded down, so shares of all never exceed the whole', () => {
  expect(shareOf(999, 1000)).toBe(99);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 10_000 }), (amount, points) => {
      expect(shareOf(amount, points) + shareOf(amount, 10_000 - points)).toBeLessThanOrEqual(amount);
    }),
  );
});

test('fen are written as yuan', () => {
  expect([formatFen(1250), formatFen(5), formatFen(-99)]).toEqual(['¥12.50', '¥0.05', '-¥0.99']);
});
