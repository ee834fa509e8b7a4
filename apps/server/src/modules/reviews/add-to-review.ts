import { requirePictures } from '#modules/media';
import { policyNumber } from '#modules/policy';
import { screenText } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { deadline } from './rules.ts';
import { changeRating, lockReview, saveAddition } from './store.ts';

/** What a buyer found out later; once, and the review itself stays as it was. */
export async function addToReview(
  ctx: Ctx,
  input: { reviewId: string; buyerId: string; text: string; pictureIds: readonly string[] },
): Promise<void> {
  const review = await lockReview(ctx, input.reviewId);
  if (review?.buyerId !== input.buyerId || review.removedAt !== null) throw problem('not_found');
  if (review.addedAt !== null) throw problem('already_added');
  if (deadline(review.createdAt, await policyNumber(ctx, 'review_addition_days')) <= ctx.now) throw problem('review_time_over');
  const pictureIds = [...new Set(input.pictureIds)];
  await requirePictures(ctx, pictureIds);
  await saveAddition(ctx, review.id, { text: await screenText(ctx, input.text), pictureIds });
  const isFirstWithPictures = review.pictureIds.length === 0 && pictureIds.length > 0;
  await changeRating(ctx, review.productId, { withPictures: isFirstWithPictures ? 1 : 0, withAddition: 1 });
}
