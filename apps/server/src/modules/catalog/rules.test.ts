import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evenChoices, foldText, gramsOf, handleOf, listedPrices, parseSearch, wrongChoices } from './rules.ts';

describe('searching', () => {
  test('whatever part of a text is asked for, its grams are among those of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(60), fc.nat(60), (text, a, b) => {
        const folded = foldText(text);
        const part = Array.from(folded).slice(Math.min(a, b), Math.max(a, b)).join('');
        const grams = new Set(gramsOf(folded));
        for (const gram of parseSearch(part).grams) expect(grams).toContain(gram);
      }),
    );
  });

  test('a long question costs no more than eight words', () => {
    expect(parseSearch('a b c d e f g h i j k').words).toHaveLength(8);
  });

  test('folding twice is folding once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});

test('a product is listed by its cheapest SKU and compared with what that one is compared with', () => {
  expect(
    listedPrices([
      { priceFen: 500, compareAtFen: 900 },
      { priceFen: 300, compareAtFen: null },
      { priceFen: 300, compareAtFen: 400 },
    ]),
  ).toEqual({ priceFen: 300, priceMaxFen: 500, compareAtFen: 400 });
});

test('an address is made of what an address can carry', () => {
  expect(handleOf('Crème Brûlée — 5 kg!')).toBe('creme-brulee-5-kg');
  expect(handleOf('洛川苹果')).toBe('');
});

test('a value reads the same at every SKU of a product, and Chinese tells values apart', () => {
  const [small, large] = [{ zh: '小', en: 'Small' }, { zh: '大' }];
  const skus = evenChoices([{ options: [small, large] }, { options: [{ zh: '小' }, { zh: '小' }] }]);
  expect(skus).toEqual([{ options: [small, large] }, { options: [small, { zh: '小' }] }]);
  const sku = (options: { zh: string; en?: string }[], code: string) => ({ options, code, priceFen: 1, compareAtFen: null });
  expect(wrongChoices(1, [sku([small], 'a'), sku([{ zh: '小', en: 'Tiny' }], 'b')])).toBe('options_mismatch');
  expect(wrongChoices(1, [sku([small], 'a'), sku([large], 'b')])).toBeNull();
});
