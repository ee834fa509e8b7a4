import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Shops } from './tables.ts';

export type ShopRow = Selectable<Shops>;

export async function insertShop(ctx: Ctx, row: Insertable<Shops>): Promise<ShopRow> {
  return ctx.db.insertInto('shops.shops').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function updateShop(ctx: Ctx, id: string, change: Updateable<Shops>): Promise<ShopRow | undefined> {
  return ctx.db.updateTable('shops.shops').set(change).where('id', '=', id).returningAll().executeTakeFirst();
}

export async function readShops(ctx: Ctx, ids: readonly string[]): Promise<ShopRow[]> {
  if (ids.length === 0) return [];
  return ctx.db
    .selectFrom('shops.shops')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::text[])`)
    .execute();
}

export async function readFirstShop(ctx: Ctx): Promise<ShopRow | undefined> {
  return ctx.db.selectFrom('shops.shops').selectAll().orderBy('id').limit(1).executeTakeFirst();
}

/** Changes of who owns a shop wait for each other here, so that the last owner cannot leave twice at once. */
export async function lockShop(ctx: Ctx, id: string): Promise<ShopRow | undefined> {
  return ctx.db.selectFrom('shops.shops').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}
