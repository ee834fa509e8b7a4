import type { Ctx } from '#platform/ctx';
import { sceneKinds, type SceneRole } from './extension-points.ts';
import type { SceneRow } from './store.ts';

/** What somebody else is in a scene. */
export async function roleOfAccount(ctx: Ctx, scene: SceneRow, accountId: string): Promise<SceneRole | null> {
  const [standing] = (await sceneKinds.get(scene.kind)?.standingsOf(ctx, [{ scene, caller: { accountId, kind: 'account' } }])) ?? [];
  return standing?.role ?? null;
}
