import type { Title } from '@tuanzi/contract/shapes';
import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import { pathOf, type Category, type CountedCategory } from './category-tree.ts';
import type {} from './tables.ts';

/** More than all shops of an installation have; what lies beyond is not shown to shoppers. */
const shownMax = 5000;

/** All categories of a shop: a few hundred at most. */
export async function selectCategories(ctx: Ctx, shopId: string): Promise<Category[]> {
  const { rows } = await sql<Category>`select id, parent_id, name, position from catalog.categories where shop_id = ${shopId}`.execute(
    ctx.db,
  );
  return rows;
}

export async function selectCategoryNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Title>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: Title }>`select id, name from catalog.categories where id = any(${ids}::text[])`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** With the products directly in each: those on sale, or all of them. */
export async function selectCounted(
  ctx: Ctx,
  { shopId, isOnSaleOnly }: { shopId: string | undefined; isOnSaleOnly: boolean },
): Promise<CountedCategory[]> {
  const ofShop = shopId === undefined ? sql`true` : sql`shop_id = ${shopId}`;
  const { rows } = await sql<CountedCategory>`
    select c.id, c.parent_id, c.name, c.position, c.path, coalesce(n.products, 0) as product_count from catalog.categories c
      left join (select category_id, count(*) as products from catalog.products
                  where ${ofShop} and category_id is not null ${isOnSaleOnly ? sql`and status = 'on_sale'` : sql``} group by category_id) n on n.category_id = c.id
     where ${ofShop} order by c.id limit ${shownMax}`.execute(ctx.db);
  return rows;
}

/** A category and those under it; without a shop also equal ones of other shops. None if there is no such category. */
export async function selectIdsUnder(
  ctx: Ctx,
  { categoryId, shopId }: { categoryId: string; shopId?: string | undefined },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from catalog.categories asked join catalog.categories c
        on c.path >= asked.path and c.path[1:cardinality(asked.path)] = asked.path
     where asked.id = ${categoryId} and ${shopId === undefined ? sql`true` : sql`c.shop_id = ${shopId}`}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Makes the stored tree of a shop this one, in one statement for each kind of change. */
export async function writeCategories(
  ctx: Ctx,
  shopId: string,
  { before, after }: { before: readonly Category[]; after: readonly Category[] },
): Promise<void> {
  const known = new Map(before.map((category) => [category.id, category]));
  const asText = (tree: readonly Category[], category: Category) => JSON.stringify([category, pathOf(tree, category.id)]);
  const changed = after.filter((category) => {
    const old = known.get(category.id);
    return old !== undefined && asText(before, old) !== asText(after, category);
  });
  const gone = before.filter((category) => !after.some(({ id }) => id === category.id));
  const record = (categories: readonly Category[]) =>
    sql`jsonb_to_recordset(${JSON.stringify(categories.map((category) => ({ ...category, path: pathOf(after, category.id) })))}::jsonb) as n (id text, "parentId" text, name jsonb, position int, path text[])`;
  if (gone.length > 0) await sql`delete from catalog.categories where id = any(${gone.map(({ id }) => id)}::text[])`.execute(ctx.db);
  if (changed.length > 0)
    await sql`
      update catalog.categories c set parent_id = n."parentId", name = n.name, position = n.position, path = n.path
        from ${record(changed)} where c.id = n.id and c.shop_id = ${shopId}`.execute(ctx.db);
  const fresh = after.filter(({ id }) => !known.has(id));
  if (fresh.length > 0)
    await sql`
      insert into catalog.categories (id, shop_id, parent_id, name, position, path, created_at)
      select id, ${shopId}, "parentId", name, position, path, ${ctx.now}::timestamptz from ${record(fresh)}`.execute(ctx.db);
}

export async function countProductsIn(ctx: Ctx, categoryIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{
    products: number;
  }>`select count(*) as products from catalog.products where category_id = any(${categoryIds}::text[])`.execute(ctx.db);
  return rows[0]?.products ?? 0;
}

/** Answers with the products that moved. */
export async function moveProducts(ctx: Ctx, from: readonly string[], to: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update catalog.products set category_id = ${to}, updated_at = ${ctx.now}::timestamptz where category_id = any(${from}::text[]) returning id`.execute(
    ctx.db,
  );
  return rows.map(({ id }) => id);
}

export async function selectProductIdsIn(ctx: Ctx, categoryIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from catalog.products where category_id = any(${categoryIds}::text[])`.execute(
    ctx.db,
  );
  return rows.map(({ id }) => id);
}

export interface SearchRow {
  readonly id: string;
  readonly searchText: string;
  readonly searchGrams: readonly string[];
}
export async function updateSearch(ctx: Ctx, rows: readonly SearchRow[]): Promise<void> {
  await sql`
    update catalog.products p set search_text = n."searchText", search_grams = n."searchGrams"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id text, "searchText" text, "searchGrams" text[]) where p.id = n.id`.execute(
    ctx.db,
  );
}
