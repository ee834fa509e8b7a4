import type { ProductInput } from '@tuanzi/contract/catalog';
import type { Title } from '@tuanzi/contract/shapes';
import type { z } from 'zod';
import { record } from '#modules/audit';
import { closeStock, openStock } from '#modules/inventory';
import { requirePictures } from '#modules/media';
import { lockByName, type Ctx } from '#platform/ctx';
import { newId, randomText } from '#platform/ids';
import { problem } from '#platform/problem';
import { wordsOf } from './category-tree.ts';
import { choiceKey, clean, evenChoices, gramsOf, handleOf, listedPrices, searchTextOf, wrongChoices } from './rules.ts';
import {
  insertProducts,
  insertSkus,
  removeSkus,
  selectByHandles,
  selectCodes,
  selectProducts,
  selectSkusOf,
  updateProducts,
  updateSkus,
  type NewProductRow,
  type ProductRow,
  type SkuRow,
} from './store.ts';
import { selectCategories } from './store-categories.ts';

export type ProductDraft = z.output<typeof ProductInput>;
export interface SavedProduct {
  readonly productId: string;
  /** In the order of the draft's SKUs. */ readonly skuIds: string[];
}

/** Whoever writes to the catalog of a shop does so alone, so that an address or a code found free stays free until the end. */
export function lockCatalog(ctx: Ctx, shopId: string): Promise<void> {
  return lockByName(ctx, `catalog of ${shopId}`);
}

export async function createProduct(ctx: Ctx, shopId: string, given: ProductDraft): Promise<SavedProduct> {
  const draft = { ...given, skus: evenChoices(given.skus) };
  await lockCatalog(ctx, shopId);
  await refuseDraft(ctx, shopId, draft, null);
  const categoryWords = await categoryWordsOf(ctx, shopId, draft.categoryId);
  const productId = newId('prd', ctx.now.getTime());
  const skus = draft.skus.map((sku, position) => skuRow({ shopId, productId, id: newId('sku', ctx.now.getTime()), position }, sku));
  await insertProducts(ctx, [
    productRow({ id: productId, shopId, handle: draft.handle ?? (await freeHandle(ctx, shopId, draft.title)) }, draft, categoryWords),
  ]);
  await insertSkus(ctx, skus);
  await openStock(
    ctx,
    skus.map(({ id }, i) => ({ skuId: id, productId, shopId, onHand: draft.skus[i]?.stock ?? 0 })),
  );
  await ctx.publish('product.changed', { productId, shopId });
  await record(ctx, { shopId, action: 'product.created', targetId: productId, detail: { title: draft.title.zh, skus: skus.length } });
  return { productId, skuIds: skus.map((sku) => sku.id) };
}

/**
 * Replaces a product by a draft. A SKU keeps its id, and with it its units and orders, if the draft names the id or has
 * the same options. SKUs the draft leaves out are removed, unless an unpaid order holds units of them.
 */
export async function updateProduct(
  ctx: Ctx,
  { shopId, productId }: { shopId: string; productId: string },
  given: ProductDraft,
): Promise<SavedProduct> {
  const draft = { ...given, skus: evenChoices(given.skus) };
  await lockCatalog(ctx, shopId);
  const before = await findOfShop(ctx, shopId, productId);
  await refuseDraft(ctx, shopId, draft, productId);
  const categoryWords = await categoryWordsOf(ctx, shopId, draft.categoryId);
  const known = await selectSkusOf(ctx, [productId]);
  const { kept, fresh, gone } = matchSkus(known, draft, { shopId, productId, nowMs: ctx.now.getTime() });
  const held = await closeStock(
    ctx,
    gone.map((sku) => sku.id),
  );
  if (held.length > 0) throw problem('sku_in_use', { skuIds: held });
  if (gone.length > 0)
    await removeSkus(
      ctx,
      gone.map((sku) => sku.id),
    );
  await updateSkus(ctx, kept);
  await insertSkus(ctx, fresh);
  await openStock(
    ctx,
    fresh.map(({ id, position }) => ({ skuId: id, productId, shopId, onHand: draft.skus[position]?.stock ?? 0 })),
  );
  await updateProducts(ctx, [productRow({ id: productId, shopId, handle: draft.handle ?? before.handle }, draft, categoryWords)]);
  await ctx.publish('product.changed', { productId, shopId });
  await record(ctx, {
    shopId,
    action: 'product.changed',
    targetId: productId,
    detail: { title: draft.title.zh, added: fresh.length, removed: gone.map((sku) => sku.code) },
  });
  return { productId, skuIds: [...kept, ...fresh].sort((a, b) => a.position - b.position).map((sku) => sku.id) };
}

