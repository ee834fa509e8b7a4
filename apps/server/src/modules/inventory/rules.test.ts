import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, mergeLines } from './rules.ts';

const request = fc.record({
  ref: fc.uuid(),
  lines: fc.array(fc.record({ skuId: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
});

describe('deciding a batch', () => {
  test('what is promised and what is left are what there was, and nothing is promised twice', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 30 }), fc.array(fc.nat(20), { minLength: 3, maxLength: 3 }), (requests, units) => {
        const before = new Map(['a', 'b', 'c'].map((skuId, i) => [skuId, units[i] ?? 0]));
        const left = new Map(before);
        const merged = requests.map(({ ref, lines }) => ({ ref, lines: mergeLines(lines) }));
        const verdicts = decide(left, merged);
        const promised = merged.flatMap(({ lines }, i) => (verdicts[i]?.ok === true ? lines : []));
        for (const [skuId, there] of before) {
          const taken = promised.filter((line) => line.skuId === skuId).reduce((sum, line) => sum + line.quantity, 0);
          expect(taken + (left.get(skuId) ?? 0)).toBe(there);
          expect(left.get(skuId)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('an order that asks for too much names the SKU that lacks and does not stop a smaller one behind it', () => {
    const left = new Map([
      ['a', 3],
      ['b', 1],
    ]);
    const verdicts = decide(left, [
      {
        ref: '1',
        lines: [
          { skuId: 'a', quantity: 1 },
          { skuId: 'b', quantity: 2 },
        ],
      },
      { ref: '2', lines: [{ skuId: 'a', quantity: 3 }] },
    ]);
    expect(verdicts).toEqual([{ ok: false, skuId: 'b' }, { ok: true }]);
    expect(left).toEqual(
      new Map([
        ['a', 0],
        ['b', 1],
      ]),
    );
  });
});
