import type { Title } from '@tuanzi/contract/shapes';
import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';
import type {} from './tables.ts';

export interface Coupon {
  readonly id: string;
  readonly shopId: string;
  readonly title: Title;
  readonly kind: 'amount' | 'percent';
  readonly amountFen: number | null;
  readonly percentOff: number | null;
  readonly capFen: number | null;
  readonly thresholdFen: number;
  readonly productIds: readonly string[];
  readonly isForNewBuyers: boolean;
  readonly worksWithOffers: boolean;
  readonly quantity: number;
  readonly claimed: number;
  readonly perPersonMax: number;
  readonly claimFrom: Date;
  readonly claimUntil: Date;
  readonly validDays: number | null;
  readonly useFrom: Date | null;
  readonly useUntil: Date | null;
  readonly isListed: boolean;
  readonly stoppedAt: Date | null;
}
export interface Claim {
  readonly id: string;
  readonly couponId: string;
  readonly shopId: string;
  readonly accountId: string;
  readonly nth: number;
  readonly claimedAt: Date;
  readonly useFrom: Date;
  readonly useUntil: Date;
  readonly orderId: string | null;
  readonly discountFen: number | null;
  readonly paidFen: number | null;
  readonly usedAt: Date | null;
}
export type NewClaim = Pick<Claim, 'id' | 'couponId' | 'shopId' | 'accountId' | 'nth' | 'claimedAt' | 'useFrom' | 'useUntil'>;

const couponColumns = sql.raw(
  'id, shop_id, title, kind, amount_fen, percent_off, cap_fen, threshold_fen, product_ids, is_for_new_buyers, works_with_offers, quantity, claimed, per_person_max, claim_from, claim_until, valid_days, use_from, use_until, is_listed, stopped_at',
);
const claimColumns = sql.raw(
  'id, coupon_id, shop_id, account_id, nth, claimed_at, use_from, use_until, order_id, discount_fen, paid_fen, used_at',
);

// Coupons

type Written = Omit<Coupon, 'claimed' | 'stoppedAt' | 'productIds'> & { readonly productIds: readonly string[] };

export async function insertCoupon(ctx: Ctx, { title, productIds, ...coupon }: Written): Promise<void> {
  await ctx.db
    .insertInto('coupons.coupons')
    .values({ ...coupon, title: JSON.stringify(title), productIds: [...productIds], createdAt: ctx.now })
    .execute();
}

export async function updateCoupon(ctx: Ctx, { id, title, productIds, ...coupon }: Written): Promise<void> {
  await ctx.db
    .updateTable('coupons.coupons')
    .set({ ...coupon, title: JSON.stringify(title), productIds: [...productIds] })
    .where('id', '=', id)
    .execute();
}

export async function markStopped(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.updateTable('coupons.coupons').set({ stoppedAt: ctx.now }).where('id', '=', id).where('stoppedAt', 'is', null).execute();
}

