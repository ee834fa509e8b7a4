import type { CouponInput, couponStates, heldCouponStates } from '@tuanzi/contract/coupons';
import type { z } from 'zod';
import { problem, type Problem } from '#platform/problem';
import type { Claim, Coupon } from './store.ts';

export type CouponPlan = z.output<typeof CouponInput>;
const dayMs = 86_400_000;

/** Whether it can be claimed, whoever asks. */
export function couponState(
  { stoppedAt, claimFrom, claimUntil }: Pick<Coupon, 'stoppedAt' | 'claimFrom' | 'claimUntil'>,
  now: Date,
): (typeof couponStates)[number] {
  if (stoppedAt !== null) return 'stopped';
  if (now >= claimUntil) return 'over';
  return now < claimFrom ? 'upcoming' : 'running';
}

export function heldState({ orderId, usedAt, useFrom, useUntil }: Claim, now: Date): (typeof heldCouponStates)[number] {
  if (usedAt !== null) return 'used';
  if (orderId !== null) return 'held';
  if (now >= useUntil) return 'expired';
  return now < useFrom ? 'upcoming' : 'usable';
}

/** From when to when a coupon claimed now can be used. */
export function useTimes(
  { validDays, useFrom, useUntil }: Pick<Coupon, 'validDays' | 'useFrom' | 'useUntil'>,
  now: Date,
): { useFrom: Date; useUntil: Date } {
  if (validDays !== null) return { useFrom: now, useUntil: new Date(now.getTime() + validDays * dayMs) };
  return { useFrom: useFrom ?? now, useUntil: useUntil ?? now };
}

/** What is wrong with a plan, or undefined: nothing is promised that takes off nothing, or more than it asks for. */
export function findFault({ terms, claimFrom, claimUntil, validDays, useFrom, useUntil }: CouponPlan, now: Date): Problem | undefined {
  const [from, until] = [new Date(claimFrom), new Date(claimUntil)];
  if (until <= from || until <= now) return problem('coupon_time_wrong');
  if ((validDays === null) === (useFrom === null || useUntil === null)) return problem('coupon_time_wrong');
  if (useFrom !== null && useUntil !== null && (new Date(useUntil) <= new Date(useFrom) || new Date(useUntil) < until))
    return problem('coupon_time_wrong');
  if (validDays !== null && (useFrom !== null || useUntil !== null)) return problem('coupon_time_wrong');
  const { kind, amountFen, percentOff, capFen, thresholdFen } = terms;
  const isWhole =
    kind === 'amount'
      ? amountFen !== null && amountFen > 0 && percentOff === null && capFen === null
      : percentOff !== null && capFen !== null && capFen > 0 && amountFen === null;
  if (!isWhole) return problem('coupon_terms_wrong');
  // A coupon without a threshold says what it is; one with a threshold must leave something to pay.
  if (kind === 'amount' && thresholdFen > 0 && (amountFen ?? 0) >= thresholdFen) return problem('coupon_terms_wrong');
  return undefined;
}

/** Whether a claimed coupon would still be the same: its terms and the time it can be used are promises. */
export function isSamePromise(coupon: Coupon, plan: CouponPlan): boolean {
  const at = (time: Date | null) => time?.getTime() ?? null;
  const said = (time: string | null) => (time === null ? null : new Date(time).getTime());
  const { terms } = plan;
  return (
    coupon.kind === terms.kind &&
    coupon.amountFen === terms.amountFen &&
    coupon.percentOff === terms.percentOff &&
    coupon.capFen === terms.capFen &&
    coupon.thresholdFen === terms.thresholdFen &&
    coupon.isForNewBuyers === terms.isForNewBuyers &&
    coupon.worksWithOffers === terms.worksWithOffers &&
    [...coupon.productIds].toSorted().join() === [...terms.productIds].toSorted().join() &&
    coupon.perPersonMax === plan.perPersonMax &&
    coupon.validDays === plan.validDays &&
    at(coupon.useFrom) === said(plan.useFrom) &&
    at(coupon.useUntil) === said(plan.useUntil)
  );
}
