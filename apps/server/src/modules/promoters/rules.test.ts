import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOf } from '#platform/money';
import { entriesBetween, standingOf, termsOf, type Facts } from './rules.ts';

const none: Facts = { deliveredAt: null, completedAt: null, isOwn: false, refundedFen: 0, lastRefundAt: null };
const [t1, t2, t3] = [new Date('2026-11-01T00:00:00Z'), new Date('2026-11-02T00:00:00Z'), new Date('2026-11-03T00:00:00Z')];
const terms = termsOf(10_000, 800, 5000);

test('paid is pending, delivered is frozen, completed is available', () => {
  expect(terms.amountFen).toBe(800);
  expect(standingOf(terms, none)).toEqual({ state: 'pending', reversedFen: 0 });
  expect(standingOf(terms, { ...none, deliveredAt: t1 })).toEqual({ state: 'frozen', reversedFen: 0 });
  expect(standingOf(terms, { ...none, deliveredAt: t1, completedAt: t2 })).toEqual({ state: 'available', reversedFen: 0 });
  expect(standingOf(terms, { ...none, completedAt: t2 })).toEqual({ state: 'available', reversedFen: 0 });
});

test('refunded before it was available is void, after it reversed; a part takes its part, rounded so that less is earned', () => {
  expect(standingOf(terms, { ...none, refundedFen: 10_000, lastRefundAt: t1 })).toEqual({ state: 'void', reversedFen: 800 });
  expect(standingOf(terms, { ...none, deliveredAt: t1, completedAt: t2, refundedFen: 10_000, lastRefundAt: t3 })).toEqual({
    state: 'reversed',
    reversedFen: 800,
  });
  expect(standingOf(terms, { ...none, deliveredAt: t1, completedAt: t3, refundedFen: 10_000, lastRefundAt: t2 })).toEqual({
    state: 'void',
    reversedFen: 800,
  });
  expect(standingOf(terms, { ...none, refundedFen: 1, lastRefundAt: t1 })).toEqual({ state: 'pending', reversedFen: 1 });
});

test('the share never passes the cap, whatever a shop asks for', () => {
  expect(termsOf(10_000, 9000, 5000).amountFen).toBe(5000);
  expect(termsOf(1, 800, 5000).amountFen).toBe(0);
});

test('money moves without loss between any two standings, and what is owed is the share of what stayed paid', () => {
  const facts = fc.record({
    deliveredAt: fc.constantFrom(null, t1),
    completedAt: fc.constantFrom(null, t2),
    isOwn: fc.boolean(),
    refundedFen: fc.integer({ min: 0, max: 20_000 }),
    lastRefundAt: fc.constantFrom(null, t1, t3),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 5000 }), facts, facts, (baseFen, rate, before, after) => {
      const agreed = termsOf(baseFen, rate, 5000);
      fc.pre(agreed.amountFen > 0);
      const [from, to] = [standingOf(agreed, before), standingOf(agreed, after)];
      const owner = { promoterId: 'acc_1', shopId: 'shp_1' };
      const entries = [
        ...entriesBetween(owner, null, { ...agreed, ...from }),
        ...entriesBetween(owner, { ...agreed, ...from }, { ...agreed, ...to }),
      ];
      const owed = -entries.filter((entry) => entry.account.startsWith('promoter:')).reduce((sum, entry) => sum + entry.amountFen, 0) + 0;
      expect(entries.reduce((sum, entry) => sum + entry.amountFen, 0) + 0).toBe(0);
      expect(owed).toBe(agreed.amountFen - to.reversedFen);
      expect(owed).toBe(after.isOwn ? 0 : shareOf(Math.max(0, baseFen - after.refundedFen), rate));
      expect((to.state === 'void' || to.state === 'reversed') === (owed === 0)).toBe(true);
    }),
  );
});
