import { roleOf } from '#modules/identity';
import { requirePictures } from '#modules/media';
import { lockOrders } from '#modules/orders';
import { policyNumber } from '#modules/policy';
import { screenText } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { purchasesOf } from './follow-orders.ts';
import { deadline } from './rules.ts';
import { countReview, insertReview } from './store.ts';
import { keepPurchases, markReviewed } from './store-purchases.ts';

export interface ReviewInput {
  readonly orderId: string;
  readonly buyerId: string;
  readonly lineId: string;
  readonly stars: number;
  readonly text: string;
  readonly pictureIds: readonly string[];
  readonly isAnonymous: boolean;
}

/**
 * What a buyer says of one line they received, once. Under the order's lock, so a refund that settles in the same moment
 * comes before or after, never between. The product's sums change with the review.
 */
export async function writeReview(ctx: Ctx, input: ReviewInput): Promise<string> {
  const { orderId, buyerId, lineId, stars, isAnonymous } = input;
  const order = (await lockOrders(ctx, [orderId])).get(orderId);
  if (order?.buyerId !== buyerId || !order.lines.some((line) => line.id === lineId)) throw problem('not_found');
  const purchases = purchasesOf(order);
  const bought = purchases.find((purchase) => purchase.lineId === lineId);
  if (bought === undefined) throw problem('order_not_received');
  if (bought.isRefunded) throw problem('refunded_not_reviewable');
  if ((await roleOf(ctx, buyerId, bought.shopId)) !== null) throw problem('own_shop_not_reviewable');
  if (deadline(bought.receivedAt, await policyNumber(ctx, 'review_window_days')) <= ctx.now) throw problem('review_time_over');
  const pictureIds = [...new Set(input.pictureIds)];
  await requirePictures(ctx, pictureIds);
  const text = await screenText(ctx, input.text);
  // The parcel may have been received a moment ago, before its event was heard.
  await keepPurchases(ctx, purchases);
  const { shopId, productId } = bought;
  const review = { id: newId('rev', ctx.now.getTime()), lineId, shopId, productId, buyerId, stars, text, pictureIds, isAnonymous };
  if (!(await insertReview(ctx, review))) throw problem('already_reviewed');
  await countReview(ctx, review);
  await markReviewed(ctx, lineId);
  return review.id;
}
