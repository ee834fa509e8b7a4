import type { ConsoleReview, MyReview, ReviewableLine, ReviewView } from '@tuanzi/contract/reviews';
import { roleOf } from '#modules/identity';
import { findOrder } from '#modules/orders';
import { policyNumber } from '#modules/policy';
import { getPeople } from '#modules/identity';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { purchasesOf } from './follow-orders.ts';
import { presentConsoleReviews, presentMyReviews, presentReviews } from './present.ts';
import { deadline, parsePlace, placeCursor } from './rules.ts';
import {
  readMostUseful,
  readNewest,
  readReplies,
  readReviews,
  readReviewsOfBuyer,
  readReviewsOfShop,
  type ReviewNeed,
  type ReviewRow,
} from './store.ts';
import { readOpenPurchases, readPurchasesOfOrder, type PurchaseRow } from './store-purchases.ts';

interface Paging {
  readonly cursor?: string | undefined;
  readonly limit: number;
}
interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

export async function listReviews(
  ctx: Ctx,
  query: Paging & {
    productId: string;
    sort: 'newest' | 'useful';
    stars?: number | undefined;
    hasPictures?: 'true' | undefined;
    hasAddition?: 'true' | undefined;
  },
  viewerId: string | null,
): Promise<Page<ReviewView>> {
  const { productId, stars, cursor, limit } = query;
  const filter = {
    productId,
    stars,
    hasPictures: query.hasPictures !== undefined,
    hasAddition: query.hasAddition !== undefined,
    limit: limit + 1,
  };
  const rows =
    query.sort === 'newest'
      ? await readNewest(ctx, { ...filter, before: cursor })
      : await readMostUseful(ctx, { ...filter, after: cursor === undefined ? undefined : parsePlace(cursor) });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length <= limit || last === undefined ? null : query.sort === 'newest' ? last.id : placeCursor(last);
  return { items: await presentReviews(ctx, shown, viewerId), nextCursor: next };
}

export async function listMyReviews(ctx: Ctx, buyerId: string, { cursor, limit }: Paging): Promise<Page<MyReview>> {
  const rows = await readReviewsOfBuyer(ctx, { buyerId, before: cursor, limit: limit + 1 });
  return pageOf(rows, limit, (shown) => presentMyReviews(ctx, shown, buyerId));
}

export async function getMyReview(ctx: Ctx, reviewId: string, buyerId: string): Promise<MyReview> {
  const [view] = await presentMyReviews(ctx, await readReviews(ctx, [reviewId]), buyerId);
  return must(view, 'it was just written');
}

export async function listShopReviews(
  ctx: Ctx,
  query: Paging & { shopId: string; need?: ReviewNeed | undefined; productId?: string | undefined },
  viewerId: string,
): Promise<Page<ConsoleReview>> {
  const { cursor, limit, ...filter } = query;
  const rows = await readReviewsOfShop(ctx, { ...filter, before: cursor, limit: limit + 1 });
  return pageOf(rows, limit, (shown) => presentConsoleReviews(ctx, shown, viewerId));
}

export async function getShopReview(ctx: Ctx, of: { shopId: string; reviewId: string }, viewerId: string): Promise<ConsoleReview> {
  const rows = (await readReviews(ctx, [of.reviewId])).filter((row) => row.shopId === of.shopId);
  const [view] = await presentConsoleReviews(ctx, rows, viewerId);
  if (view === undefined) throw problem('not_found');
  return view;
}

/** Everything the shop's reply has said, with who said it. */
export async function listReplies(ctx: Ctx, of: { shopId: string; reviewId: string }) {
  const [review] = await readReviews(ctx, [of.reviewId]);
  if (review?.shopId !== of.shopId) throw problem('not_found');
  const rows = await readReplies(ctx, review.id);
  const people = await getPeople(ctx, [...new Set(rows.map((row) => row.byAccountId))]);
  return rows.map(({ id, text, byAccountId, at }) => ({ id, text, by: people.get(byAccountId)?.nickname ?? '', at: at.toISOString() }));
}

/** What was received of one order; asked of the order itself, whose event may not have been heard yet. */
export async function listLinesOfOrder(ctx: Ctx, owner: { orderId: string; buyerId: string }): Promise<ReviewableLine[]> {
  const order = await findOrder(ctx, owner);
  const known = new Map((await readPurchasesOfOrder(ctx, order.id)).map((row) => [row.lineId, row.reviewId]));
  const days = await policyNumber(ctx, 'review_window_days');
  const worksThere = (await roleOf(ctx, owner.buyerId, order.shopId)) !== null;
  return purchasesOf(order).map((purchase) =>
    presentLine(ctx, purchase, { days, worksThere, reviewId: known.get(purchase.lineId) ?? null }),
  );
}

/** What waits for somebody's review, newest first, while there is time. */
export async function listOpenLines(ctx: Ctx, buyerId: string, { cursor, limit }: Paging): Promise<Page<ReviewableLine>> {
  const days = await policyNumber(ctx, 'review_window_days');
  const rows = await readOpenPurchases(ctx, { buyerId, receivedAfter: deadline(ctx.now, -days), before: cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return {
    items: shown.map((row) => presentLine(ctx, row, { days, worksThere: false, reviewId: null })),
    nextCursor: rows.length > limit ? (shown.at(-1)?.lineId ?? null) : null,
  };
}

const openMax = 100;

export async function countOpenLines(ctx: Ctx, buyerId: string): Promise<number> {
  const days = await policyNumber(ctx, 'review_window_days');
  return (await readOpenPurchases(ctx, { buyerId, receivedAfter: deadline(ctx.now, -days), limit: openMax })).length;
}

function presentLine(
  ctx: Ctx,
  purchase: Omit<PurchaseRow, 'isReviewed'>,
  { days, worksThere, reviewId }: { days: number; worksThere: boolean; reviewId: string | null },
): ReviewableLine {
  const { lineId, orderId, productId, title, options, picture, quantity, receivedAt } = purchase;
  const reviewBy = deadline(receivedAt, days);
  const state =
    reviewId !== null ? 'reviewed' : purchase.isRefunded ? 'refunded' : worksThere ? 'own-shop' : reviewBy <= ctx.now ? 'over' : 'open';
  return {
    lineId,
    orderId,
    productId,
    title,
    options,
    picture,
    quantity,
    receivedAt: receivedAt.toISOString(),
    reviewBy: reviewBy.toISOString(),
    state,
    reviewId,
  };
}

async function pageOf<T>(rows: readonly ReviewRow[], limit: number, present: (shown: ReviewRow[]) => Promise<T[]>): Promise<Page<T>> {
  const shown = rows.slice(0, limit);
  return { items: await present(shown), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
