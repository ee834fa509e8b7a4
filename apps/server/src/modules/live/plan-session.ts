import type { SessionInput } from '@tuanzi/contract/live';
import type { z } from 'zod';
import { record } from '#modules/audit';
import { getProductFacts } from '#modules/catalog';
import { readCommunity } from '#modules/communities';
import { roleOf } from '#modules/identity';
import { requirePictures } from '#modules/media';
import { createScene, renameScene, setStatus } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { kickPublisher } from './kick-publisher.ts';
import { isOver } from './rules.ts';
import { deleteKey, insertSession, lockSession, readShelves, updateSession, writeShelf, type Session } from './store.ts';

export type SessionPlan = z.output<typeof SessionInput>;

/** A session and the scene people gather in; both are there from the moment it is planned, so links can be shared. */
export async function planSession(ctx: Ctx, shopId: string, plan: SessionPlan): Promise<string> {
  await checkPlan(ctx, shopId, plan, []);
  const id = newId('ses', ctx.now.getTime());
  const sceneId = newId('scn', ctx.now.getTime());
  await createScene(ctx, { id: sceneId, kind: 'session', shopId, title: plan.title, refId: id, status: 'scheduled' });
  await insertSession(ctx, { id, sceneId, shopId, ...rowOf(plan) });
  await writeShelf(ctx, id, [...new Set(plan.productIds)]);
  await record(ctx, { shopId, action: 'session.planned', targetId: id, detail: { ...plan } });
  return id;
}

export async function changeSession(
  ctx: Ctx,
  { shopId, sessionId, plan }: { shopId: string; sessionId: string; plan: SessionPlan },
): Promise<void> {
  const session = await lockOfShop(ctx, shopId, sessionId);
  if (isOver(session.state)) throw problem('session_over');
  const shelf = (await readShelves(ctx, [sessionId])).map((row) => row.productId);
  await checkPlan(ctx, shopId, plan, shelf);
  await updateSession(ctx, sessionId, rowOf(plan));
  await writeShelf(ctx, sessionId, [...new Set(plan.productIds)]);
  await renameScene(ctx, session.sceneId, plan.title);
  await record(ctx, { shopId, action: 'session.changed', targetId: sessionId, detail: { ...plan } });
}

/** Only what has not been on air can be cancelled; the rest is ended. */
export async function cancelSession(ctx: Ctx, shopId: string, sessionId: string): Promise<void> {
  const session = await lockOfShop(ctx, shopId, sessionId);
  if (session.state !== 'scheduled') throw problem('session_over');
  await updateSession(ctx, sessionId, { state: 'cancelled', endedAt: ctx.now, pinnedProductId: null });
  await deleteKey(ctx, sessionId);
  await setStatus(ctx, session.sceneId, 'ended');
  await kickPublisher(ctx, sessionId, 'the session was cancelled');
  await record(ctx, { shopId, action: 'session.cancelled', targetId: sessionId, detail: {} });
}

async function lockOfShop(ctx: Ctx, shopId: string, sessionId: string): Promise<Session> {
  const session = await lockSession(ctx, sessionId);
  if (session === undefined || session.shopId !== shopId) throw problem('not_found');
  return session;
}

async function checkPlan(ctx: Ctx, shopId: string, plan: SessionPlan, shelf: readonly string[]): Promise<void> {
  if ((await roleOf(ctx, plan.hostId, shopId)) === null) throw problem('host_not_staff');
  if (plan.coverId !== null) await requirePictures(ctx, [plan.coverId]);
  if (plan.communityId !== null && (await readCommunity(ctx, plan.communityId, null)).shopId !== shopId) throw problem('not_found');
  await requireSellable(
    ctx,
    shopId,
    plan.productIds.filter((id) => !shelf.includes(id)),
  );
}

/** Products of this shop that are on sale; what hangs on a shelf already may stay there when it is taken off sale. */
export async function requireSellable(ctx: Ctx, shopId: string, productIds: readonly string[]): Promise<void> {
  const products = await getProductFacts(ctx, [...new Set(productIds)]);
  for (const id of productIds) {
    const product = products.get(id);
    if (product === undefined || product.shopId !== shopId || !product.isOnSale) throw problem('product_unavailable', { productId: id });
  }
}

function rowOf({ title, intro, coverId, hostId, startsAt, communityId }: SessionPlan) {
  return { titleZh: title.zh, titleEn: title.en ?? null, intro, coverId, hostId, startsAt: new Date(startsAt), communityId };
}
