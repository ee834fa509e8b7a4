import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';
import type { WordRule } from './rules.ts';
import type { SceneRow } from './store.ts';

export async function setSceneStatus(ctx: Ctx, sceneId: string, status: NonNullable<SceneRow['status']>): Promise<void> {
  await ctx.db.updateTable('scenes.scenes').set({ status }).where('id', '=', sceneId).execute();
}

export async function setPin(ctx: Ctx, sceneId: string, productId: string | null): Promise<void> {
  await ctx.db.updateTable('scenes.scenes').set({ pinnedProductId: productId }).where('id', '=', sceneId).execute();
}

export async function setAnnouncementText(ctx: Ctx, sceneId: string, text: string): Promise<void> {
  await ctx.db.updateTable('scenes.scenes').set({ announcement: text, announcedAt: ctx.now }).where('id', '=', sceneId).execute();
}

/** Mutes that still hold, by `scene account`. */
export async function readMutes(ctx: Ctx, of: readonly { sceneId: string; accountId: string }[]): Promise<Map<string, Date>> {
  if (of.length === 0) return new Map();
  const { rows } = await sql<{ sceneId: string; accountId: string; until: Date }>`
    select m.scene_id, m.account_id, m.until from scenes.mutes m
      join unnest(${of.map((one) => one.sceneId)}::text[], ${of.map((one) => one.accountId)}::text[]) as g (scene_id, account_id)
        on m.scene_id = g.scene_id and m.account_id = g.account_id
     where m.until > ${ctx.now}`.execute(ctx.db);
  return new Map(rows.map((row) => [`${row.sceneId} ${row.accountId}`, row.until]));
}

export async function upsertMute(
  ctx: Ctx,
  mute: { sceneId: string; accountId: string; until: Date; reason: string; mutedBy: string },
): Promise<void> {
  await ctx.db
    .insertInto('scenes.mutes')
    .values({ ...mute, mutedAt: ctx.now })
    .onConflict((oc) =>
      oc.columns(['sceneId', 'accountId']).doUpdateSet({ until: mute.until, reason: mute.reason, mutedBy: mute.mutedBy, mutedAt: ctx.now }),
    )
    .execute();
}

export async function deleteMute(ctx: Ctx, sceneId: string, accountId: string): Promise<boolean> {
  const done = await ctx.db.deleteFrom('scenes.mutes').where('sceneId', '=', sceneId).where('accountId', '=', accountId).executeTakeFirst();
  return done.numDeletedRows > 0n;
}

export async function readWordRules(ctx: Ctx): Promise<WordRule[]> {
  return ctx.db.selectFrom('scenes.wordRules').select(['word', 'kind']).execute();
}

export async function readLikes(ctx: Ctx, sceneIds: readonly string[]): Promise<Map<string, number>> {
  if (sceneIds.length === 0) return new Map();
  const rows = await ctx.db.selectFrom('scenes.likeCounts').select(['sceneId', 'likes']).where('sceneId', '=', anyOf(sceneIds)).execute();
  return new Map(rows.map((row) => [row.sceneId, row.likes]));
}

/** Sorted, so that two servers adding at once wait for each other in one order. */
export async function addLikes(ctx: Ctx, counts: ReadonlyMap<string, number>): Promise<void> {
  const sorted = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await sql`
    insert into scenes.like_counts as l (scene_id, likes)
    select * from unnest(${sorted.map(([id]) => id)}::text[], ${sorted.map(([, count]) => count)}::bigint[])
    on conflict (scene_id) do update set likes = l.likes + excluded.likes`.execute(ctx.db);
}
