import { hasBought } from '#modules/orders';
import type { Reduction, ReductionKeeper } from '#modules/pricing';
import { assert, must } from '#platform/assert';
import { heldState } from './rules.ts';
import { holdClaims, lockFree, readCoupons, readFree, type Claim, type Coupon } from './store.ts';

/** How coupons enter prices and orders: what pricing and orders ask, in arrays. */
export const couponKeeper: ReductionKeeper = {
  async held(ctx, requests, { locks }) {
    const named = [...new Set(requests.flatMap((request) => request.only ?? []))].toSorted();
    const claims = locks ? await lockFree(ctx, named) : await readFree(ctx, requests);
    const coupons = await readCoupons(ctx, [...new Set(claims.map((claim) => claim.couponId))]);
    const couponOf = (claim: Claim) => must(coupons.get(claim.couponId), 'a claim is of a coupon');
    const bought = await hasBought(
      ctx,
      claims.filter((claim) => couponOf(claim).isForNewBuyers),
    );
    return requests.map(({ accountId, shopId, only: one }) =>
      claims
        .filter((claim) => claim.accountId === accountId && claim.shopId === shopId && (one === undefined || claim.id === one))
        .map((claim) =>
          reductionOf(claim, couponOf(claim), {
            isUpcoming: heldState(claim, ctx.now) === 'upcoming',
            hasBought: bought.has(`${accountId} ${shopId}`),
          }),
        ),
    );
  },
  async take(ctx, taken) {
    assert((await holdClaims(ctx, taken)) === taken.length, 'coupons in a price were locked while it was made');
  },
};

function reductionOf(
  { id, useUntil }: Claim,
  coupon: Coupon,
  { isUpcoming, hasBought: isOldBuyer }: { isUpcoming: boolean; hasBought: boolean },
): Reduction {
  const { title, kind, amountFen, percentOff, capFen, thresholdFen, productIds, worksWithOffers } = coupon;
  return {
    id,
    title,
    useUntil,
    terms: { kind, amountFen, percentOff, capFen, thresholdFen, productIds, worksWithOffers },
    refusal: isUpcoming ? 'not-yet' : coupon.isForNewBuyers && isOldBuyer ? 'new-buyers' : null,
  };
}
