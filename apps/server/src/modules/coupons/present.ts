import type { CouponView, HeldCoupon } from '@tuanzi/contract/coupons';
import { getShops } from '#modules/shops';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { couponState, heldState } from './rules.ts';
import { countClaims, readCoupons, type Claim, type Coupon } from './store.ts';

/** In the order given; with how many the caller has claimed, if somebody is asking. */
export async function presentCoupons(ctx: Ctx, coupons: readonly Coupon[], accountId: string | null): Promise<CouponView[]> {
  const counts =
    accountId === null
      ? new Map<string, number>()
      : await countClaims(
          ctx,
          coupons.map(({ id }) => id),
          [accountId],
        );
  return coupons.map((coupon) => presentCoupon(coupon, ctx.now, counts.get(`${coupon.id} ${accountId}`) ?? 0));
}

function presentCoupon(coupon: Coupon, now: Date, claimedByMe: number): CouponView {
  const { id, shopId, title, quantity, claimed, perPersonMax, validDays, isListed } = coupon;
  const { kind, amountFen, percentOff, capFen, thresholdFen, productIds, isForNewBuyers, worksWithOffers } = coupon;
  return {
    id,
    shopId,
    title,
    terms: { kind, amountFen, percentOff, capFen, thresholdFen, productIds: [...productIds], isForNewBuyers, worksWithOffers },
    state: couponState(coupon, now),
    quantity,
    quantityLeft: quantity - claimed,
    perPersonMax,
    claimFrom: coupon.claimFrom.toISOString(),
    claimUntil: coupon.claimUntil.toISOString(),
    validDays,
    useFrom: coupon.useFrom?.toISOString() ?? null,
    useUntil: coupon.useUntil?.toISOString() ?? null,
    isListed,
    claimedByMe,
  };
}

/** What people hold, in the order given. */
export async function presentHeld(ctx: Ctx, claims: readonly Claim[]): Promise<HeldCoupon[]> {
  const couponIds = [...new Set(claims.map(({ couponId }) => couponId))];
  const [coupons, counts, shops] = await Promise.all([
    readCoupons(ctx, couponIds),
    countClaims(ctx, couponIds, [...new Set(claims.map(({ accountId }) => accountId))]),
    getShops(ctx, [...new Set(claims.map(({ shopId }) => shopId))]),
  ]);
  return claims.map((claim) => ({
    id: claim.id,
    coupon: presentCoupon(
      must(coupons.get(claim.couponId), 'a claim is of a coupon'),
      ctx.now,
      counts.get(`${claim.couponId} ${claim.accountId}`) ?? 0,
    ),
    shopName: must(shops.get(claim.shopId), 'a coupon is of a shop').name,
    state: heldState(claim, ctx.now),
    claimedAt: claim.claimedAt.toISOString(),
    useFrom: claim.useFrom.toISOString(),
    useUntil: claim.useUntil.toISOString(),
    orderId: claim.orderId,
  }));
}
