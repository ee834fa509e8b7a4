import type { Ctx } from '#platform/ctx';
import { sceneKinds, type SceneRole } from './extension-points.ts';
import type { SceneRow } from './store.ts';

/** What somebody else is in a scene. */
export async function roleOfAccount(ctx: Ctx, scene: SceneRow, accountId: string): Promise<SceneRole | null> {
  return (await sceneKinds.get(scene.kind)?.roleOf(ctx, scene, { accountId, kind: 'account' })) ?? null;
}
