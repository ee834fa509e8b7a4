import { reductionKeepers } from '#modules/pricing';
import { cardKinds, type CardKind } from '#modules/scenes';
import { couponKeeper } from './keep-reductions.ts';
import { presentCoupons } from './present.ts';
import { readCoupons } from './store.ts';

/** What this module offers to those above it. */
export function provideCoupons(): void {
  reductionKeepers.provide('coupon', couponKeeper);
  cardKinds.provide('coupon', couponCard);
}

const couponCard: CardKind = {
  async present(ctx, refIds) {
    const coupons = [...(await readCoupons(ctx, refIds)).values()];
    const views = await presentCoupons(ctx, coupons, null);
    return new Map(views.map((coupon, i) => [coupon.id, { coupon, claimed: coupons[i]?.claimed ?? 0 }]));
  },
  async shopOf(ctx, refId) {
    return (await readCoupons(ctx, [refId])).get(refId)?.shopId ?? null;
  },
};
