import type { removalReasons } from '@tuanzi/contract/reviews';
import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { UsefulPlace } from './rules.ts';
import type { PurchaseRow } from './store-purchases.ts';

export type RemovalReason = (typeof removalReasons)[number];

/** What was taken down, and why; on reviews, questions and answers alike. */
export interface RemovalRow {
  readonly removedAt: Date | null;
  readonly removedReason: RemovalReason | null;
}
export interface ReviewRow extends RemovalRow, Pick<PurchaseRow, 'orderId' | 'title' | 'options' | 'picture' | 'isRefunded'> {
  readonly id: string;
  readonly lineId: string;
  readonly shopId: string;
  readonly productId: string;
  readonly buyerId: string;
  readonly stars: number;
  readonly text: string;
  readonly pictureIds: string[];
  readonly isAnonymous: boolean;
  readonly createdAt: Date;
  readonly addedText: string | null;
  readonly addedPictureIds: string[];
  readonly addedAt: Date | null;
  readonly replyText: string | null;
  readonly repliedAt: Date | null;
  readonly replyVersion: number;
  readonly usefulCount: number;
}

const selected = sql`
  select r.id, r.line_id, r.shop_id, r.product_id, r.buyer_id, r.stars, r.text, r.picture_ids, r.is_anonymous, r.created_at, r.added_text, r.added_picture_ids, r.added_at,
         r.reply_text, r.replied_at, r.reply_version, r.useful_count, r.removed_at, r.removed_reason, p.order_id, p.title, p.options, p.picture, p.is_refunded
    from reviews.reviews r join reviews.purchases p on p.line_id = r.line_id`;

async function select(ctx: Ctx, rest: RawBuilder<unknown>): Promise<ReviewRow[]> {
  return (await sql<ReviewRow>`${selected} ${rest}`.execute(ctx.db)).rows;
}

export interface NewReview {
  readonly id: string;
  readonly lineId: string;
  readonly shopId: string;
  readonly productId: string;
  readonly buyerId: string;
  readonly stars: number;
  readonly text: string;
  readonly pictureIds: readonly string[];
  readonly isAnonymous: boolean;
}

/** False when the line has its review already. */
export async function insertReview(ctx: Ctx, review: NewReview): Promise<boolean> {
  const { id, lineId, shopId, productId, buyerId, stars, text, pictureIds, isAnonymous } = review;
  const { rows } = await sql`
    insert into reviews.reviews (id, line_id, shop_id, product_id, buyer_id, stars, text, picture_ids, is_anonymous, created_at)
    values (${id}, ${lineId}, ${shopId}, ${productId}, ${buyerId}, ${stars}, ${text}, ${pictureIds}::text[], ${isAnonymous}, ${ctx.now}) on conflict (line_id) do nothing returning id`.execute(
    ctx.db,
  );
  return rows.length > 0;
}

/** In the transaction that wrote the review: the product's row is locked until both are there. */
export async function countReview(ctx: Ctx, { shopId, productId, stars, pictureIds }: NewReview): Promise<void> {
  const is = (of: number) => (stars === of ? 1 : 0);
  const pictures = pictureIds.length > 0 ? 1 : 0;
  await sql`
    insert into reviews.ratings as t (product_id, shop_id, review_count, stars_sum, stars_1, stars_2, stars_3, stars_4, stars_5, with_pictures, with_addition)
    values (${productId}, ${shopId}, 1, ${stars}, ${is(1)}, ${is(2)}, ${is(3)}, ${is(4)}, ${is(5)}, ${pictures}, 0)
    on conflict (product_id) do update set review_count = t.review_count + 1, stars_sum = t.stars_sum + excluded.stars_sum, stars_1 = t.stars_1 + excluded.stars_1, stars_2 = t.stars_2 + excluded.stars_2,
      stars_3 = t.stars_3 + excluded.stars_3, stars_4 = t.stars_4 + excluded.stars_4, stars_5 = t.stars_5 + excluded.stars_5, with_pictures = t.with_pictures + excluded.with_pictures`.execute(
    ctx.db,
  );
}

