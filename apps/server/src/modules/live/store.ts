import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { SessionState } from './rules.ts';
import type {} from './tables.ts';

export interface Session {
  readonly id: string;
  readonly sceneId: string;
  readonly shopId: string;
  readonly hostId: string;
  readonly titleZh: string;
  readonly titleEn: string | null;
  readonly intro: string;
  readonly coverId: string | null;
  readonly communityId: string | null;
  readonly startsAt: Date;
  readonly state: SessionState;
  readonly startedAt: Date | null;
  readonly interruptedAt: Date | null;
  readonly endedAt: Date | null;
  readonly isLandscape: boolean;
  readonly pinnedProductId: string | null;
}
const columns = [
  'id',
  'sceneId',
  'shopId',
  'hostId',
  'titleZh',
  'titleEn',
  'intro',
  'coverId',
  'communityId',
  'startsAt',
  'state',
  'startedAt',
  'interruptedAt',
  'endedAt',
  'isLandscape',
  'pinnedProductId',
] as const;

export interface NewSession {
  readonly id: string;
  readonly sceneId: string;
  readonly shopId: string;
  readonly hostId: string;
  readonly titleZh: string;
  readonly titleEn: string | null;
  readonly intro: string;
  readonly coverId: string | null;
  readonly communityId: string | null;
  readonly startsAt: Date;
}

export async function insertSession(ctx: Ctx, session: NewSession): Promise<void> {
  await ctx.db
    .insertInto('live.sessions')
    .values({ ...session, createdAt: ctx.now })
    .execute();
}

export async function updateSession(ctx: Ctx, id: string, change: Partial<Omit<Session, 'id' | 'sceneId' | 'shopId'>>): Promise<void> {
  await ctx.db.updateTable('live.sessions').set(change).where('id', '=', id).execute();
}