/** A product of this shop; somebody else's does not exist here. */
export async function findOfShop(ctx: Ctx, shopId: string, productId: string): Promise<ProductRow> {
  const [product] = await selectProducts(ctx, [productId]);
  if (product === undefined || product.shopId !== shopId) throw problem('not_found');
  return product;
}

/** The names a product is found by because of its category, which is one of this shop. */
async function categoryWordsOf(ctx: Ctx, shopId: string, categoryId: string | null): Promise<string> {
  if (categoryId === null) return '';
  const categories = await selectCategories(ctx, shopId);
  if (!categories.some(({ id }) => id === categoryId)) throw problem('unknown_category');
  return wordsOf(categories, categoryId);
}

/** A product's row as a draft makes it. */
export function productRow(
  key: { id: string; shopId: string; handle: string },
  draft: Omit<ProductDraft, 'handle'>,
  categoryWords: string,
): NewProductRow {
  const { title, subtitle, story, origin, categoryId, compareBasis, pictureIds, optionNames, status, skus } = draft;
  const searchText = searchTextOf({ title, subtitle, origin, handle: key.handle }, { categoryWords, codes: skus.map((sku) => sku.code) });
  return {
    ...key,
    title: clean(title),
    subtitle: subtitle && clean(subtitle),
    story: story && clean(story),
    origin: origin && clean(origin),
    categoryId,
    compareBasis,
    pictureIds,
    optionNames: optionNames.map(clean),
    status,
    ...listedPrices(skus),
    searchText,
    searchGrams: gramsOf(searchText),
  };
}

export function skuRow(
  key: { id: string; shopId: string; productId: string; position: number },
  { code, options, priceFen, compareAtFen, weightGrams }: ProductDraft['skus'][number],
): SkuRow {
  return { ...key, code, options, priceFen, compareAtFen, weightGrams };
}

async function refuseDraft(ctx: Ctx, shopId: string, draft: ProductDraft, productId: string | null): Promise<void> {
  const wrong = wrongChoices(draft.optionNames.length, draft.skus);
  if (wrong !== null) throw problem(wrong);
  if (draft.compareBasis === null && draft.skus.some((sku) => sku.compareAtFen !== null)) throw problem('compare_basis_missing');
  const errors = draft.skus.flatMap(({ priceFen, compareAtFen }, i) =>
    compareAtFen !== null && compareAtFen <= priceFen
      ? [{ in: 'body', path: `skus.${i}.compareAtFen`, code: 'too_small', message: 'a compared price is above the price' }]
      : [],
  );
  if (errors.length > 0) throw problem('invalid_input', { errors });
  await requirePictures(ctx, draft.pictureIds);
  if (draft.handle !== undefined && (await selectByHandles(ctx, shopId, [draft.handle])).some((row) => row.id !== productId))
    throw problem('handle_taken');
  const taken = (
    await selectCodes(
      ctx,
      shopId,
      draft.skus.map((sku) => sku.code),
    )
  ).filter((row) => row.productId !== productId);
  if (taken.length > 0) throw problem('sku_code_taken', { codes: taken.map((row) => row.code) });
}

function matchSkus(
  known: readonly SkuRow[],
  draft: ProductDraft,
  { shopId, productId, nowMs }: { shopId: string; productId: string; nowMs: number },
) {
  const left = new Map(known.map((sku) => [sku.id, sku]));
  const takeKnown = (isIt: (sku: SkuRow) => boolean) => {
    const found = [...left.values()].find(isIt);
    if (found !== undefined) left.delete(found.id);
    return found;
  };
  // Those named by id first, so that a SKU without one cannot take what another names.
  const byId = draft.skus.map((sku) => (sku.id === undefined ? undefined : takeKnown((row) => row.id === sku.id)));
  if (draft.skus.some((sku, i) => sku.id !== undefined && byId[i] === undefined)) throw problem('not_found');
  const matched = draft.skus.map((sku, i) => byId[i] ?? takeKnown((row) => choiceKey(row.options) === choiceKey(sku.options)));
  const rows = draft.skus.map((sku, position) =>
    skuRow({ shopId, productId, position, id: matched[position]?.id ?? newId('sku', nowMs) }, sku),
  );
  return {
    kept: rows.filter((_, i) => matched[i] !== undefined),
    fresh: rows.filter((_, i) => matched[i] === undefined),
    gone: [...left.values()],
  };
}

async function freeHandle(ctx: Ctx, shopId: string, title: Title): Promise<string> {
  const wanted = handleOf(title.en ?? title.zh);
  if (wanted !== '' && (await selectByHandles(ctx, shopId, [wanted])).length === 0) return wanted;
  return [wanted, randomText(8)].filter((part) => part !== '').join('-');
}
