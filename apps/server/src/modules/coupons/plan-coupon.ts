import { record } from '#modules/audit';
import { getProductFacts } from '#modules/catalog';
import { cardsChanged } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { findFault, isSamePromise, type CouponPlan } from './rules.ts';
import { insertCoupon, lockCoupons, markStopped, updateCoupon, type Coupon } from './store.ts';

export async function planCoupon(ctx: Ctx, shopId: string, plan: CouponPlan): Promise<string> {
  const id = newId('cpn', ctx.now.getTime());
  await checkPlan(ctx, shopId, plan);
  await insertCoupon(ctx, rowOf(id, shopId, plan));
  await record(ctx, { shopId, action: 'coupon.planned', targetId: id, detail: { ...plan } });
  return id;
}

/** Who holds one relies on what it said: then only its title, quantity, claiming time and listing change. */
export async function changeCoupon(
  ctx: Ctx,
  { shopId, couponId, plan }: { shopId: string; couponId: string; plan: CouponPlan },
): Promise<void> {
  const coupon = await lockOne(ctx, shopId, couponId);
  if (plan.quantity < coupon.claimed)
    throw problem('invalid_input', {
      errors: [{ in: 'body', path: 'quantity', code: 'too_small', message: `${coupon.claimed} have been claimed already` }],
    });
  if (coupon.claimed > 0 && !isSamePromise(coupon, plan)) throw problem('coupon_terms_fixed');
  await checkPlan(ctx, shopId, plan);
  await updateCoupon(ctx, rowOf(couponId, shopId, plan));
  await cardsChanged(ctx, 'coupon', [couponId]);
  await record(ctx, { shopId, action: 'coupon.changed', targetId: couponId, detail: { ...plan } });
}

export async function stopCoupon(ctx: Ctx, shopId: string, couponId: string): Promise<void> {
  await lockOne(ctx, shopId, couponId);
  await markStopped(ctx, couponId);
  await cardsChanged(ctx, 'coupon', [couponId]);
  await record(ctx, { shopId, action: 'coupon.stopped', targetId: couponId, detail: {} });
}

async function lockOne(ctx: Ctx, shopId: string, couponId: string): Promise<Coupon> {
  const coupon = (await lockCoupons(ctx, [couponId])).get(couponId);
  if (coupon?.shopId !== shopId) throw problem('not_found');
  return coupon;
}

async function checkPlan(ctx: Ctx, shopId: string, plan: CouponPlan): Promise<void> {
  const fault = findFault(plan, ctx.now);
  if (fault !== undefined) throw fault;
  const products = await getProductFacts(ctx, plan.terms.productIds);
  if (plan.terms.productIds.some((id) => products.get(id)?.shopId !== shopId)) throw problem('product_unavailable');
}

function rowOf(id: string, shopId: string, { terms, claimFrom, claimUntil, useFrom, useUntil, ...plan }: CouponPlan) {
  const at = (time: string | null) => (time === null ? null : new Date(time));
  return {
    ...plan,
    ...terms,
    id,
    shopId,
    claimFrom: new Date(claimFrom),
    claimUntil: new Date(claimUntil),
    useFrom: at(useFrom),
    useUntil: at(useUntil),
  };
}
