import type { App } from '#platform/app';
import { record } from '#modules/audit';
import { announce, pin, setStatus } from '#modules/scenes';
import { systemActor, type Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { kickPublisher } from './kick-publisher.ts';
import { requireSellable } from './plan-session.ts';
import { abandonedAfterMs, isOnAir, isOver } from './rules.ts';
import {
  closePin,
  deleteKey,
  insertCorrection,
  insertPin,
  lockSession,
  readAbandoned,
  readShelves,
  updateSession,
  writeShelf,
  type Session,
} from './store.ts';
import { closeGap, writeHealth } from './store-media.ts';

export function sessionFacts(ctx: Ctx, { id, sceneId, shopId, hostId }: Session) {
  return { sessionId: id, sceneId, shopId, hostId, at: ctx.now.toISOString() };
}

async function lockOpen(ctx: Ctx, sessionId: string): Promise<Session> {
  const session = await lockSession(ctx, sessionId);
  if (session === undefined) throw problem('not_found');
  if (isOver(session.state)) throw problem('session_over');
  return session;
}

/** The host says good-bye: the key is gone in this transaction, the camera is cut off right after it. */
export async function endSession(ctx: Ctx, sessionId: string): Promise<void> {
  const session = await lockOpen(ctx, sessionId);
  if (!isOnAir(session.state)) throw problem('session_not_live');
  await closeSession(ctx, session, 'ended by the host');
  await record(ctx, { shopId: session.shopId, action: 'session.ended', targetId: sessionId, detail: {} });
}

async function closeSession(ctx: Ctx, session: Session, reason: string): Promise<void> {
  await closePin(ctx, session.id);
  await closeGap(ctx, session.id, ctx.now);
  await updateSession(ctx, session.id, { state: 'ended', endedAt: ctx.now, interruptedAt: null, pinnedProductId: null });
  await deleteKey(ctx, session.id);
  await writeHealth(ctx, session.id, { isPublishing: false, viewers: 0 });
  await pin(ctx, session.sceneId, null);
  await setStatus(ctx, session.sceneId, 'ended');
  await kickPublisher(ctx, session.id, reason);
  await ctx.publish('session.ended', sessionFacts(ctx, session));
}

/** Ends sessions whose picture has been gone so long that nobody is coming back. */
export async function sweepAbandoned(app: App): Promise<number> {
  const before = new Date(app.clock.now().getTime() - abandonedAfterMs);
  const ids = await readAbandoned(app.read(systemActor), before, 50);
  let ended = 0;
  for (const id of ids) {
    // One that cannot be ended is met again at the next sweep; it holds up nobody else's.
    ended += await app
      .transact(systemActor, async (ctx) => {
        const session = await lockSession(ctx, id);
        // The host may have come back since it was read.
        if (session === undefined || session.interruptedAt === null || session.interruptedAt > before) return 0;
        await closeSession(ctx, session, 'interrupted for too long');
        return 1;
      })
      .catch((error: unknown) => {
        app.log.error({ err: error, sessionId: id }, 'an abandoned session could not be ended');
        return 0;
      });
  }
  return ended;
}

/** What the host explains now. Everybody sees it at once; the replay gets a chapter. */
export async function pinProduct(ctx: Ctx, sessionId: string, productId: string | null): Promise<void> {
  const session = await lockOpen(ctx, sessionId);
  if (productId !== null && !(await readShelves(ctx, [sessionId])).some((row) => row.productId === productId))
    throw problem('not_on_shelf');
  if (session.pinnedProductId === productId) return;
  await closePin(ctx, sessionId);
  if (productId !== null) await insertPin(ctx, { sessionId, productId, pinnedBy: ctx.actor.accountId });
  await updateSession(ctx, sessionId, { pinnedProductId: productId });
  await pin(ctx, session.sceneId, productId);
  await ctx.publish('session.pinned', { ...sessionFacts(ctx, session), productId });
}

/** A product taken off the shelf is not explained any more. */
export async function setShelf(ctx: Ctx, sessionId: string, wanted: readonly string[]): Promise<void> {
  const session = await lockOpen(ctx, sessionId);
  const productIds = [...new Set(wanted)];
  const before = new Set((await readShelves(ctx, [sessionId])).map((row) => row.productId));
  await requireSellable(
    ctx,
    session.shopId,
    productIds.filter((id) => !before.has(id)),
  );
  await writeShelf(ctx, sessionId, productIds);
  if (session.pinnedProductId !== null && !productIds.includes(session.pinnedProductId)) await pinProduct(ctx, sessionId, null);
}

/** Kept on record, and shown to everybody in the room as an announcement. */
export async function correctSession(
  ctx: Ctx,
  sessionId: string,
  { original, correction, productId }: { original: string; correction: string; productId: string | null },
): Promise<void> {
  const session = await lockSession(ctx, sessionId);
  if (session === undefined) throw problem('not_found');
  await insertCorrection(ctx, {
    id: newId('cor', ctx.now.getTime()),
    sessionId,
    original,
    correction,
    productId,
    madeBy: ctx.actor.accountId,
  });
  await announce(ctx, {
    sceneId: session.sceneId,
    authorId: ctx.actor.accountId ?? session.hostId,
    text: `更正 / Correction: “${original}” → “${correction}”`,
  });
  await record(ctx, {
    shopId: session.shopId,
    action: 'session.corrected',
    targetId: sessionId,
    detail: { original, correction, productId },
  });
}
