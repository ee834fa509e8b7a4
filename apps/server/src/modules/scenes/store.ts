import { sql } from 'kysely';
import type { Title } from '@tuanzi/contract/shapes';
import type { SceneEntry } from '@tuanzi/contract/scenes';
import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';
import type { SceneRole } from './extension-points.ts';

export interface SceneRow {
  readonly id: string;
  readonly kind: 'session' | 'community';
  readonly shopId: string;
  readonly title: Title;
  readonly refId: string;
  readonly head: number;
  readonly status: 'scheduled' | 'live' | 'interrupted' | 'ended' | null;
  readonly pinnedProductId: string | null;
  readonly announcement: string | null;
  readonly announcedAt: Date | null;
  readonly onlinePeak: number;
}

/** An entry before it has its place in the log. */
export interface EntryDraft {
  readonly type: SceneEntry['type'];
  readonly authorId: string | null;
  readonly authorRole?: SceneRole;
  readonly clientId?: string;
  readonly textHash?: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface EntryRow {
  readonly sceneId: string;
  readonly seq: number;
  readonly type: SceneEntry['type'];
  readonly at: Date;
  readonly authorId: string | null;
  readonly authorRole: SceneRole | null;
  readonly clientId: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly removedAs: 'moderator' | 'author' | null;
}

type StoredScene = Omit<SceneRow, 'title'> & { titleZh: string; titleEn: string | null };
const sceneOfRow = ({ titleZh, titleEn, ...row }: StoredScene): SceneRow => ({
  ...row,
  title: titleEn === null ? { zh: titleZh } : { zh: titleZh, en: titleEn },
});
const sceneColumns = [
  'id',
  'kind',
  'shopId',
  'titleZh',
  'titleEn',
  'refId',
  'head',
  'status',
  'pinnedProductId',
  'announcement',
  'announcedAt',
  'onlinePeak',
] as const;
const entryColumns = sql`scene_id, seq, type, at, author_id, author_role, client_id, body, removed_as`;

export async function insertScene(
  ctx: Ctx,
  scene: { id: string; kind: SceneRow['kind']; shopId: string; title: Title; refId: string; status: SceneRow['status'] },
): Promise<void> {
  const { title, ...rest } = scene;
  await ctx.db
    .insertInto('scenes.scenes')
    .values({ ...rest, titleZh: title.zh, titleEn: title.en ?? null, createdAt: ctx.now })
    .execute();
}

export async function updateTitle(ctx: Ctx, id: string, title: Title): Promise<void> {
  await ctx.db
    .updateTable('scenes.scenes')
    .set({ titleZh: title.zh, titleEn: title.en ?? null })
    .where('id', '=', id)
    .execute();
}

export async function readScenes(ctx: Ctx, ids: readonly string[]): Promise<SceneRow[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db.selectFrom('scenes.scenes').select(sceneColumns).where('id', '=', anyOf(ids)).execute();
  return rows.map(sceneOfRow);
}

/** Always in the order of ids, so that two commands that lock several scenes cannot wait for each other in a ring. */
export async function lockScenes(ctx: Ctx, ids: readonly string[]): Promise<Map<string, SceneRow>> {
  const rows = await ctx.db
    .selectFrom('scenes.scenes')
    .select(sceneColumns)
    .where('id', '=', anyOf([...new Set(ids)].toSorted()))
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, sceneOfRow(row)]));
}

export interface PlacedEntry extends EntryDraft {
  readonly sceneId: string;
  readonly seq: number;
}

/** Under the locks of `lockScenes`: one statement for the entries, one for the heads, sent at once, whatever their number. */
export async function insertEntries(ctx: Ctx, entries: readonly PlacedEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const heads = new Map<string, number>();
  for (const entry of entries) heads.set(entry.sceneId, Math.max(entry.seq, heads.get(entry.sceneId) ?? 0));
  await Promise.all([
    sql`
    insert into scenes.entries (scene_id, seq, type, at, author_id, author_role, client_id, text_hash, body)
    select "sceneId", seq, type, ${ctx.now}, "authorId", "authorRole", "clientId", "textHash", body
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as e ("sceneId" text, seq bigint, type text, "authorId" text, "authorRole" text, "clientId" text, "textHash" text, body jsonb)`.execute(
      ctx.db,
    ),
    sql`
    update scenes.scenes s set head = g.head from unnest(${[...heads.keys()]}::text[], ${[...heads.values()]}::bigint[]) as g (id, head) where s.id = g.id`.execute(
      ctx.db,
    ),
  ]);
}

