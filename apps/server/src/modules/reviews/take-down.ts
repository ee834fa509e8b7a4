import { record } from '#modules/audit';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { changeRating, readReviews, takeDownRow, type Removable, type RemovalReason } from './store.ts';

/**
 * Hides what the law does not allow to be said, and shows the reason in its place. A right of whoever keeps the
 * installation, never of the shop. The stars go on counting: nothing about a rating changes by moderation.
 */
export async function takeDown(
  ctx: Ctx,
  input: { kind: Removable; id: string; reason: RemovalReason; note: string; by: string },
): Promise<void> {
  const isDone = await takeDownRow(ctx, input);
  if (isDone === undefined) throw problem('not_found');
  if (!isDone) throw problem('already_removed');
  if (input.kind === 'review') {
    const [review] = await readReviews(ctx, [input.id]);
    if (review !== undefined)
      await changeRating(ctx, review.productId, {
        withPictures: review.pictureIds.length + review.addedPictureIds.length > 0 ? -1 : 0,
        withAddition: review.addedAt === null ? 0 : -1,
      });
  }
  await record(ctx, {
    action: `${input.kind}.removed-by-platform`,
    targetId: input.id,
    detail: { reason: input.reason, note: input.note },
  });
}
