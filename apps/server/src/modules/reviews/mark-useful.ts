import type { Ctx } from '#platform/ctx';
import { must } from '#platform/assert';
import { problem } from '#platform/problem';
import { deleteVote, insertVote, readReviews } from './store.ts';

/** One voice each, and none for what one wrote oneself. Answers how many there are. */
export async function markUseful(ctx: Ctx, vote: { reviewId: string; accountId: string; isUseful: boolean }): Promise<number> {
  const [review] = await readReviews(ctx, [vote.reviewId]);
  if (review === undefined || (vote.isUseful && review.removedAt !== null)) throw problem('not_found');
  if (vote.isUseful && review.buyerId === vote.accountId) throw problem('own_review');
  await (vote.isUseful ? insertVote : deleteVote)(ctx, vote.reviewId, vote.accountId);
  const [counted] = await readReviews(ctx, [vote.reviewId]);
  return must(counted, 'reviews are never deleted').usefulCount;
}
