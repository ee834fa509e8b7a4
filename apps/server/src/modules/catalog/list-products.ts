import type { ProductCard, ProductView } from '@tuanzi/contract/catalog';
import { getProductStock, type ProductStock } from '#modules/inventory';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { presentCards, presentProducts } from './get-products.ts';
import { foldText, parseSearch } from './rules.ts';
import { listProductIds, listProductRows, selectProducts, type ProductFilter, type ProductRow, type ProductStatus } from './store.ts';
import { selectIdsUnder } from './store-categories.ts';

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
export interface Search {
  readonly shopId?: string | undefined;
  readonly q?: string | undefined;
  readonly categoryId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What shoppers see: on sale, newest first. */
export async function listProducts(ctx: Ctx, { q, limit, categoryId, ...filter }: Search): Promise<Page<ProductCard>> {
  const rows = await listProductRows(
    ctx,
    { ...filter, ...searchOf(q), categoryIds: await idsUnder(ctx, categoryId, filter.shopId), status: 'on_sale' },
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  return { items: await presentCards(ctx, shown), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

export type ShopProduct = ProductView & { onHand: number; reserved: number; updatedAt: string };
interface ShopSearch {
  readonly shopId: string;
  readonly q?: string | undefined;
  readonly status?: ProductStatus | undefined;
  readonly categoryId?: string | undefined;
  readonly sort: 'newest' | 'stock' | 'sold';
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What a shop's staff see: every status, newest first, or what sells out first, or what sells best. */
export async function listShopProducts(
  ctx: Ctx,
  { shopId, q, status, categoryId, sort, cursor, limit }: ShopSearch,
): Promise<Page<ShopProduct>> {
  const filter = { shopId, status, categoryIds: await idsUnder(ctx, categoryId, shopId), ...searchOf(q) };
  const { rows, nextCursor } =
    sort === 'newest' ? await newest(ctx, { ...filter, cursor }, limit) : await ranked(ctx, filter, { by: sort, cursor, limit });
  const views = await presentProducts(ctx, rows);
  const stock = await getProductStock(
    ctx,
    rows.map((row) => row.id),
  );
  const items = rows.flatMap((row, i) => {
    const view = views[i];
    return view === undefined
      ? []
      : [
          {
            ...view,
            stock: stock.get(row.id)?.available ?? 0,
            onHand: stock.get(row.id)?.onHand ?? 0,
            reserved: stock.get(row.id)?.reserved ?? 0,
            updatedAt: row.updatedAt.toISOString(),
          },
        ];
  });
  return { items, nextCursor };
}

function idsUnder(ctx: Ctx, categoryId: string | undefined, shopId: string | undefined): Promise<string[]> | undefined {
  return categoryId === undefined ? undefined : selectIdsUnder(ctx, { categoryId, shopId });
}

async function newest(ctx: Ctx, filter: ProductFilter, limit: number): Promise<{ rows: ProductRow[]; nextCursor: string | null }> {
  const rows = await listProductRows(ctx, filter, limit + 1);
  const shown = rows.slice(0, limit);
  return { rows: shown, nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/**
 * Units belong to the inventory, so all matching ids are ranked here, by what it says. A shop has thousands of products
 * and not millions, and only its staff ask. The cursor is the last place shown, so nothing is lost when ranks move.
 */
async function ranked(
  ctx: Ctx,
  filter: ProductFilter,
  { by, cursor, limit }: { by: 'stock' | 'sold'; cursor?: string | undefined; limit: number },
): Promise<{ rows: ProductRow[]; nextCursor: string | null }> {
  const ids = await listProductIds(ctx, filter);
  const stock = await getProductStock(ctx, ids);
  const places = ids.map((id) => ({ id, rank: rankOf(stock.get(id), by) })).sort((a, b) => a.rank - b.rank || (a.id < b.id ? 1 : -1));
  const after = cursor === undefined ? undefined : parsePlace(cursor);
  const rest =
    after === undefined ? places : places.filter((place) => place.rank > after.rank || (place.rank === after.rank && place.id < after.id));
  const shown = rest.slice(0, limit);
  const rows = new Map(
    (
      await selectProducts(
        ctx,
        shown.map((place) => place.id),
      )
    ).map((row) => [row.id, row]),
  );
  const last = shown.at(-1);
  return {
    rows: shown.flatMap(({ id }) => rows.get(id) ?? []),
    nextCursor: rest.length > limit && last !== undefined ? `${last.rank}.${last.id}` : null,
  };
}

function rankOf(stock: ProductStock | undefined, by: 'stock' | 'sold'): number {
  return by === 'stock' ? (stock?.available ?? 0) : 0 - (stock?.sold ?? 0);
}

function parsePlace(cursor: string): { rank: number; id: string } {
  const [, rank, id] = /^(-?\d{1,15})\.(\w+)$/.exec(cursor) ?? [];
  if (rank === undefined || id === undefined)
    throw problem('invalid_input', {
      errors: [{ in: 'query', path: 'cursor', code: 'invalid_format', message: 'not a cursor of this list' }],
    });
  return { rank: Number(rank), id };
}

function searchOf(q: string | undefined): Pick<ProductFilter, 'search'> {
  if (q === undefined || foldText(q) === '') return {};
  return { search: parseSearch(q) };
}
