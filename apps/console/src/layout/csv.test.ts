import { expect, test } from 'vitest';
import { csvOf, csvYuan } from './csv.ts';

const lines = (rows: Parameters<typeof csvOf>[0]) => csvOf(rows).slice(1).split('\r\n').slice(0, -1);

test('words that a spreadsheet would run as a formula are only words', () => {
  expect(lines([['=HYPERLINK("http://x")'], ['+1'], ['-1+1'], ['@SUM(A1)'], ['\t=1'], [' =1'], ['＝1'], ['\r=1']])).toEqual([
    `"'=HYPERLINK(""http://x"")"`,
    `"'+1"`,
    `"'-1+1"`,
    `"'@SUM(A1)"`,
    `"'\t=1"`,
    `"' =1"`,
    `"'＝1"`,
    `"'\r=1"`,
  ]);
});

test('commas, quotes and line breaks stay in their cell, numbers stay numbers', () => {
  expect(csvOf([['a,b', '说"好"', '一\n二', -12.5, null, '苹果 🍎']])).toBe('\uFEFF"a,b","说""好""","一\n二",-12.5,,苹果 🍎\r\n');
  expect(lines([['261123192062935865', '13800000000']])).toEqual(['261123192062935865\t,13800000000']);
  expect([csvYuan(1230), csvYuan(-5), csvYuan(0)]).toEqual([12.3, -0.05, 0]);
});
