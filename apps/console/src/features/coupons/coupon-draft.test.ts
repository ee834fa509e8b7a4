import { ApiProblem } from '@tuanzi/client';
import type { ConsoleCoupon } from '@tuanzi/contract/coupons';
import { describe, expect, test } from 'vitest';
import { bodyOf, draftOf, emptyDraft, fieldOfRefusal, mistakesOf, type CouponDraft } from './coupon-draft.ts';

const nowMs = Date.parse('2026-11-23T02:00:00Z');
const whole: CouponDraft = { ...emptyDraft(nowMs), titleZh: '满百减十' };
const mistakes = (changes: Partial<CouponDraft>, claimed = 0) => Object.fromEntries(mistakesOf({ ...whole, ...changes }, nowMs, claimed));

describe('the draft of a coupon', () => {
  test('a new one lacks only its title', () => {
    expect(mistakes({ titleZh: ' ' })).toEqual({ title: 'titleMissing' });
    expect(mistakes({})).toEqual({});
  });

  test('takes off something, and less than it asks for', () => {
    expect(mistakes({ amountFen: null })).toEqual({ amount: 'amountMissing' });
    expect(mistakes({ amountFen: 10_000 })).toEqual({ amount: 'amountOver' });
    expect(mistakes({ amountFen: 10_000, thresholdFen: 0 })).toEqual({});
    expect(mistakes({ kind: 'percent', percentOff: 100, capFen: 0 })).toEqual({ percent: 'percentMissing', cap: 'capMissing' });
    expect(mistakes({ thresholdFen: null })).toEqual({ threshold: 'thresholdMissing' });
  });

  test('is never fewer than were claimed, and one person never has more than there are', () => {
    expect(mistakes({ quantity: 4 }, 5)).toEqual({ quantity: 'quantityUnder' });
    expect(mistakes({ quantity: 5, perPersonMax: 6 }, 5)).toEqual({ perPerson: 'perPersonOver' });
  });

  test('ends claiming after it begins and in the future, and use not before that', () => {
    expect(mistakes({ claimUntil: whole.claimFrom })).toEqual({ claimTime: 'timeWrong' });
    expect(mistakes({ claimFrom: '2026-11-01T00:00:00Z', claimUntil: '2026-11-02T00:00:00Z' })).toEqual({ claimTime: 'timeWrong' });
    expect(mistakes({ validDays: 366 })).toEqual({ use: 'daysMissing' });
    expect(mistakes({ use: 'fixed', useUntil: whole.useFrom })).toEqual({ use: 'useWrong' });
    expect(mistakes({ use: 'fixed', useUntil: '2026-11-25T00:00:00Z' })).toEqual({ use: 'useEarly' });
  });

  test('sends only what its kind and its way of use have', () => {
    expect(bodyOf(whole)).toMatchObject({
      terms: { kind: 'amount', amountFen: 1000, percentOff: null, capFen: null },
      validDays: 7,
      useFrom: null,
      useUntil: null,
    });
    expect(bodyOf({ ...whole, kind: 'percent', use: 'fixed' })).toMatchObject({
      terms: { kind: 'percent', amountFen: null, percentOff: 10, capFen: 2000 },
      validDays: null,
      useFrom: whole.useFrom,
      useUntil: whole.useUntil,
    });
  });

  test('of a coupon that exists sends back what it is', () => {
    const body = bodyOf({ ...whole, kind: 'percent', productIds: ['prd_a'], isForNewBuyers: true, isListed: false });
    const coupon = { ...body, claimed: 3, used: 1, state: 'running' } as unknown as ConsoleCoupon; // only what a draft reads
    expect(bodyOf(draftOf(coupon, nowMs))).toEqual(body);
  });

  test('shows a refusal of the server at the field it is about', () => {
    const refused = (code: ApiProblem['code'], errors?: unknown) => new ApiProblem(code, 422, code, { errors });
    expect(fieldOfRefusal(refused('coupon_time_wrong'), whole)).toBe('claimTime');
    expect(fieldOfRefusal(refused('coupon_terms_wrong'), { ...whole, kind: 'percent' })).toBe('percent');
    expect(fieldOfRefusal(refused('product_unavailable'), whole)).toBe('products');
    expect(fieldOfRefusal(refused('invalid_input', [{ path: 'quantity' }]), whole)).toBe('quantity');
    expect(fieldOfRefusal(refused('invalid_input', [{ path: 'useUntil' }]), whole)).toBe('use');
    expect(fieldOfRefusal(refused('coupon_terms_fixed'), whole)).toBeUndefined();
  });
});
