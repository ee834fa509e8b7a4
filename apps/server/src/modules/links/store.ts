import { sql, type Selectable } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { LinkTargetRef, Touch } from './rules.ts';
import { minuteOf } from './rules.ts';
import type { Links } from './tables.ts';

export type LinkRow = Selectable<Links>;
export interface Share {
  readonly ownerId: string;
  readonly target: LinkTargetRef;
  readonly sceneId: string | null;
  readonly cardId: string | null;
}

/** Two phones asking for the same share at once get the same code: one inserts, the other finds it. */
export async function insertOrFindLink(ctx: Ctx, code: string, share: Share): Promise<string> {
  const { rows } = await sql<{ code: string }>`
    insert into links.links (code, owner_id, target_kind, target_id, scene_id, card_id, created_at)
    values (${code}, ${share.ownerId}, ${share.target.kind}, ${share.target.id}, ${share.sceneId}, ${share.cardId}, ${ctx.now})
    on conflict (owner_id, target_kind, target_id, scene_id, card_id) where is_primary
    do update set is_primary = true returning code`.execute(ctx.db);
  // The update changes nothing; it makes the statement answer with the row that was there.
  return rows[0]?.code ?? code;
}

export async function readLinks(ctx: Ctx, codes: readonly string[]): Promise<LinkRow[]> {
  if (codes.length === 0) return [];
  return ctx.db
    .selectFrom('links.links')
    .selectAll()
    .where('code', '=', sql<string>`any(${[...new Set(codes)]}::text[])`)
    .execute();
}

/** Appends a visit and moves the pair's relation, in one statement. False when this minute already has the visit. */
export async function insertVisit(ctx: Ctx, visit: { code: string; sharerId: string; visitorId: string }): Promise<boolean> {
  const { rows } = await sql<{ code: string }>`
    with visit as (
      insert into links.visits (visitor_id, sharer_id, code, minute, at)
      values (${visit.visitorId}, ${visit.sharerId}, ${visit.code}, ${minuteOf(ctx.now)}, ${ctx.now})
      on conflict do nothing returning visitor_id, sharer_id, code, at
    )
    insert into links.relations as r (sharer_id, visitor_id, first_code, first_at, last_code, last_at, visits)
    select sharer_id, visitor_id, code, at, code, at, 1 from visit
    on conflict (sharer_id, visitor_id) do update set
      last_code = case when excluded.last_at >= r.last_at then excluded.last_code else r.last_code end,
      last_at = greatest(r.last_at, excluded.last_at), first_at = least(r.first_at, excluded.first_at), visits = r.visits + 1
    returning last_code as code`.execute(ctx.db);
  return rows.length > 0;
}

export interface TouchQuery {
  readonly accountId: string;
  readonly from: Date;
  readonly until: Date;
}

/** The last touch of each question, by index: one row each, whatever the length of the chain. */
export async function lastTouches(ctx: Ctx, queries: readonly TouchQuery[]): Promise<(Touch | undefined)[]> {
  if (queries.length === 0) return [];
  const { rows } = await sql<{ n: number } & Touch>`
    select q.n, v.code, v.sharer_id, v.at
      from unnest(${queries.map((_, n) => n)}::int[], ${queries.map((q) => q.accountId)}::text[], ${queries.map((q) => q.from)}::timestamptz[], ${queries.map((q) => q.until)}::timestamptz[]) as q (n, account_id, from_at, until_at)
     cross join lateral (
       select code, sharer_id, at from links.visits where visitor_id = q.account_id and at > q.from_at and at <= q.until_at order by at desc, code desc limit 1
     ) as v`.execute(ctx.db);
  const byQuery = new Map(rows.map((row) => [row.n, { code: row.code, sharerId: row.sharerId, at: row.at }]));
  return queries.map((_, n) => byQuery.get(n));
}

export async function countVisitorsOf(ctx: Ctx, sharerIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ sharerId: string; count: number }>`
    select sharer_id, count(*) as count from links.relations where sharer_id = any(${sharerIds}::text[]) group by sharer_id`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.sharerId, row.count]));
}

/** Gives a guest's links and place in the chain to the account they turned out to have. Repeating it finds nothing to do. */
export async function moveLinks(ctx: Ctx, fromId: string, intoId: string): Promise<void> {
  await sql`
    update links.links g set owner_id = ${intoId}, is_primary = g.is_primary and not exists (
      select from links.links a where a.owner_id = ${intoId} and a.is_primary and a.target_kind = g.target_kind and a.target_id = g.target_id and a.scene_id is not distinct from g.scene_id and a.card_id is not distinct from g.card_id)
    where g.owner_id = ${fromId}`.execute(ctx.db);
  // What was another person's link is now one's own: such visits leave the chain.
  await sql`delete from links.visits where (visitor_id, sharer_id) in ((${fromId}, ${intoId}), (${intoId}, ${fromId}))`.execute(ctx.db);
  await sql`
    with moved as (delete from links.visits where visitor_id = ${fromId} returning sharer_id, code, minute, at)
    insert into links.visits (visitor_id, sharer_id, code, minute, at) select ${intoId}, sharer_id, code, minute, at from moved on conflict do nothing`.execute(
    ctx.db,
  );
  await sql`update links.visits set sharer_id = ${intoId} where sharer_id = ${fromId}`.execute(ctx.db);
  await rebuildRelations(ctx, [fromId, intoId]);
}

/** Relations follow from the visits; they are kept beside them because a sharer's list must not read the whole chain. */
async function rebuildRelations(ctx: Ctx, accountIds: readonly string[]): Promise<void> {
  await sql`delete from links.relations where sharer_id = any(${accountIds}::text[]) or visitor_id = any(${accountIds}::text[])`.execute(
    ctx.db,
  );
  await sql`
    insert into links.relations (sharer_id, visitor_id, first_code, first_at, last_code, last_at, visits)
    select sharer_id, visitor_id, (array_agg(code order by at, code))[1], min(at), (array_agg(code order by at desc, code desc))[1], max(at), count(*)
      from links.visits where sharer_id = any(${accountIds}::text[]) or visitor_id = any(${accountIds}::text[])
     group by sharer_id, visitor_id`.execute(ctx.db);
}

export async function insertPoster(ctx: Ctx, key: string): Promise<void> {
  await ctx.db
    .insertInto('links.posters')
    .values({ key, madeAt: ctx.now })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ madeAt: ctx.now }))
    .execute();
}

export async function readOldPosters(ctx: Ctx, before: Date, limit: number): Promise<string[]> {
  const rows = await ctx.db.selectFrom('links.posters').select('key').where('madeAt', '<', before).orderBy('madeAt').limit(limit).execute();
  return rows.map((row) => row.key);
}

export async function deletePosters(ctx: Ctx, keys: readonly string[]): Promise<void> {
  await sql`delete from links.posters where key = any(${keys}::text[])`.execute(ctx.db);
}
