import type { Title } from '@tuanzi/contract/shapes';
import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';
import type {} from './tables.ts';

export type ProductStatus = 'draft' | 'on_sale' | 'archived';
export interface ProductRow {
  readonly id: string;
  readonly shopId: string;
  readonly handle: string;
  readonly title: Title;
  readonly subtitle: Title | null;
  readonly story: Title | null;
  readonly origin: Title | null;
  readonly categoryId: string | null;
  readonly compareBasis: string | null;
  readonly pictureIds: readonly string[];
  readonly optionNames: readonly Title[];
  readonly status: ProductStatus;
  readonly priceFen: number;
  readonly priceMaxFen: number;
  readonly compareAtFen: number | null;
  readonly updatedAt: Date;
}
export interface NewProductRow extends Omit<ProductRow, 'updatedAt'> {
  readonly searchText: string;
  readonly searchGrams: readonly string[];
}
export interface SkuRow {
  readonly id: string;
  readonly productId: string;
  readonly shopId: string;
  readonly code: string;
  readonly options: readonly Title[];
  readonly position: number;
  readonly priceFen: number;
  readonly compareAtFen: number | null;
  readonly weightGrams: number;
}

const productColumns = sql.raw(
  'id, shop_id, handle, title, subtitle, story, origin, category_id, compare_basis, picture_ids, option_names, status, price_fen, price_max_fen, compare_at_fen, updated_at',
);
const productRecord =
  sql.raw(`(id text, "shopId" text, handle text, title jsonb, subtitle jsonb, story jsonb, origin jsonb, "categoryId" text, "compareBasis" text, "pictureIds" text[], "optionNames" jsonb,
  status text, "priceFen" bigint, "priceMaxFen" bigint, "compareAtFen" bigint, "searchText" text, "searchGrams" text[])`);
const skuRecord = sql.raw(
  '(id text, "productId" text, "shopId" text, code text, options jsonb, position int, "priceFen" bigint, "compareAtFen" bigint, "weightGrams" int)',
);

/** One statement for any number of products: an import writes thousands. */
export async function insertProducts(ctx: Ctx, products: readonly NewProductRow[]): Promise<void> {
  await sql`
    insert into catalog.products (id, shop_id, handle, title, subtitle, story, origin, category_id, compare_basis, picture_ids, option_names, status, price_fen, price_max_fen, compare_at_fen, search_text, search_grams, created_at, updated_at)
    select id, "shopId", handle, title, subtitle, story, origin, "categoryId", "compareBasis", "pictureIds", "optionNames", status, "priceFen", "priceMaxFen", "compareAtFen", "searchText", "searchGrams", ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as fresh ${productRecord}`.execute(ctx.db);
}

export async function updateProducts(ctx: Ctx, products: readonly NewProductRow[]): Promise<void> {
  await sql`
    update catalog.products p
       set handle = n.handle, title = n.title, subtitle = n.subtitle, story = n.story, origin = n.origin, category_id = n."categoryId", compare_basis = n."compareBasis", picture_ids = n."pictureIds", option_names = n."optionNames",
           status = n.status, price_fen = n."priceFen", price_max_fen = n."priceMaxFen", compare_at_fen = n."compareAtFen", search_text = n."searchText", search_grams = n."searchGrams", updated_at = ${ctx.now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as n ${productRecord}
     where p.id = n.id and p.shop_id = n."shopId"`.execute(ctx.db);
}

export async function updateStatus(ctx: Ctx, { productId, status }: { productId: string; status: ProductStatus }): Promise<void> {
  await ctx.db.updateTable('catalog.products').set({ status, updatedAt: ctx.now }).where('id', '=', productId).execute();
}

export async function insertSkus(ctx: Ctx, skus: readonly SkuRow[]): Promise<void> {
  await sql`
    insert into catalog.skus (id, product_id, shop_id, code, options, position, price_fen, compare_at_fen, weight_grams)
    select id, "productId", "shopId", code, options, position, "priceFen", "compareAtFen", "weightGrams" from jsonb_to_recordset(${JSON.stringify(skus)}::jsonb) as fresh ${skuRecord}`.execute(
    ctx.db,
  );
}

export async function updateSkus(ctx: Ctx, skus: readonly SkuRow[]): Promise<void> {
  await sql`
    update catalog.skus s set code = n.code, options = n.options, position = n.position, price_fen = n."priceFen", compare_at_fen = n."compareAtFen", weight_grams = n."weightGrams"
      from jsonb_to_recordset(${JSON.stringify(skus)}::jsonb) as n ${skuRecord} where s.id = n.id and s.product_id = n."productId"`.execute(
    ctx.db,
  );
}

