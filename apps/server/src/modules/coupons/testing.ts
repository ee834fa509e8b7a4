import { linksModule } from '#modules/links';
import { scenesModule } from '#modules/scenes';
import { sql } from 'kysely';
import type { Module } from '#platform/app';
import type { Ctx } from '#platform/ctx';
import { randomText } from '#platform/ids';
import type { TestApp } from '../../testing.ts';
import type { TestPerson } from '../identity/testing.ts';
import { orderModules } from '../orders/testing.ts';
import { couponsModule } from './module.ts';
import { planCoupon } from './plan-coupon.ts';
import type { CouponPlan } from './rules.ts';

/** What coupons need to be claimed and used. */
export const couponModules: readonly Module[] = [...orderModules, linksModule, scenesModule, couponsModule];

export const someTerms: CouponPlan['terms'] = {
  kind: 'amount',
  amountFen: 500,
  percentOff: null,
  capFen: null,
  thresholdFen: 1500,
  productIds: [],
  isForNewBuyers: false,
  worksWithOffers: false,
};

/** ¥5 off from ¥15 on, claimed for a day from now, usable for a week after. */
export function aPlan(
  t: TestApp,
  { terms, ...over }: Partial<Omit<CouponPlan, 'terms'>> & { terms?: Partial<CouponPlan['terms']> } = {},
): CouponPlan {
  const now = t.clock.now().getTime();
  return {
    title: { zh: '满减券 🍐', en: 'Five off' },
    quantity: 100,
    perPersonMax: 1,
    claimFrom: new Date(now - 60_000).toISOString(),
    claimUntil: new Date(now + 86_400_000).toISOString(),
    validDays: 7,
    useFrom: null,
    useUntil: null,
    isListed: true,
    ...over,
    terms: { ...someTerms, ...terms },
  };
}

export const aCoupon = (t: TestApp, shopId: string, over: Parameters<typeof aPlan>[1] = {}): Promise<string> =>
  t.transact((ctx) => planCoupon(ctx, shopId, aPlan(t, over)));

export const claim = (t: TestApp, couponId: string, person: TestPerson, idempotencyKey = `key-${randomText(16)}`) =>
  t.call('POST /api/coupons/{couponId}/claims', { params: { couponId } }, { cookie: person.cookie, idempotencyKey });

/** What must hold of coupons after anything, by independent SQL; empty when it does. */
export async function brokenCoupons(ctx: Ctx): Promise<unknown[]> {
  const { rows } = await sql`
    select c.id, 'claimed' as what from coupons.coupons c where c.claimed <> (select count(*) from coupons.claims where coupon_id = c.id) or c.claimed > c.quantity
    union all
    select coupon_id || account_id, 'per person' from coupons.claims k join coupons.coupons c on c.id = k.coupon_id group by 1, c.per_person_max having count(*) > c.per_person_max
    union all
    select k.id, 'discount' from coupons.claims k where k.order_id is not null and k.discount_fen <> (
      select coalesce(-sum((r ->> 'amountFen')::bigint), 0) from orders.lines l cross join jsonb_array_elements(l.reasons) r
       where l.order_id = k.order_id and r ->> 'code' = 'coupon' and r ->> 'ref' = k.id)
    union all
    select l.order_id, 'line' from orders.lines l where l.total_fen <> (select sum((r ->> 'amountFen')::bigint) from jsonb_array_elements(l.reasons) r)
    union all
    select o.id, 'order' from orders.orders o
     where o.state not in ('closed', 'refunded')
       and exists (select from orders.lines l cross join jsonb_array_elements(l.reasons) r where l.order_id = o.id and r ->> 'code' = 'coupon')
       and not exists (select from coupons.claims k where k.order_id = o.id)`.execute(ctx.db);
  return rows;
}
