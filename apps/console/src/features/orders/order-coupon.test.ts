import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { expect, test } from 'vitest';
import { couponOf } from './order-coupon.ts';

type Line = ConsoleOrder['lines'][number];
const reason = (code: 'shop-price' | 'coupon', amountFen: number) => ({ code, amountFen, label: { zh: code }, ref: null });
const line = (reasons: Line['reasons']) => ({ reasons }) as Line; // only its reasons are read

test('the coupon of an order is what its parts in the lines come to', () => {
  const lines = [
    line([reason('shop-price', 9000), reason('coupon', -1334)]),
    line([reason('shop-price', 100)]),
    line([reason('shop-price', 4500), reason('coupon', -666)]),
  ];
  expect(couponOf({ lines })).toEqual({ title: { zh: 'coupon' }, discountFen: 2000 });
  expect(couponOf({ lines: lines.slice(1, 2) })).toBeUndefined();
});
