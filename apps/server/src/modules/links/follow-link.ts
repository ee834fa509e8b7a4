import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { linkOf } from './get-links.ts';
import { insertVisit } from './store.ts';

/** Appends a visit to the relation chain. One's own link leads on and leaves no trace. */
export async function followLink(ctx: Ctx, { code, visitorId }: { code: string; visitorId: string }): Promise<void> {
  const link = (await linkOf(ctx, [code])).get(code);
  if (link === undefined) throw problem('link_unknown');
  if (link.ownerId === visitorId) return;
  const isNew = await insertVisit(ctx, { code, sharerId: link.ownerId, visitorId });
  if (!isNew) return;
  await ctx.publish('link.followed', {
    code,
    sharerId: link.ownerId,
    visitorId,
    target: link.target,
    sceneId: link.sceneId,
    cardId: link.cardId,
    at: ctx.now.toISOString(),
  });
}