/** After something was added to a review, or it was taken down. */
export async function changeRating(
  ctx: Ctx,
  productId: string,
  { withPictures, withAddition }: { withPictures: number; withAddition: number },
): Promise<void> {
  await sql`
    update reviews.ratings set with_pictures = with_pictures + ${withPictures}, with_addition = with_addition + ${withAddition} where product_id = ${productId}`.execute(
    ctx.db,
  );
}

export interface RatingRow {
  readonly productId: string;
  readonly reviewCount: number;
  readonly starsSum: number;
  readonly stars1: number;
  readonly stars2: number;
  readonly stars3: number;
  readonly stars4: number;
  readonly stars5: number;
  readonly withPictures: number;
  readonly withAddition: number;
}

export async function readRatings(ctx: Ctx, productIds: readonly string[]): Promise<RatingRow[]> {
  if (productIds.length === 0) return [];
  const { rows } = await sql<RatingRow>`
    select product_id, review_count, stars_sum, stars_1 as "stars1", stars_2 as "stars2", stars_3 as "stars3", stars_4 as "stars4", stars_5 as "stars5", with_pictures, with_addition
      from reviews.ratings where product_id = any(${productIds}::text[])`.execute(ctx.db);
  return rows;
}

export async function readReviews(ctx: Ctx, ids: readonly string[]): Promise<ReviewRow[]> {
  return select(ctx, sql`where r.id = any(${ids}::text[])`);
}

export async function lockReview(ctx: Ctx, id: string): Promise<ReviewRow | undefined> {
  return (await select(ctx, sql`where r.id = ${id} for no key update of r`))[0];
}

export interface ProductFilter {
  readonly productId: string;
  readonly stars?: number | undefined;
  readonly hasPictures: boolean;
  readonly hasAddition: boolean;
  readonly limit: number;
}

export async function readNewest(ctx: Ctx, filter: ProductFilter & { before: string | undefined }): Promise<ReviewRow[]> {
  const after = filter.before === undefined ? sql`` : sql`and r.id < ${filter.before}`;
  return select(ctx, sql`where ${ofProduct(filter)} ${after} order by r.id desc limit ${filter.limit}`);
}

export async function readMostUseful(ctx: Ctx, filter: ProductFilter & { after: UsefulPlace | undefined }): Promise<ReviewRow[]> {
  const { after, limit } = filter;
  const rest = after === undefined ? sql`` : sql`and (r.useful_count, r.id) < (${after.usefulCount}, ${after.id})`;
  return select(ctx, sql`where ${ofProduct(filter)} ${rest} order by r.useful_count desc, r.id desc limit ${limit}`);
}

function ofProduct({ productId, stars, hasPictures, hasAddition }: ProductFilter): RawBuilder<unknown> {
  return sql`r.product_id = ${productId} ${stars === undefined ? sql`` : sql`and r.stars = ${stars}`} ${hasPictures ? sql`and r.has_pictures` : sql``} ${hasAddition ? sql`and r.has_addition` : sql``}`;
}

export async function readReviewsOfBuyer(
  ctx: Ctx,
  of: { buyerId: string; before?: string | undefined; limit: number },
): Promise<ReviewRow[]> {
  return select(
    ctx,
    sql`where r.buyer_id = ${of.buyerId} ${of.before === undefined ? sql`` : sql`and r.id < ${of.before}`} order by r.id desc limit ${of.limit}`,
  );
}

export type ReviewNeed = 'unanswered' | 'low' | 'pictures';

export async function readReviewsOfShop(
  ctx: Ctx,
  of: { shopId: string; need?: ReviewNeed | undefined; productId?: string | undefined; before?: string | undefined; limit: number },
): Promise<ReviewRow[]> {
  const needs: Record<ReviewNeed, RawBuilder<unknown>> = {
    unanswered: sql`and r.reply_version = 0 and r.removed_at is null`,
    low: sql`and r.stars <= 3`,
    pictures: sql`and r.has_pictures`,
  };
  const { shopId, need, productId, before, limit } = of;
  return select(
    ctx,
    sql`where r.shop_id = ${shopId} ${need === undefined ? sql`` : needs[need]} ${productId === undefined ? sql`` : sql`and r.product_id = ${productId}`} ${before === undefined ? sql`` : sql`and r.id < ${before}`} order by r.id desc limit ${limit}`,
  );
}

