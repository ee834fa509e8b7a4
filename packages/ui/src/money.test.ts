import { expect, test } from 'vitest';
import { formatFen } from './money.tsx';

test('fen are written as yuan with cents, thousands apart, never through a float', () => {
  expect([0, 5, 4990, 123_456_789].map((fen) => formatFen(fen))).toEqual(['¥0.00', '¥0.05', '¥49.90', '¥1,234,567.89']);
});

test('whole yuan may leave their cents out, others keep both digits', () => {
  expect([4900, 4990, 100].map((fen) => formatFen(fen, 'auto'))).toEqual(['¥49', '¥49.90', '¥1']);
});

test('a refund carries its minus before the sign', () => {
  expect(formatFen(-500)).toBe('-¥5.00');
});
