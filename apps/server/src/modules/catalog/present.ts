import type { ProductCard, ProductView, SkuView } from '@tuanzi/contract/catalog';
import type { Picture, Title } from '@tuanzi/contract/shapes';
import type { ProductStock, StockLevel } from '#modules/inventory';
import type { ProductRating } from './extension-points.ts';
import type { ProductRow, SkuRow } from './store.ts';

/** What a product is shown with beside its own row. */
export interface Surroundings {
  readonly pictures: ReadonlyMap<string, Picture>;
  readonly stock: ReadonlyMap<string, ProductStock>;
  readonly ratings?: ReadonlyMap<string, ProductRating>;
}

export function presentCard(row: ProductRow, { pictures, stock, ratings }: Surroundings): ProductCard {
  const units = stock.get(row.id);
  const rating = ratings?.get(row.id);
  return {
    id: row.id,
    shopId: row.shopId,
    title: row.title,
    subtitle: row.subtitle,
    picture: pictures.get(row.pictureIds[0] ?? '') ?? null,
    priceFen: row.priceFen,
    priceMaxFen: row.priceMaxFen,
    compareAtFen: row.compareAtFen,
    // What is not on sale has no units on sale, wherever its card still hangs.
    stock: row.status === 'on_sale' ? (units?.available ?? 0) : 0,
    soldCount: units?.sold ?? 0,
    ...(rating !== undefined && { rating }),
  };
}

export function presentProduct(
  row: ProductRow,
  skus: readonly SkuRow[],
  around: Surroundings & { levels: ReadonlyMap<string, StockLevel>; categories: ReadonlyMap<string, Title> },
): ProductView {
  const category = around.categories.get(row.categoryId ?? '');
  const pictures = row.pictureIds.flatMap((id) => around.pictures.get(id) ?? []);
  return {
    ...presentCard(row, around),
    story: row.story,
    origin: row.origin,
    category: row.categoryId === null || category === undefined ? null : { id: row.categoryId, name: category },
    pictures,
    optionNames: [...row.optionNames],
    skus: skus.map((sku) => presentSku(sku, around.levels)),
    status: row.status,
    compareBasis: row.compareBasis,
  };
}

function presentSku(sku: SkuRow, levels: ReadonlyMap<string, StockLevel>): SkuView {
  const { id, code, options, priceFen, compareAtFen, weightGrams } = sku;
  return { id, code, options: [...options], priceFen, compareAtFen, stock: levels.get(id)?.available ?? 0, weightGrams };
}
