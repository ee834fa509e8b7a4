import type { ReviewView } from '@tuanzi/contract/reviews';
import { sql } from 'kysely';
import { deliverOrder, shipOrder, type Order } from '#modules/orders';
import { scenesModule } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import type { TestApp } from '../../testing.ts';
import type { TestPerson } from '../identity/testing.ts';
import { aPaidOrder, orderModules, orderOf, type OrderOptions } from '../orders/testing.ts';
import { reviewsModule } from './module.ts';
import { writeReview, type ReviewInput } from './write-review.ts';

/** What a review needs to be written, in the order of app.ts. */
export const reviewModules = [...orderModules, scenesModule, reviewsModule] as const;

export type ReceivedOrder = Order & { readonly buyer: TestPerson; readonly lineId: string };

/** An order that was paid, shipped and received. */
export async function aReceivedOrder(t: TestApp, options: OrderOptions = {}): Promise<ReceivedOrder> {
  const { buyer, ...order } = await aPaidOrder(t, options);
  await t.transact((ctx) => shipOrder(ctx, { orderId: order.id, carrier: '顺丰', trackingNo: 'SF1234567890' }));
  await t.transact((ctx) => deliverOrder(ctx, order.id));
  return { ...(await orderOf(t, order.id)), buyer, lineId: order.lines[0]?.id ?? '' };
}

/** A review of the first line of a received order, written by its buyer. */
export async function aReview(
  t: TestApp,
  { order, ...said }: { order?: ReceivedOrder } & Partial<Pick<ReviewInput, 'stars' | 'text' | 'pictureIds' | 'isAnonymous'>> = {},
): Promise<{ reviewId: string; order: ReceivedOrder }> {
  const of = order ?? (await aReceivedOrder(t));
  const { stars = 5, text = '果子脆甜，包装也结实。', pictureIds = [], isAnonymous = false } = said;
  const input = { orderId: of.id, buyerId: of.buyer.accountId, lineId: of.lineId, stars, text, pictureIds, isAnonymous };
  return { reviewId: await t.transact((ctx) => writeReview(ctx, input)), order: of };
}

/** Somebody new who received one of a product. */
export async function aReceiver(t: TestApp, skuId: string): Promise<ReceivedOrder> {
  return aReceivedOrder(t, { lines: [{ skuId, quantity: 1 }] });
}

export async function reviewsOf(t: TestApp, productId: string, as?: TestPerson): Promise<ReviewView[]> {
  return (await t.call('GET /api/products/{productId}/reviews', { params: { productId }, query: { limit: 100 } }, as)).body.items;
}

/** Every sum that differs from the rows it is made of. */
export async function brokenRatings(ctx: Ctx): Promise<unknown[]> {
  const { rows } = await sql`
    select coalesce(t.product_id, r.product_id) as product_id, t.review_count, r.n from reviews.ratings t
      full join (select product_id, count(*) as n, sum(stars) as s, count(*) filter (where stars = 1) as s1, count(*) filter (where stars = 2) as s2, count(*) filter (where stars = 3) as s3, count(*) filter (where stars = 4) as s4,
                        count(*) filter (where stars = 5) as s5, count(*) filter (where removed_at is null and cardinality(picture_ids || added_picture_ids) > 0) as p, count(*) filter (where removed_at is null and added_at is not null) as a
                   from reviews.reviews group by product_id) r on r.product_id = t.product_id
     where (t.review_count, t.stars_sum, t.stars_1, t.stars_2, t.stars_3, t.stars_4, t.stars_5, t.with_pictures, t.with_addition) is distinct from (r.n, r.s, r.s1, r.s2, r.s3, r.s4, r.s5, r.p, r.a)
    union all
    select r.id, r.useful_count, v.n from reviews.reviews r cross join lateral (select count(*) as n from reviews.useful_votes where review_id = r.id) v where r.useful_count <> v.n
    union all
    select q.id, q.answer_count, a.n from reviews.questions q cross join lateral (select count(*) as n from reviews.answers where question_id = q.id) a where q.answer_count <> a.n`.execute(
    ctx.db,
  );
  return rows;
}