/** Nobody needs the exact number of a thousand; counting stops there. */
const countMax = 1000;

export async function countUnanswered(ctx: Ctx, shopId: string): Promise<{ unanswered: number; lowUnanswered: number }> {
  const { rows } = await sql<{ unanswered: number; lowUnanswered: number }>`
    select count(*) as unanswered, count(*) filter (where stars <= 3) as low_unanswered
      from (select stars from reviews.reviews where shop_id = ${shopId} and reply_version = 0 and removed_at is null order by id desc limit ${countMax}) newest`.execute(
    ctx.db,
  );
  return rows[0] ?? { unanswered: 0, lowUnanswered: 0 };
}

export async function saveAddition(
  ctx: Ctx,
  id: string,
  { text, pictureIds }: { text: string; pictureIds: readonly string[] },
): Promise<void> {
  await sql`update reviews.reviews set added_text = ${text}, added_picture_ids = ${pictureIds}::text[], added_at = ${ctx.now} where id = ${id}`.execute(
    ctx.db,
  );
}

export async function saveReply(
  ctx: Ctx,
  { id, reviewId, version, text, by }: { id: string; reviewId: string; version: number; text: string; by: string },
): Promise<void> {
  await sql`
    with said as (insert into reviews.replies (id, review_id, version, text, by_account_id, at) values (${id}, ${reviewId}, ${version}, ${text}, ${by}, ${ctx.now}))
    update reviews.reviews set reply_text = ${text}, replied_at = ${ctx.now}, reply_version = ${version} where id = ${reviewId}`.execute(
    ctx.db,
  );
}

export async function readReplies(ctx: Ctx, reviewId: string): Promise<{ id: string; text: string; byAccountId: string; at: Date }[]> {
  const { rows } = await sql<{ id: string; text: string; byAccountId: string; at: Date }>`
    select id, text, by_account_id, at from reviews.replies where review_id = ${reviewId} order by version desc limit 100`.execute(ctx.db);
  return rows;
}

/** One each: the count moves by exactly the votes that are new. */
export async function insertVote(ctx: Ctx, reviewId: string, accountId: string): Promise<void> {
  await sql`
    with said as (insert into reviews.useful_votes (review_id, account_id, at) values (${reviewId}, ${accountId}, ${ctx.now}) on conflict do nothing returning review_id)
    update reviews.reviews r set useful_count = r.useful_count + 1 from said where r.id = said.review_id`.execute(ctx.db);
}

export async function deleteVote(ctx: Ctx, reviewId: string, accountId: string): Promise<void> {
  await sql`
    with gone as (delete from reviews.useful_votes where review_id = ${reviewId} and account_id = ${accountId} returning review_id)
    update reviews.reviews r set useful_count = r.useful_count - 1 from gone where r.id = gone.review_id`.execute(ctx.db);
}

export async function readVotes(ctx: Ctx, reviewIds: readonly string[], accountId: string | null): Promise<Set<string>> {
  if (accountId === null || reviewIds.length === 0) return new Set();
  const { rows } = await sql<{ reviewId: string }>`
    select review_id from reviews.useful_votes where account_id = ${accountId} and review_id = any(${reviewIds}::text[])`.execute(ctx.db);
  return new Set(rows.map((row) => row.reviewId));
}

const removable = { review: 'reviews.reviews', question: 'reviews.questions', answer: 'reviews.answers' } as const;
export type Removable = keyof typeof removable;

/** What was said stays in its row. False when it was taken down already, undefined when there is no such thing. */
export async function takeDownRow(
  ctx: Ctx,
  { kind, id, reason, note, by }: { kind: Removable; id: string; reason: RemovalReason; note: string; by: string },
): Promise<boolean | undefined> {
  const table = sql.table(removable[kind]);
  const { rows } = await sql<{
    isOpen: boolean;
  }>`select removed_at is null as is_open from ${table} where id = ${id} for no key update`.execute(ctx.db);
  if (rows[0]?.isOpen !== true) return rows[0]?.isOpen;
  await sql`update ${table} set removed_at = ${ctx.now}, removed_reason = ${reason}, removed_note = ${note}, removed_by = ${by} where id = ${id}`.execute(
    ctx.db,
  );
  return true;
}