export async function readCoupons(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Coupon>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Coupon>`select ${couponColumns} from coupons.coupons where id = ${anyOf(ids)}`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whoever claims holds the coupon's row first, in order of id; it also guards how many each person has. */
export async function lockCoupons(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Coupon>> {
  const { rows } = await sql<Coupon>`select ${couponColumns} from coupons.coupons where id = ${anyOf(ids)} order by id for update`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Those that can be claimed now on the shop's own pages. */
export async function readListed(ctx: Ctx, { shopId, productId }: { shopId: string; productId: string | undefined }): Promise<Coupon[]> {
  const isMeant = productId === undefined ? sql`true` : sql`(product_ids = '{}' or ${productId} = any(product_ids))`;
  const { rows } = await sql<Coupon>`
    select ${couponColumns} from coupons.coupons
     where shop_id = ${shopId} and is_listed and stopped_at is null and claim_from <= ${ctx.now} and claim_until > ${ctx.now} and claimed < quantity and ${isMeant}
     order by id desc limit 50`.execute(ctx.db);
  return rows;
}

export async function readCouponsOfShop(
  ctx: Ctx,
  { shopId, state, cursor, limit }: { shopId: string; state: string | undefined; cursor: string | undefined; limit: number },
): Promise<Coupon[]> {
  const inState =
    {
      upcoming: sql`stopped_at is null and claim_from > ${ctx.now}`,
      running: sql`stopped_at is null and claim_from <= ${ctx.now} and claim_until > ${ctx.now}`,
      stopped: sql`stopped_at is not null`,
      over: sql`stopped_at is null and claim_until <= ${ctx.now}`,
    }[state ?? ''] ?? sql`true`;
  const after = cursor === undefined ? sql`true` : sql`id < ${cursor}`;
  const { rows } = await sql<Coupon>`
    select ${couponColumns} from coupons.coupons where shop_id = ${shopId} and ${inState} and ${after} order by id desc limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}

export interface Figures {
  readonly held: number;
  readonly used: number;
  readonly discountFen: number;
  readonly paidFen: number;
}

export async function readFigures(ctx: Ctx, couponIds: readonly string[]): Promise<Map<string, Figures>> {
  const { rows } = await sql<Figures & { couponId: string }>`
    select coupon_id, count(*) filter (where used_at is null) as held, count(used_at) as used,
           coalesce(sum(discount_fen) filter (where used_at is not null), 0) as discount_fen, coalesce(sum(paid_fen), 0) as paid_fen
      from coupons.claims where coupon_id = ${anyOf(couponIds)} and order_id is not null group by coupon_id`.execute(ctx.db);
  return new Map(rows.map(({ couponId, ...figures }) => [couponId, figures]));
}

// Claims

export async function insertClaims(ctx: Ctx, claims: readonly NewClaim[]): Promise<void> {
  if (claims.length === 0) return;
  const counts = Map.groupBy(claims, (claim) => claim.couponId);
  await Promise.all([
    ctx.db
      .insertInto('coupons.claims')
      .values([...claims])
      .execute(),
    sql`
    update coupons.coupons c set claimed = c.claimed + n.count
      from unnest(${[...counts.keys()]}::text[], ${[...counts.values()].map((of) => of.length)}::int[]) as n (id, count) where c.id = n.id`.execute(
      ctx.db,
    ),
  ]);
}

/** How many of each coupon each account has claimed, by `coupon account`. */
export async function countClaims(ctx: Ctx, couponIds: readonly string[], accountIds: readonly string[]): Promise<Map<string, number>> {
  if (couponIds.length === 0 || accountIds.length === 0) return new Map();
  const { rows } = await sql<{ couponId: string; accountId: string; count: number }>`
    select coupon_id, account_id, count(*) as count from coupons.claims
     where coupon_id = ${anyOf(couponIds)} and account_id = ${anyOf(accountIds)} group by 1, 2`.execute(ctx.db);
  return new Map(rows.map(({ couponId, accountId, count }) => [`${couponId} ${accountId}`, count]));
}

export async function readClaims(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Claim>> {
  const { rows } = await sql<Claim>`select ${claimColumns} from coupons.claims where id = ${anyOf(ids)}`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

export interface Wanted {
  readonly accountId: string;
  readonly shopId: string;
}
/** Nobody looks through more at the checkout; those that end last are left out. */
const heldMax = 50;

/** What each holds of a shop and has not used, those that end first first. */
export async function readFree(ctx: Ctx, wanted: readonly Wanted[]): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    select c.* from (select distinct account_id, shop_id from unnest(${wanted.map(({ accountId }) => accountId)}::text[], ${wanted.map(({ shopId }) => shopId)}::text[]) as w (account_id, shop_id)) w
     cross join lateral (
       select ${claimColumns} from coupons.claims
        where account_id = w.account_id and shop_id = w.shop_id and order_id is null and use_until > ${ctx.now}
        order by use_until, id limit ${heldMax}) c`.execute(ctx.db);
  return rows;
}

/** Those of these that nobody has used, locked in order of id, so that what is in a price stays free until it is held. */
export async function lockFree(ctx: Ctx, ids: readonly string[]): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    select ${claimColumns} from coupons.claims where id = ${anyOf(ids)} and order_id is null and use_until > ${ctx.now} order by id for update`.execute(
    ctx.db,
  );
  return rows;
}

export async function holdClaims(ctx: Ctx, held: readonly { id: string; orderId: string; discountFen: number }[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update coupons.claims c set order_id = h.order_id, discount_fen = h.discount_fen
      from unnest(${held.map(({ id }) => id)}::text[], ${held.map(({ orderId }) => orderId)}::text[], ${held.map(({ discountFen }) => discountFen)}::bigint[]) as h (id, order_id, discount_fen)
     where c.id = h.id and c.order_id is null`.execute(ctx.db);
  return Number(numAffectedRows);
}

export async function markUsed(ctx: Ctx, paid: readonly { orderId: string; paidFen: number }[]): Promise<void> {
  await sql`
    update coupons.claims c set used_at = ${ctx.now}, paid_fen = p.paid_fen
      from unnest(${paid.map(({ orderId }) => orderId)}::text[], ${paid.map(({ paidFen }) => paidFen)}::bigint[]) as p (order_id, paid_fen)
     where c.order_id = p.order_id and c.used_at is null`.execute(ctx.db);
}

/** Back in the hands of who held them; whether they can still be used their time says. */
export async function freeClaims(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  await sql`
    update coupons.claims set order_id = null, discount_fen = null, used_at = null, paid_fen = null where order_id = ${anyOf(orderIds)}`.execute(
    ctx.db,
  );
}

export async function readClaimsOfAccount(
  ctx: Ctx,
  wanted: {
    accountId: string;
    state: 'usable' | 'used' | 'expired';
    shopId: string | undefined;
    cursor: { at: Date; id: string } | undefined;
    limit: number;
  },
): Promise<Claim[]> {
  const { accountId, state, shopId, cursor, limit } = wanted;
  const isFree = sql`order_id is null`;
  const inState = {
    usable: sql`used_at is null and (not ${isFree} or use_until > ${ctx.now})`,
    used: sql`used_at is not null`,
    expired: sql`${isFree} and use_until <= ${ctx.now}`,
  }[state];
  const ofShop = shopId === undefined ? sql`true` : sql`shop_id = ${shopId}`;
  // What can be used ends first first; what is over is read from its end.
  const [after, order] =
    state === 'usable'
      ? [cursor === undefined ? sql`true` : sql`(use_until, id) > (${cursor.at}, ${cursor.id})`, sql`use_until, id`]
      : [cursor === undefined ? sql`true` : sql`(use_until, id) < (${cursor.at}, ${cursor.id})`, sql`use_until desc, id desc`];
  const { rows } = await sql<Claim>`
    select ${claimColumns} from coupons.claims where account_id = ${accountId} and ${inState} and ${ofShop} and ${after} order by ${order} limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}

export async function readClaimsOfCoupon(
  ctx: Ctx,
  { couponId, cursor, limit }: { couponId: string; cursor: string | undefined; limit: number },
): Promise<Claim[]> {
  const after = cursor === undefined ? sql`true` : sql`id < ${cursor}`;
  const { rows } = await sql<Claim>`
    select ${claimColumns} from coupons.claims where coupon_id = ${couponId} and ${after} order by id desc limit ${limit}`.execute(ctx.db);
  return rows;
}
