import type { Text } from '@tuanzi/contract/shapes';
import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Shops } from './tables.ts';

// The jsonb column holds what this module wrote, so it is read back as the type it was written from.
export type ShopRow = Omit<Selectable<Shops>, 'intro'> & { readonly intro: Text | null };
type Written<T> = Omit<T, 'intro'> & { readonly intro?: Text | null | undefined };
function stored<T extends { readonly intro?: Text | null | undefined }>(row: T): Omit<T, 'intro'> & { intro?: string | null } {
  const { intro, ...rest } = row;
  return intro === undefined ? rest : { ...rest, intro: intro === null ? null : JSON.stringify(intro) };
}

export async function insertShop(ctx: Ctx, row: Written<Insertable<Shops>>): Promise<ShopRow> {
  return ctx.db.insertInto('shops.shops').values(stored(row)).returningAll().$castTo<ShopRow>().executeTakeFirstOrThrow();
}

export async function updateShop(ctx: Ctx, id: string, change: Written<Updateable<Shops>>): Promise<ShopRow | undefined> {
  return ctx.db.updateTable('shops.shops').set(stored(change)).where('id', '=', id).returningAll().$castTo<ShopRow>().executeTakeFirst();
}

export async function readShops(ctx: Ctx, ids: readonly string[]): Promise<ShopRow[]> {
  if (ids.length === 0) return [];
  return ctx.db
    .selectFrom('shops.shops')
    .selectAll()
    .$castTo<ShopRow>()
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::text[])`)
    .execute();
}

export async function readFirstShop(ctx: Ctx): Promise<ShopRow | undefined> {
  return ctx.db.selectFrom('shops.shops').selectAll().$castTo<ShopRow>().orderBy('id').limit(1).executeTakeFirst();
}

/** Changes of who owns a shop wait for each other here, so that the last owner cannot leave twice at once. */
export async function lockShop(ctx: Ctx, id: string): Promise<ShopRow | undefined> {
  return ctx.db.selectFrom('shops.shops').selectAll().$castTo<ShopRow>().where('id', '=', id).forUpdate().executeTakeFirst();
}
