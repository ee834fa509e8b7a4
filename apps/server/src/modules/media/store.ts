import { sql, type Insertable, type Selectable } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Pictures } from './tables.ts';

export type PictureRow = Selectable<Pictures>;

export async function insertPicture(ctx: Ctx, row: Insertable<Pictures>): Promise<void> {
  await ctx.db.insertInto('media.pictures').values(row).execute();
}

export async function readPictures(ctx: Ctx, ids: readonly string[]): Promise<PictureRow[]> {
  if (ids.length === 0) return [];
  return ctx.db
    .selectFrom('media.pictures')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::text[])`)
    .execute();
}
