import { getProductCards } from '#modules/catalog';
import type { SceneSnapshot } from '@tuanzi/contract/scenes';
import { must } from '#platform/assert';
import type { Actor, Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { sceneKinds } from './extension-points.ts';
import { readOnline } from './presence.ts';
import { presentCards, presentEntries } from './present.ts';
import { recentMax } from './rules.ts';
import { readEntriesBefore, readScenes, type SceneRow } from './store.ts';
import { readLiveCards } from './store-cards.ts';
import { readLikes, readMute } from './store-scene-state.ts';

/** The scene somebody may see, or `not_found`, which says nothing about whether it exists. */
export async function requireScene(ctx: Ctx, sceneId: string, caller: Actor) {
  const scene = (await readScenes(ctx, [sceneId]))[0];
  const role = scene === undefined ? undefined : await sceneKinds.get(scene.kind)?.roleOf(ctx, scene, caller);
  if (scene === undefined || role === undefined || role === null) throw problem('not_found');
  return { scene, role };
}

/** What everybody sees alike; `me` is for each. */
type SharedSnapshot = Omit<SceneSnapshot, 'me'>;
export type ReadAlike = (sceneId: string) => Promise<SharedSnapshot | undefined>;

/** A scene now, for one person; what everybody sees alike comes from `readAlike`. */
export async function readSnapshot(ctx: Ctx, sceneId: string, caller: Actor, readAlike: ReadAlike): Promise<SceneSnapshot> {
  const { scene, role } = await requireScene(ctx, sceneId, caller);
  const [shared, me] = await Promise.all([readAlike(sceneId), readMe(ctx, scene, caller)]);
  return { ...must(shared, 'a scene that was found stays'), me: me === null ? null : { ...me, role } };
}

/** What everybody sees alike of some scenes. */
export async function readShared(ctx: Ctx, sceneIds: readonly string[]): Promise<Map<string, SharedSnapshot>> {
  const scenes = await readScenes(ctx, sceneIds);
  return new Map(await Promise.all(scenes.map(async (scene) => [scene.id, await presentShared(ctx, scene)] as const)));
}

/**
 * The scene's row, with its `head`, was read before everything else: what is committed while the rest is read comes again
 * as entries after it, and is in the snapshot or not without harm.
 */
async function presentShared(ctx: Ctx, scene: SceneRow): Promise<SharedSnapshot> {
  const sceneId = scene.id;
  const [cardRows, rows, online, likes, products] = await Promise.all([
    readLiveCards(ctx, [sceneId]),
    readEntriesBefore(ctx, sceneId, scene.head + 1, recentMax),
    readOnline(ctx, [sceneId]),
    readLikes(ctx, [sceneId]),
    scene.pinnedProductId === null ? undefined : getProductCards(ctx, [scene.pinnedProductId]),
  ]);
  const cards = await presentCards(ctx, cardRows);
  return {
    sceneId,
    kind: scene.kind,
    shopId: scene.shopId,
    title: scene.title,
    head: scene.head,
    status: scene.status,
    cards: cardRows.flatMap((row) => cards.get(row.id) ?? []),
    pinned: products?.get(scene.pinnedProductId ?? '') ?? null,
    announcement:
      scene.announcement === null || scene.announcedAt === null ? null : { text: scene.announcement, at: scene.announcedAt.toISOString() },
    online: online.get(sceneId) ?? 0,
    likes: likes.get(sceneId) ?? 0,
    recent: await presentEntries(ctx, rows),
  };
}

async function readMe(ctx: Ctx, scene: SceneRow, caller: Actor): Promise<Omit<NonNullable<SceneSnapshot['me']>, 'role'> | null> {
  if (caller.accountId === null) return null;
  const [refusal, mutedUntil] = await Promise.all([
    sceneKinds.get(scene.kind)?.mayComment(ctx, scene, caller),
    readMute(ctx, scene.id, caller.accountId),
  ]);
  return {
    accountId: caller.accountId,
    canComment: refusal === null && mutedUntil === null,
    mutedUntil: mutedUntil?.toISOString() ?? null,
  };
}
