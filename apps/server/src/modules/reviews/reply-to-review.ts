import { record } from '#modules/audit';
import { screenText } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { lockReview, saveReply } from './store.ts';

/** The shop's one reply. Saying something else replaces what is shown; what it said before is kept. */
export async function replyToReview(ctx: Ctx, input: { shopId: string; reviewId: string; text: string; by: string }): Promise<void> {
  const review = await lockReview(ctx, input.reviewId);
  if (review?.shopId !== input.shopId) throw problem('not_found');
  const text = await screenText(ctx, input.text);
  if (text === review.replyText) return;
  const version = review.replyVersion + 1;
  await saveReply(ctx, { id: newId('rpl', ctx.now.getTime()), reviewId: review.id, version, text, by: input.by });
  await record(ctx, {
    shopId: input.shopId,
    action: version === 1 ? 'review.replied' : 'review.reply-changed',
    targetId: review.id,
    detail: { text, before: review.replyText },
  });
}
