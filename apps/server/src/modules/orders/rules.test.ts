import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeReceipt, maskAddress, mergeLines, orderNumber, refundStateOf, splitRefund } from './rules.ts';

test('a number starts with the shop’s own day', () => {
  const lateEvening = new Date('2026-11-22T17:30:00Z');
  expect(orderNumber(lateEvening, 'Asia/Shanghai')).toMatch(/^261123\d{12}$/);
  expect(orderNumber(lateEvening, 'America/New_York')).toMatch(/^261122\d{12}$/);
});

test('however a refund is split, its parts are whole, within their lines, and with freight’s part the refund itself', () => {
  const line = fc.record({ totalFen: fc.integer({ min: 0, max: 10_000_000 }), usedShare: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 5000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (drawn, freightLeftFen, share) => {
        const lines = drawn.map(({ totalFen, usedShare }, i) => ({
          id: `lin_${i}`,
          totalFen,
          refundedFen: Math.floor(totalFen * usedShare),
          refundPendingFen: 0,
        }));
        const leftOf = (each: (typeof lines)[number]) => each.totalFen - each.refundedFen;
        const left = lines.reduce((sum, each) => sum + leftOf(each), freightLeftFen);
        const amountFen = Math.floor(left * share);
        if (left === 0) return;
        const parts = splitRefund(amountFen, lines, freightLeftFen);
        const onLines = parts.reduce((sum, part) => sum + part.amountFen, 0);
        for (const part of parts)
          expect(part.amountFen).toBeLessThanOrEqual(leftOf(lines.find((each) => each.id === part.lineId) ?? lines[0]!));
        expect(parts.every((part) => Number.isInteger(part.amountFen) && part.amountFen > 0)).toBe(true);
        expect(amountFen - onLines).toBeGreaterThanOrEqual(0);
        expect(amountFen - onLines).toBeLessThanOrEqual(freightLeftFen);
      },
    ),
  );
});

test('money pays an unpaid order exactly, or goes back', () => {
  const order = { totalFen: 100, paidAt: null };
  expect(judgeReceipt({ ...order, state: 'unpaid' }, 100)).toBe('accepted');
  for (const fen of [1, 99, 101]) expect(judgeReceipt({ ...order, state: 'unpaid' }, fen)).toBe('wrong-amount');
  expect(judgeReceipt({ ...order, state: 'closed' }, 100)).toBe('late');
  expect(judgeReceipt({ ...order, state: 'paid', paidAt: new Date() }, 100)).toBe('surplus');
});

test('lines of one SKU are one line, and a refund is pending, partial or full', () => {
  expect(
    mergeLines([
      { skuId: 'b', quantity: 1 },
      { skuId: 'a', quantity: 2 },
      { skuId: 'b', quantity: 3 },
    ]),
  ).toEqual([
    { skuId: 'b', quantity: 4 },
    { skuId: 'a', quantity: 2 },
  ]);
  const sums = { paidFen: 10, refundedFen: 0, refundPendingFen: 0 };
  expect([sums, { ...sums, refundPendingFen: 1 }, { ...sums, refundedFen: 4 }, { ...sums, refundedFen: 10 }].map(refundStateOf)).toEqual([
    'none',
    'pending',
    'partial',
    'full',
  ]);
});

test('a masked address shows the first character, emoji included, and no street', () => {
  expect(
    maskAddress({ recipient: '🍎王', phone: '13812345678', province: '陕西省', city: '西安市', district: '雁塔区', street: '科技路 1 号' }),
  ).toEqual({ recipient: '🍎**', phone: '138****5678', province: '陕西省', city: '西安市', district: '雁塔区', street: '***' });
});