export async function readHeads(ctx: Ctx, sceneIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{
    id: string;
    head: number;
  }>`select id, head from scenes.scenes where id = any(${[...sceneIds]}::text[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.head]));
}

export async function readEntriesAfter(ctx: Ctx, sceneId: string, after: number, limit: number): Promise<EntryRow[]> {
  const { rows } =
    await sql<EntryRow>`select ${entryColumns} from scenes.entries where scene_id = ${sceneId} and seq > ${after} order by scenes.entries.seq limit ${limit}`.execute(
      ctx.db,
    );
  return rows;
}

/** For reading back: newest first in the table, oldest first in the answer; changes of cards and what was removed are left out. */
export async function readEntriesBefore(ctx: Ctx, sceneId: string, before: number, limit: number): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select ${entryColumns} from scenes.entries
     where scene_id = ${sceneId} and seq < ${before} and removed_at is null and type not in ('card.changed', 'removed', 'muted')
     order by scenes.entries.seq desc limit ${limit}`.execute(ctx.db);
  return rows.toReversed();
}

export async function readEntry(ctx: Ctx, sceneId: string, seq: number): Promise<EntryRow | undefined> {
  const { rows } = await sql<EntryRow>`select ${entryColumns} from scenes.entries where scene_id = ${sceneId} and seq = ${seq}`.execute(
    ctx.db,
  );
  return rows[0];
}

export async function markRemoved(
  ctx: Ctx,
  sceneId: string,
  seq: number,
  by: { accountId: string; as: 'moderator' | 'author' },
): Promise<boolean> {
  const { rows } = await sql`
    update scenes.entries set removed_at = ${ctx.now}, removed_by = ${by.accountId}, removed_as = ${by.as}
     where scene_id = ${sceneId} and seq = ${seq} and removed_at is null returning seq`.execute(ctx.db);
  return rows.length > 0;
}

/** For the badge on a community: what there is to read after a place, at most `countMax`, one's own words not counted. */
export async function countToRead(
  ctx: Ctx,
  of: readonly { sceneId: string; afterSeq: number }[],
  accountId: string,
  countMax: number,
): Promise<Map<string, number>> {
  if (of.length === 0) return new Map();
  const { rows } = await sql<{ id: string; unread: number }>`
    select g.id, (select count(*) from (
        select 1 from scenes.entries e
         where e.scene_id = g.id and e.seq > g.after and e.type in ('comment', 'announcement', 'card.dropped') and e.removed_at is null and e.author_id is distinct from ${accountId}
         limit ${countMax}) found) as unread
      from unnest(${of.map((o) => o.sceneId)}::text[], ${of.map((o) => o.afterSeq)}::bigint[]) as g (id, after)`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.unread]));
}

/** The newest thing to read in each scene. */
export async function readLastEntries(ctx: Ctx, sceneIds: readonly string[]): Promise<EntryRow[]> {
  if (sceneIds.length === 0) return [];
  const { rows } = await sql<EntryRow>`
    select last.* from unnest(${[...sceneIds]}::text[]) as g (id)
     cross join lateral (select ${entryColumns} from scenes.entries where scene_id = g.id and type in ('comment', 'announcement', 'card.dropped') and removed_at is null order by scenes.entries.seq desc limit 1) last`.execute(
    ctx.db,
  );
  return rows;
}

export async function moveEntries(ctx: Ctx, fromId: string, intoId: string): Promise<void> {
  await sql`
    update scenes.entries e set author_id = ${intoId} where author_id = ${fromId}
       and not exists (select 1 from scenes.entries o where o.scene_id = e.scene_id and o.author_id = ${intoId} and o.client_id = e.client_id)`.execute(
    ctx.db,
  );
  await sql`
    insert into scenes.mutes (scene_id, account_id, until, reason, muted_by, muted_at)
    select scene_id, ${intoId}, until, reason, muted_by, muted_at from scenes.mutes where account_id = ${fromId}
    on conflict (scene_id, account_id) do update set until = greatest(scenes.mutes.until, excluded.until)`.execute(ctx.db);
}
