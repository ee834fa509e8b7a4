import type { ProductCard, ProductView } from '@tuanzi/contract/catalog';
import type { Picture, Title } from '@tuanzi/contract/shapes';
import { getLevels, getProductStock } from '#modules/inventory';
import { getPictures } from '#modules/media';
import type { Ctx } from '#platform/ctx';
import { ratingsOf } from './extension-points.ts';
import { presentCard, presentProduct } from './present.ts';
import { selectProducts, selectSkuFacts, selectSkusOf, type ProductRow, type ProductStatus } from './store.ts';
import { selectCategoryNames } from './store-categories.ts';

/** A SKU as orders and carts keep it. */
export interface SkuSnapshot {
  readonly skuId: string;
  readonly code: string;
  readonly productId: string;
  readonly shopId: string;
  readonly title: Title;
  readonly options: Title[];
  readonly picture: Picture | null;
  readonly priceFen: number;
  readonly isOnSale: boolean;
}

/** SKUs by id, also those off sale or removed: orders and carts still show them. Two statements for any number. */
export async function getSkus(ctx: Ctx, skuIds: readonly string[]): Promise<Map<string, SkuSnapshot>> {
  if (skuIds.length === 0) return new Map();
  const facts = await selectSkuFacts(ctx, skuIds);
  const pictures = await getPictures(ctx, [...new Set(facts.flatMap((sku) => sku.pictureId ?? []))]);
  return new Map(
    facts.map(({ pictureId, options, ...sku }) => [
      sku.skuId,
      { ...sku, options: [...options], picture: pictures.get(pictureId ?? '') ?? null },
    ]),
  );
}

/** What other modules check before they build on a product. */
export async function getProductFacts(
  ctx: Ctx,
  productIds: readonly string[],
): Promise<Map<string, { id: string; shopId: string; title: Title; status: ProductStatus; isOnSale: boolean }>> {
  if (productIds.length === 0) return new Map();
  const rows = await selectProducts(ctx, productIds);
  return new Map(rows.map(({ id, shopId, title, status }) => [id, { id, shopId, title, status, isOnSale: status === 'on_sale' }]));
}

/** Cards of products by id, whatever their status; what is off sale shows no stock. */
export async function getProductCards(ctx: Ctx, productIds: readonly string[]): Promise<Map<string, ProductCard>> {
  if (productIds.length === 0) return new Map();
  const cards = await presentCards(ctx, await selectProducts(ctx, productIds));
  return new Map(cards.map((card) => [card.id, card]));
}

export async function presentCards(ctx: Ctx, rows: readonly ProductRow[]): Promise<ProductCard[]> {
  const pictures = await getPictures(
    ctx,
    rows.flatMap((row) => row.pictureIds.slice(0, 1)),
  );
  const stock = await getProductStock(
    ctx,
    rows.map((row) => row.id),
  );
  const ratings = await ratingsOf(
    ctx,
    rows.map((row) => row.id),
  );
  return rows.map((row) => presentCard(row, { pictures, stock, ratings }));
}

export async function getProduct(ctx: Ctx, productId: string): Promise<ProductView | undefined> {
  return (await getProducts(ctx, [productId])).get(productId);
}

export async function getProducts(ctx: Ctx, productIds: readonly string[]): Promise<Map<string, ProductView>> {
  const views = await presentProducts(ctx, await selectProducts(ctx, productIds));
  return new Map(views.map((view) => [view.id, view]));
}

export async function presentProducts(ctx: Ctx, rows: readonly ProductRow[]): Promise<ProductView[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const pictureIds = rows.flatMap((row) => row.pictureIds);
  const [skus, pictures, stock, categories] = await Promise.all([
    selectSkusOf(ctx, ids),
    getPictures(ctx, pictureIds),
    getProductStock(ctx, ids),
    selectCategoryNames(ctx, [...new Set(rows.flatMap((row) => row.categoryId ?? []))]),
  ]);
  const levels = await getLevels(
    ctx,
    skus.map((sku) => sku.id),
  );
  const byProduct = Map.groupBy(skus, (sku) => sku.productId);
  return rows.map((row) => presentProduct(row, byProduct.get(row.id) ?? [], { pictures, stock, levels, categories }));
}
