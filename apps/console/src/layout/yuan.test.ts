import { describe, expect, test } from 'vitest';
import { fenOf, yuanOf } from './yuan.ts';

describe('yuan as people write them', () => {
  test.each([
    ['0', 0],
    ['5', 500],
    ['12.3', 1230],
    ['12.30', 1230],
    ['1,299.95', 129_995],
    ['¥ 39.90', 3990],
    ['￥39.9', 3990],
    ['0.07', 7],
    ['4.35', 435],
    ['1.1', 110],
    ['100000000', 10_000_000_000],
  ])('%s is %i fen', (text, fen) => expect(fenOf(text)).toBe(fen));
  test.each(['', 'abc', '1.234', '-3', '1e3', '12.', '.5', '100000000.01'])('“%s” is not an amount', (text) =>
    expect(fenOf(text)).toBeNull(),
  );
  test('every amount comes back as it went', () => {
    for (let fen = 0; fen < 30_000; fen += 1) expect(fenOf(yuanOf(fen))).toBe(fen);
  });
});
