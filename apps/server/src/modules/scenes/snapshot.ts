import { getProductCards } from '#modules/catalog';
import type { SceneSnapshot } from '@tuanzi/contract/scenes';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { readOnline } from './presence.ts';
import { presentCards, presentEntries } from './present.ts';
import { recentMax } from './rules.ts';
import { readEntriesBefore, readScenes, type SceneRow } from './store.ts';
import { readLiveCards } from './store-cards.ts';
import { readLikes } from './store-scene-state.ts';

/** What everybody sees alike; `me` is for each. */
type SharedSnapshot = Omit<SceneSnapshot, 'me'>;
export type ReadAlike = (sceneId: string) => Promise<SharedSnapshot | undefined>;

/** The same as the end of a frame: what comes behind the opening brace of the snapshot, and what closes both. */
export interface EncodedSnapshot {
  readonly rest: Buffer;
  readonly head: number;
}
export type ReadEncoded = (sceneId: string) => Promise<EncodedSnapshot>;

/**
 * Sockets hear everything after the head they started from, so what others started from a moment ago serves them as
 * well: however many come in, a scene is read and encoded a few times a second.
 */
const servesMs = 200;

export function createEncoded(readAlike: ReadAlike): ReadEncoded {
  const recent = new Map<string, Promise<EncodedSnapshot>>();
  const encode = async (sceneId: string): Promise<EncodedSnapshot> => {
    const shared = must(await readAlike(sceneId), 'a scene that was found stays');
    return { rest: Buffer.from(`${JSON.stringify(shared).slice(1)}}`), head: shared.head };
  };
  return (sceneId) => {
    const known = recent.get(sceneId);
    if (known !== undefined) return known;
    const reading = encode(sceneId);
    recent.set(sceneId, reading);
    const forget = () => void recent.delete(sceneId);
    // What failed is tried again by whoever asks next.
    reading.catch(forget);
    setTimeout(forget, servesMs).unref();
    return reading;
  };
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
