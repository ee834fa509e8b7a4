import { record } from '#modules/audit';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { appendDrafts, appendLocked } from './append.ts';
import type { SceneRole } from './extension-points.ts';
import { lockScenes, markRemoved, readEntry, type SceneRow } from './store.ts';
import { deleteMute, setAnnouncementText, upsertMute } from './store-scene-state.ts';

const keepers: ReadonlySet<SceneRole> = new Set(['host', 'moderator', 'leader']);
export const isKeeper = (role: SceneRole): boolean => keepers.has(role);

/** Takes a comment out of sight: its author's right, and that of those who keep the scene. Twice is once. */
export async function removeEntry(
  ctx: Ctx,
  scene: SceneRow,
  { seq, accountId, role }: { seq: number; accountId: string; role: SceneRole },
): Promise<void> {
  const entry = await readEntry(ctx, scene.id, seq);
  if (entry === undefined || entry.type !== 'comment') throw problem('not_found');
  const as = entry.authorId === accountId ? 'author' : 'moderator';
  if (as === 'moderator' && !isKeeper(role)) throw problem('not_allowed');
  if (!(await markRemoved(ctx, scene.id, seq, { accountId, as }))) return;
  await appendDrafts(ctx, scene.id, [{ type: 'removed', authorId: null, body: { ofSeq: seq, by: as } }]);
  await record(ctx, {
    shopId: scene.shopId,
    action: 'comment.removed',
    targetId: scene.id,
    detail: { seq, as, authorId: entry.authorId, text: entry.body['text'] },
  });
}

/** Mutes somebody for some minutes from now; 0 ends it. Who keeps the scene cannot be muted in it. */
export async function mutePerson(
  ctx: Ctx,
  scene: SceneRow,
  input: { accountId: string; minutes: number; reason: string; by: string; roleOfTarget: SceneRole | null },
): Promise<void> {
  const { accountId, minutes, reason, by, roleOfTarget } = input;
  if (accountId === by || (roleOfTarget !== null && isKeeper(roleOfTarget))) throw problem('not_allowed');
  const until = minutes === 0 ? null : new Date(ctx.now.getTime() + minutes * 60_000);
  if (until === null) {
    if (!(await deleteMute(ctx, scene.id, accountId))) return;
  } else {
    await upsertMute(ctx, { sceneId: scene.id, accountId, until, reason, mutedBy: by });
  }
  await appendDrafts(ctx, scene.id, [{ type: 'muted', authorId: null, body: { accountId, until: until?.toISOString() ?? null } }]);
  await record(ctx, {
    shopId: scene.shopId,
    action: until === null ? 'person.unmuted' : 'person.muted',
    targetId: accountId,
    detail: { sceneId: scene.id, minutes, reason },
  });
}

/** Puts an announcement above the scene and into its log. */
export async function announce(ctx: Ctx, { sceneId, authorId, text }: { sceneId: string; authorId: string; text: string }): Promise<void> {
  const scene = (await lockScenes(ctx, [sceneId])).get(sceneId);
  if (scene === undefined) throw problem('not_found');
  await setAnnouncementText(ctx, sceneId, text);
  await appendLocked(ctx, scene, [{ type: 'announcement', authorId, body: { text } }]);
}
