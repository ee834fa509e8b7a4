import type { App } from '#platform/app';
import { record } from '#modules/audit';
import { announce, pin, setStatus } from '#modules/scenes';
import { systemActor, type Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { kickPublisher } from './kick-publisher.ts';
import { requireSellable } from './plan-session.ts';
import { abandonedAfterMs, isOnAir, isOver, silentAfterMs } from './rules.ts';
import {
  closePin,
  deleteKey,
  insertCorrection,
  insertPin,
  lockSession,
  readAbandoned,
  readShelves,
  readSilent,
  updateSession,
  writeShelf,
  type Session,
} from './store.ts';
import { closeGap, openGap, readSeenAt, writeHealth } from './store-media.ts';

function sessionFacts(ctx: Ctx, { id, sceneId, shopId, hostId }: Session) {
  return { sessionId: id, sceneId, shopId, hostId, at: ctx.now.toISOString() };
}

/** There is a picture: for the first time, or again. */
export async function goOn(ctx: Ctx, session: Session): Promise<void> {
  if (session.state === 'live') return;
  await updateSession(ctx, session.id, { state: 'live', interruptedAt: null, startedAt: session.startedAt ?? ctx.now });
  await setStatus(ctx, session.sceneId, 'live');
  await ctx.publish(session.startedAt === null ? 'session.started' : 'session.resumed', sessionFacts(ctx, session));
}

/** The picture is gone; from now on the host has so long to come back. */
export async function losePicture(ctx: Ctx, session: Session, goneAt: Date): Promise<void> {
  if (session.state !== 'live') return;
  await openGap(ctx, session.id, goneAt);
  await updateSession(ctx, session.id, { state: 'interrupted', interruptedAt: ctx.now });
  await setStatus(ctx, session.sceneId, 'interrupted');
  await ctx.publish('session.interrupted', sessionFacts(ctx, session));
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

const sweptMax = 50;

/** Ends sessions whose picture has been gone so long that nobody is coming back. */
export async function sweepAbandoned(app: App): Promise<number> {
  const before = new Date(app.clock.now().getTime() - abandonedAfterMs);
  return forEachSession(app, await readAbandoned(app.read(systemActor), before, sweptMax), async (ctx, session) => {
    // The host may have come back since it was read.
    if (session.interruptedAt === null || session.interruptedAt > before) return false;
    await closeSession(ctx, session, 'interrupted for too long');
    return true;
  });
}

/** A media server that was killed reports nothing: a session is interrupted when nothing was heard of its stream for too long. */
export async function sweepSilent(app: App): Promise<number> {
  const before = new Date(app.clock.now().getTime() - silentAfterMs);
  return forEachSession(app, await readSilent(app.read(systemActor), before, sweptMax), async (ctx, session) => {
    const seenAt = await readSeenAt(ctx, session.id);
    if (session.state !== 'live' || seenAt === undefined || seenAt > before) return false;
    await losePicture(ctx, session, seenAt);
    return true;
  });
}

/** One that fails is met again at the next sweep; it holds up nobody else's. */
async function forEachSession(app: App, ids: readonly string[], act: (ctx: Ctx, session: Session) => Promise<boolean>): Promise<number> {
  let done = 0;
  for (const id of ids) {
    done += await app
      .transact(systemActor, async (ctx) => {
        const session = await lockSession(ctx, id);
        return session !== undefined && (await act(ctx, session)) ? 1 : 0;
      })
      .catch((error: unknown) => {
        app.log.error({ err: error, sessionId: id }, 'a session without a picture could not be changed');
        return 0;
      });
  }
  return done;
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
