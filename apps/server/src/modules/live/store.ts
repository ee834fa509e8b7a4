import type { Text } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';
import type { SessionState } from './rules.ts';
import type {} from './tables.ts';

export interface Session {
  readonly id: string;
  readonly sceneId: string;
  readonly shopId: string;
  readonly hostId: string;
  readonly titleZh: string;
  readonly titleEn: string | null;
  readonly intro: Text | null;
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
  readonly intro: Text | null;
  readonly coverId: string | null;
  readonly communityId: string | null;
  readonly startsAt: Date;
}

/** The jsonb column holds what is written here, so it is read back as what it was written from. */
const introOf = (intro: Text | null) => (intro === null ? null : JSON.stringify(intro));

export async function insertSession(ctx: Ctx, session: NewSession): Promise<void> {
  await ctx.db
    .insertInto('live.sessions')
    .values({ ...session, intro: introOf(session.intro), createdAt: ctx.now })
    .execute();
}

export async function updateSession(ctx: Ctx, id: string, change: Partial<Omit<Session, 'id' | 'sceneId' | 'shopId'>>): Promise<void> {
  const { intro, ...rest } = change;
  await ctx.db
    .updateTable('live.sessions')
    .set({ ...rest, ...(intro !== undefined && { intro: introOf(intro) }) })
    .where('id', '=', id)
    .execute();
}

export async function lockSession(ctx: Ctx, id: string): Promise<Session | undefined> {
  return ctx.db.selectFrom('live.sessions').select(columns).$castTo<Session>().where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function readSessions(ctx: Ctx, ids: readonly string[]): Promise<Session[]> {
  return ids.length === 0
    ? []
    : ctx.db.selectFrom('live.sessions').select(columns).$castTo<Session>().where('id', '=', anyOf(ids)).execute();
}

export async function readSessionsOfShop(
  ctx: Ctx,
  { shopId, state, cursor, limit }: { shopId: string; state?: SessionState | undefined; cursor?: string | undefined; limit: number },
): Promise<Session[]> {
  let query = ctx.db
    .selectFrom('live.sessions')
    .select(columns)
    .$castTo<Session>()
    .where('shopId', '=', shopId)
    .orderBy('id', 'desc')
    .limit(limit);
  if (state !== undefined) query = query.where('state', '=', state);
  if (cursor !== undefined) query = query.where('id', '<', cursor);
  return query.execute();
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
        .where('sessionId', '=', anyOf(sessionIds))
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
