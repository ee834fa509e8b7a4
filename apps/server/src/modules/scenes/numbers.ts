import type { Ctx } from '#platform/ctx';
import { readOnline } from './presence.ts';
import { readLikes } from './store-scene-state.ts';

/** People in scenes right now, over all servers; nobody is missing from the map. */
export async function onlineOf(ctx: Ctx, sceneIds: readonly string[]): Promise<Map<string, number>> {
  return readOnline(ctx, sceneIds);
}

/** Hearts of scenes; none is missing from the map. */
export async function likesOf(ctx: Ctx, sceneIds: readonly string[]): Promise<Map<string, number>> {
  return readLikes(ctx, sceneIds);
}
