import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';
import type { CardKindName } from './extension-points.ts';

export interface CardRow {
  readonly id: string;
  readonly sceneId: string;
  readonly kind: CardKindName;
  readonly refId: string;
  readonly isLive: boolean;
  readonly droppedAt: Date;
}
const columns = ['id', 'sceneId', 'kind', 'refId', 'isLive', 'droppedAt'] as const;

export async function insertCard(
  ctx: Ctx,
  card: { id: string; sceneId: string; kind: CardKindName; refId: string; droppedBy: string | null },
): Promise<void> {
  await ctx.db
    .insertInto('scenes.cards')
    .values({ ...card, droppedAt: ctx.now, changedAt: ctx.now })
    .execute();
}

export async function readCards(ctx: Ctx, ids: readonly string[]): Promise<CardRow[]> {
  return ids.length === 0 ? [] : ctx.db.selectFrom('scenes.cards').select(columns).where('id', '=', anyOf(ids)).execute();
}

/** Newest first. */
export async function readLiveCards(ctx: Ctx, sceneIds: readonly string[]): Promise<CardRow[]> {
  return ctx.db
    .selectFrom('scenes.cards')
    .select(columns)
    .where('sceneId', '=', anyOf(sceneIds))
    .where('isLive', '=', true)
    .orderBy('droppedAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

export async function readLiveCardsOf(ctx: Ctx, kind: CardKindName, refIds: readonly string[]): Promise<CardRow[]> {
  return refIds.length === 0
    ? []
    : ctx.db
        .selectFrom('scenes.cards')
        .select(columns)
        .where('kind', '=', kind)
        .where('refId', '=', anyOf(refIds))
        .where('isLive', '=', true)
        .execute();
}

export async function endCard(ctx: Ctx, id: string, withdrawnBy: string | null): Promise<boolean> {
  const done = await ctx.db
    .updateTable('scenes.cards')
    .set({ isLive: false, withdrawnBy, withdrawnAt: ctx.now })
    .where('id', '=', id)
    .where('isLive', '=', true)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function markStale(ctx: Ctx, kind: string, refIds: readonly string[]): Promise<void> {
  await sql`update scenes.cards set is_stale = true where kind = ${kind} and ref_id = any(${[...refIds]}::text[]) and is_live and not is_stale`.execute(
    ctx.db,
  );
}

/** Stale cards not told about within the second before; they are told about by this transaction. */
export async function takeStaleCards(ctx: Ctx, toldBefore: Date): Promise<CardRow[]> {
  const { rows } = await sql<CardRow>`
    update scenes.cards set is_stale = false, changed_at = ${ctx.now}
     where id in (select id from scenes.cards where is_stale and is_live and changed_at <= ${toldBefore} order by id limit 500 for update skip locked)
    returning id, scene_id, kind, ref_id, is_live, dropped_at`.execute(ctx.db);
  return rows;
}
