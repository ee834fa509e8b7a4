import { describe, expect, it } from 'vitest';
import { firstChoice, isReachable, settle, skuOf, valuesOf } from './options.ts';

const size = (zh: string) => ({ zh, en: `${zh} in English` });
const skus = [
  { options: [size('5 斤'), size('大果')], stock: 0 },
  { options: [size('5 斤'), size('中果')], stock: 3 },
  { options: [size('10 斤'), size('大果')], stock: 2 },
];

describe('choosing options', () => {
  it('opens on the first SKU that can be bought', () => expect(firstChoice(skus)).toEqual(['5 斤', '中果']));
  it('opens on the first SKU when everything is sold out', () =>
    expect(firstChoice(skus.map((sku) => ({ ...sku, stock: 0 })))).toEqual(['5 斤', '大果']));
  it('finds the SKU all values name, and none while one is missing', () => {
    expect(skuOf(skus, ['10 斤', '大果'])).toBe(skus[2]);
    expect(skuOf(skus, ['10 斤', undefined])).toBeUndefined();
  });
  it('lists values once, in the order of the shop', () => expect(valuesOf(skus, 0)).toEqual([size('5 斤'), size('10 斤')]));
  it('greys out values that lead to nothing in stock', () => {
    expect(isReachable(skus, ['5 斤', '中果'], 1, '大果')).toBe(false);
    expect(isReachable(skus, ['10 斤', '大果'], 0, '5 斤')).toBe(false);
    expect(isReachable(skus, ['5 斤', undefined], 1, '中果')).toBe(true);
  });
  it('lets the other choices follow a value that does not go with them', () =>
    expect(settle(skus, ['5 斤', '中果'], 0, '10 斤')).toEqual(['10 斤', '大果']));
});
