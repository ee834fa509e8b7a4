import type { ConsoleCoupon, HeldCoupon } from '@tuanzi/contract/coupons';
import { getPeople } from '#modules/identity';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { presentCoupons, presentHeld } from './present.ts';
import { heldState } from './rules.ts';
import {
  readClaims,
  readClaimsOfAccount,
  readClaimsOfCoupon,
  readCoupons,
  readCouponsOfShop,
  readFigures,
  readListed,
  type Coupon,
} from './store.ts';

export async function showCoupon(ctx: Ctx, couponId: string, accountId: string | null) {
  const coupon = (await readCoupons(ctx, [couponId])).get(couponId);
  if (coupon === undefined) throw problem('not_found');
  return must((await presentCoupons(ctx, [coupon], accountId))[0], 'one is presented');
}

export async function listOffered(ctx: Ctx, wanted: { shopId: string; productId: string | undefined; accountId: string | null }) {
  return { items: await presentCoupons(ctx, await readListed(ctx, wanted), wanted.accountId) };
}

/** Claims by their ids; whose they are was decided by whoever asks. */
export async function readHeld(ctx: Ctx, claimIds: readonly string[]): Promise<Map<string, HeldCoupon>> {
  const claims = [...(await readClaims(ctx, claimIds)).values()];
  return new Map((await presentHeld(ctx, claims)).map((held) => [held.id, held]));
}

export async function listHeld(
  ctx: Ctx,
  accountId: string,
  {
    state,
    shopId,
    cursor,
    limit,
  }: { state: 'usable' | 'used' | 'expired'; shopId?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const [at = '', id = ''] = cursor?.split(' ') ?? [];
  const from = Number.isNaN(Date.parse(at)) ? undefined : { at: new Date(at), id };
  const rows = await readClaimsOfAccount(ctx, { accountId, state, shopId, cursor: from, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await presentHeld(ctx, shown),
    nextCursor: rows.length > limit && last !== undefined ? `${last.useUntil.toISOString()} ${last.id}` : null,
  };
}

export async function listCoupons(
  ctx: Ctx,
  { shopId, state, cursor, limit }: { shopId: string; state?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const rows = await readCouponsOfShop(ctx, { shopId, state, cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return { items: await withFigures(ctx, shown), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** A coupon of this shop, or there is nothing here. */
export async function showConsoleCoupon(ctx: Ctx, { shopId, couponId }: { shopId: string; couponId: string }): Promise<ConsoleCoupon> {
  return must((await withFigures(ctx, [await couponOf(ctx, shopId, couponId)]))[0], 'one is presented');
}

export async function listClaims(
  ctx: Ctx,
  { shopId, couponId, cursor, limit }: { shopId: string; couponId: string; cursor?: string | undefined; limit: number },
) {
  await couponOf(ctx, shopId, couponId);
  const rows = await readClaimsOfCoupon(ctx, { couponId, cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const people = await getPeople(ctx, [...new Set(shown.map(({ accountId }) => accountId))]);
  return {
    items: shown.map((claim) => ({
      id: claim.id,
      person: must(people.get(claim.accountId), 'whoever claims is somebody'),
      claimedAt: claim.claimedAt.toISOString(),
      useUntil: claim.useUntil.toISOString(),
      state: heldState(claim, ctx.now),
      orderId: claim.orderId,
      discountFen: claim.discountFen,
    })),
    nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

async function couponOf(ctx: Ctx, shopId: string, couponId: string): Promise<Coupon> {
  const coupon = (await readCoupons(ctx, [couponId])).get(couponId);
  if (coupon?.shopId !== shopId) throw problem('not_found');
  return coupon;
}

async function withFigures(ctx: Ctx, coupons: readonly Coupon[]): Promise<ConsoleCoupon[]> {
  const [views, figures] = await Promise.all([
    presentCoupons(ctx, coupons, null),
    readFigures(
      ctx,
      coupons.map(({ id }) => id),
    ),
  ]);
  return views.map((view, i) => ({
    ...view,
    claimed: coupons[i]?.claimed ?? 0,
    ...(figures.get(view.id) ?? { held: 0, used: 0, discountFen: 0, paidFen: 0 }),
  }));
}
