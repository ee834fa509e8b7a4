import type { Title } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import { appendLocked } from './append.ts';
import { insertScene, lockScenes, readScenes, updateTitle, type SceneRow } from './store.ts';
import { setPin, setSceneStatus } from './store-scene-state.ts';

export interface NewScene {
  /** `scn_…`, made by the caller. */
  readonly id: string;
  readonly kind: SceneRow['kind'];
  readonly shopId: string;
  readonly title: Title;
  readonly refId: string;
  readonly status?: SceneRow['status'];
}

export async function createScene(ctx: Ctx, { status = null, ...scene }: NewScene): Promise<void> {
  await insertScene(ctx, { ...scene, status });
}

export async function renameScene(ctx: Ctx, sceneId: string, title: Title): Promise<void> {
  await updateTitle(ctx, sceneId, title);
}

/** Scenes by id; unknown ones are missing from the map. */
export async function sceneOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, SceneRow>> {
  return new Map((await readScenes(ctx, ids)).map((scene) => [scene.id, scene]));
}

/** Tells everybody in the scene; the same status again says nothing. */
export async function setStatus(ctx: Ctx, sceneId: string, status: NonNullable<SceneRow['status']>): Promise<void> {
  const scene = (await lockScenes(ctx, [sceneId])).get(sceneId);
  if (scene === undefined || scene.status === status) return;
  await setSceneStatus(ctx, sceneId, status);
  await appendLocked(ctx, scene, [{ type: 'status', authorId: null, body: { status } }]);
}

/** Pins the product being explained, or none. Whether it may be pinned is the caller's to know. */
export async function pin(ctx: Ctx, sceneId: string, productId: string | null): Promise<void> {
  const scene = (await lockScenes(ctx, [sceneId])).get(sceneId);
  if (scene === undefined || scene.pinnedProductId === productId) return;
  await setPin(ctx, sceneId, productId);
  await appendLocked(ctx, scene, [{ type: 'pinned', authorId: ctx.actor.accountId, body: { productId } }]);
}