export async function removeSkus(ctx: Ctx, skuIds: readonly string[]): Promise<void> {
  await ctx.db.updateTable('catalog.skus').set({ removedAt: ctx.now }).where('id', '=', anyOf(skuIds)).execute();
}

export async function selectProducts(ctx: Ctx, productIds: readonly string[]): Promise<ProductRow[]> {
  const { rows } = await sql<ProductRow>`select ${productColumns} from catalog.products where id = any(${productIds}::text[])`.execute(
    ctx.db,
  );
  return rows;
}

export async function selectByHandles(ctx: Ctx, shopId: string, handles: readonly string[]): Promise<ProductRow[]> {
  const { rows } =
    await sql<ProductRow>`select ${productColumns} from catalog.products where shop_id = ${shopId} and handle = any(${handles}::text[])`.execute(
      ctx.db,
    );
  return rows;
}

/** The SKUs of products that were not removed, in their order. */
export async function selectSkusOf(ctx: Ctx, productIds: readonly string[]): Promise<SkuRow[]> {
  const { rows } = await sql<SkuRow>`
    select id, product_id, shop_id, code, options, position, price_fen, compare_at_fen, weight_grams from catalog.skus
     where product_id = any(${productIds}::text[]) and removed_at is null order by product_id, position, id`.execute(ctx.db);
  return rows;
}

/** Which products use these codes in a shop now. */
export async function selectCodes(ctx: Ctx, shopId: string, codes: readonly string[]): Promise<{ code: string; productId: string }[]> {
  const { rows } = await sql<{
    code: string;
    productId: string;
  }>`select live_code as code, product_id from catalog.skus where shop_id = ${shopId} and live_code = any(${codes}::text[])`.execute(
    ctx.db,
  );
  return rows;
}

export interface SkuFacts {
  readonly skuId: string;
  readonly code: string;
  readonly productId: string;
  readonly shopId: string;
  readonly title: Title;
  readonly options: readonly Title[];
  readonly pictureId: string | null;
  readonly priceFen: number;
  readonly isOnSale: boolean;
}

/** On the path of every order: one look-up by key for all SKUs of a batch. */
export async function selectSkuFacts(ctx: Ctx, skuIds: readonly string[]): Promise<SkuFacts[]> {
  const { rows } = await sql<SkuFacts>`
    select s.id as sku_id, s.code, s.product_id, s.shop_id, p.title, s.options, p.picture_ids[1] as picture_id, s.price_fen, p.status = 'on_sale' and s.removed_at is null as is_on_sale
      from catalog.skus s join catalog.products p on p.id = s.product_id where s.id = any(${skuIds}::text[])`.execute(ctx.db);
  return rows;
}

export interface ProductFilter {
  readonly shopId?: string | undefined;
  readonly status?: ProductStatus | undefined;
  /** In any of these. */
  readonly categoryIds?: readonly string[] | undefined;
  /** Folded words, all of which have to occur, and the grams the index finds them by. */
  readonly search?: { readonly words: readonly string[]; readonly grams: readonly string[] } | undefined;
  /** Only products older than this one. */
  readonly cursor?: string | undefined;
}

export async function listProductRows(ctx: Ctx, filter: ProductFilter, limit: number): Promise<ProductRow[]> {
  const { rows } =
    await sql<ProductRow>`select ${productColumns} from catalog.products where ${where(filter)} order by id desc limit ${limit}`.execute(
      ctx.db,
    );
  return rows;
}

export async function listProductIds(ctx: Ctx, filter: ProductFilter): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from catalog.products where ${where(filter)}`.execute(ctx.db);
  return rows.map((row) => row.id);
}

function where({ shopId, status, categoryIds, search, cursor }: ProductFilter): RawBuilder<unknown> {
  const conditions = [sql`true`];
  if (shopId !== undefined) conditions.push(sql`shop_id = ${shopId}`);
  // Written out, because the index on what is on sale is only used when the planner reads the word.
  if (status !== undefined) conditions.push(status === 'on_sale' ? sql`status = 'on_sale'` : sql`status = ${status}`);
  if (categoryIds !== undefined) conditions.push(sql`category_id = any(${categoryIds}::text[])`);
  if (cursor !== undefined) conditions.push(sql`id < ${cursor}`);
  if (search !== undefined && search.words.length > 0) {
    // The grams find candidates by the index; the words themselves are then looked for in the text.
    conditions.push(
      sql`search_grams @> ${search.grams}::text[]`,
      sql`(select bool_and(strpos(search_text, word) > 0) from unnest(${search.words}::text[]) as word)`,
    );
  }
  return sql.join(conditions, sql` and `);
}