export async function lockSession(ctx: Ctx, id: string): Promise<Session | undefined> {
  return ctx.db.selectFrom('live.sessions').select(columns).where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function readSessions(ctx: Ctx, ids: readonly string[]): Promise<Session[]> {
  return ids.length === 0
    ? []
    : ctx.db
        .selectFrom('live.sessions')
        .select(columns)
        .where('id', 'in', [...ids])
        .execute();
}

export async function readSessionsOfShop(
  ctx: Ctx,
  { shopId, state, cursor, limit }: { shopId: string; state?: SessionState | undefined; cursor?: string | undefined; limit: number },
): Promise<Session[]> {
  let query = ctx.db.selectFrom('live.sessions').select(columns).where('shopId', '=', shopId).orderBy('id', 'desc').limit(limit);
  if (state !== undefined) query = query.where('state', '=', state);
  if (cursor !== undefined) query = query.where('id', '<', cursor);
  return query.execute();
}

/** What an entry of the programme is sorted by: on air (0), coming up (1), over (2); within each by `at`, then by id. */
export interface ProgrammeKey {
  readonly rank: number;
  readonly at: number;
  readonly id: string;
}

/** On air newest first, then coming up soonest first, then replays newest first. Over and not recorded is not in it. */
export async function readProgramme(
  ctx: Ctx,
  {
    state,
    shopId,
    after,
    missedBefore,
    limit,
  }: {
    state?: 'live' | 'scheduled' | 'ended' | undefined;
    shopId?: string | undefined;
    after?: ProgrammeKey | undefined;
    missedBefore: Date;
    limit: number;
  },
): Promise<(Session & ProgrammeKey)[]> {
  const wanted = state === undefined ? null : { live: 0, scheduled: 1, ended: 2 }[state];
  const { rows } = await sql<Session & ProgrammeKey>`
    select * from (
      select s.id, s.scene_id, s.shop_id, s.host_id, s.title_zh, s.title_en, s.intro, s.cover_id, s.community_id, s.starts_at, s.state, s.started_at, s.interrupted_at, s.ended_at, s.is_landscape, s.pinned_product_id,
             case when s.state in ('live', 'interrupted') then 0 when s.state = 'scheduled' then 1 else 2 end as rank,
             case when s.state in ('live', 'interrupted') then -(extract(epoch from s.started_at) * 1000)::bigint when s.state = 'scheduled' then (extract(epoch from s.starts_at) * 1000)::bigint else -(extract(epoch from s.ended_at) * 1000)::bigint end as at
        from live.sessions s
       where (s.state in ('live', 'interrupted') or (s.state = 'scheduled' and s.starts_at > ${missedBefore}) or (s.state = 'ended' and exists (select from live.recordings r where r.session_id = s.id)))
         and (${shopId ?? null}::text is null or s.shop_id = ${shopId ?? null})) p
     where (${wanted}::int is null or rank = ${wanted}) and (${after?.id ?? null}::text is null or (rank, at, id) > (${after?.rank ?? 0}::int, ${after?.at ?? 0}::bigint, ${after?.id ?? ''}::text))
     order by rank, at, id limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function readAbandoned(ctx: Ctx, interruptedBefore: Date, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('live.sessions')
    .select('id')
    .where('state', '=', 'interrupted')
    .where('interruptedAt', '<=', interruptedBefore)
    .orderBy('interruptedAt')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** On air, but the media server has not spoken of its stream since then. */
export async function readSilent(ctx: Ctx, seenBefore: Date, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('live.sessions as s')
    .innerJoin('live.health as h', 'h.sessionId', 's.id')
    .select('s.id')
    .where('s.state', '=', 'live')
    .where('h.seenAt', '<=', seenBefore)
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

// Shelf and pins

export async function writeShelf(ctx: Ctx, sessionId: string, productIds: readonly string[]): Promise<void> {
  await ctx.db.deleteFrom('live.shelf').where('sessionId', '=', sessionId).execute();
  if (productIds.length === 0) return;
  await ctx.db
    .insertInto('live.shelf')
    .values(productIds.map((productId, position) => ({ sessionId, productId, position })))
    .execute();
}

export async function readShelves(ctx: Ctx, sessionIds: readonly string[]): Promise<{ sessionId: string; productId: string }[]> {
  return sessionIds.length === 0
    ? []
    : ctx.db
        .selectFrom('live.shelf')
        .select(['sessionId', 'productId'])
        .where('sessionId', 'in', [...sessionIds])
        .orderBy('sessionId')
        .orderBy('position')
        .execute();
}

export async function closePin(ctx: Ctx, sessionId: string): Promise<void> {
  await ctx.db
    .updateTable('live.pins')
    .set({ unpinnedAt: ctx.now })
    .where('sessionId', '=', sessionId)
    .where('unpinnedAt', 'is', null)
    .execute();
}

export async function insertPin(ctx: Ctx, pinned: { sessionId: string; productId: string; pinnedBy: string | null }): Promise<void> {
  await ctx.db
    .insertInto('live.pins')
    .values({ ...pinned, pinnedAt: ctx.now })
    .execute();
}

export async function readPins(ctx: Ctx, sessionId: string) {
  return ctx.db
    .selectFrom('live.pins')
    .select(['productId', 'pinnedAt', 'unpinnedAt'])
    .where('sessionId', '=', sessionId)
    .orderBy('pinnedAt')
    .orderBy('id')
    .execute();
}

export async function insertCorrection(
  ctx: Ctx,
  correction: { id: string; sessionId: string; original: string; correction: string; productId: string | null; madeBy: string | null },
): Promise<void> {
  await ctx.db
    .insertInto('live.corrections')
    .values({ ...correction, madeAt: ctx.now })
    .execute();
}

// Keys

export async function writeKey(ctx: Ctx, key: { sessionId: string; keyHash: string; madeBy: string | null }): Promise<void> {
  const { keyHash, madeBy } = key;
  await ctx.db
    .insertInto('live.streamKeys')
    .values({ ...key, madeAt: ctx.now })
    .onConflict((row) => row.column('sessionId').doUpdateSet({ keyHash, madeBy, madeAt: ctx.now }))
    .execute();
}

export async function readKeyHash(ctx: Ctx, sessionId: string): Promise<string | undefined> {
  return (await ctx.db.selectFrom('live.streamKeys').select('keyHash').where('sessionId', '=', sessionId).executeTakeFirst())?.keyHash;
}

export async function deleteKey(ctx: Ctx, sessionId: string): Promise<void> {
  await ctx.db.deleteFrom('live.streamKeys').where('sessionId', '=', sessionId).execute();
}
