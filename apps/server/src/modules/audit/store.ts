import type { Insertable, Selectable } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Entries } from './tables.ts';

export type AuditEntry = Selectable<Entries>;

export async function insertEntry(ctx: Ctx, row: Insertable<Entries>): Promise<void> {
  await ctx.db.insertInto('audit.entries').values(row).execute();
}

/** Newest first. */
export async function readEntries(ctx: Ctx, of: { targetId: string } | { shopId: string }): Promise<AuditEntry[]> {
  const query = ctx.db.selectFrom('audit.entries').selectAll().orderBy('id', 'desc').limit(200);
  return ('targetId' in of ? query.where('targetId', '=', of.targetId) : query.where('shopId', '=', of.shopId)).execute();
}
