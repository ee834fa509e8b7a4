import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';

/** A server that has not renewed its numbers for so long is gone, and its people with it. */
const freshMs = 15_000;

/** People in scenes right now, over all servers; 0 is missing. By the database's clock, which all servers share. */
export async function readOnline(ctx: Ctx, sceneIds: readonly string[]): Promise<Map<string, number>> {
  if (sceneIds.length === 0) return new Map();
  const { rows } = await sql<{ sceneId: string; online: number }>`
    select scene_id, sum(online)::int as online from scenes.presence
     where scene_id = any(${[...sceneIds]}::text[]) and seen_at > clock_timestamp() - make_interval(secs => ${freshMs / 1000}) group by scene_id`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.sceneId, row.online]));
}

/** Replaces what one server said before by what it sees now, and renews it. */
export async function writePresence(ctx: Ctx, serverId: string, online: ReadonlyMap<string, number>): Promise<void> {
  const here = [...online].filter(([, count]) => count > 0);
  const ids = here.map(([id]) => id);
  await sql`delete from scenes.presence where server_id = ${serverId} and not (scene_id = any(${ids}::text[]))`.execute(ctx.db);
  if (here.length === 0) return;
  await sql`
    insert into scenes.presence (server_id, scene_id, online, seen_at)
    select ${serverId}, id, n, clock_timestamp() from unnest(${ids}::text[], ${here.map(([, count]) => count)}::int[]) as g (id, n)
    on conflict (scene_id, server_id) do update set online = excluded.online, seen_at = excluded.seen_at`.execute(ctx.db);
}

/** Rows of servers that are gone are cleared away; the peak of each scene is raised; the result is what is there now. */
export async function countPresence(ctx: Ctx): Promise<{ sceneId: string; online: number; peak: number }[]> {
  await sql`delete from scenes.presence where seen_at < clock_timestamp() - make_interval(secs => ${(2 * freshMs) / 1000})`.execute(ctx.db);
  const { rows } = await sql<{ sceneId: string; online: number; peak: number }>`
    select p.scene_id, sum(p.online)::int as online, max(s.online_peak)::int as peak from scenes.presence p join scenes.scenes s on s.id = p.scene_id
     where p.seen_at > clock_timestamp() - make_interval(secs => ${freshMs / 1000}) group by p.scene_id`.execute(ctx.db);
  return rows.map((row) => ({ ...row, peak: Math.max(row.peak, row.online) }));
}

/** Only a new peak writes, because the scene's row is the lock of its log. */
export async function raisePeaks(ctx: Ctx, online: ReadonlyMap<string, number>): Promise<void> {
  if (online.size === 0) return;
  await sql`
    update scenes.scenes s set online_peak = g.online from unnest(${[...online.keys()]}::text[], ${[...online.values()]}::int[]) as g (id, online)
     where s.id = g.id and s.online_peak < g.online`.execute(ctx.db);
}

/** People here now by the kind of scene, over all servers. */
export async function readOnlineByKind(ctx: Ctx): Promise<Map<string, number>> {
  const { rows } = await sql<{ kind: string; online: number }>`
    select s.kind, sum(p.online)::bigint as online from scenes.presence p join scenes.scenes s on s.id = p.scene_id
     where p.seen_at > clock_timestamp() - make_interval(secs => ${freshMs / 1000}) group by s.kind`.execute(ctx.db);
  return new Map(rows.map(({ kind, online }) => [kind, online]));
}
