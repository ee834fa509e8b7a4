import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { subtreeOf, wordsOf, type Arranged, type Category } from './category-tree.ts';
import { gramsOf, searchTextOf } from './rules.ts';
import { lockCatalog } from './save-product.ts';
import { selectProducts, selectSkusOf } from './store.ts';
import { selectCategories, selectProductIdsIn, updateSearch } from './store-categories.ts';

/** The tree of a shop, which stays as it is until the end of the transaction unless this one changes it. */
export async function lockCategories(ctx: Ctx, shopId: string): Promise<Category[]> {
  await lockCatalog(ctx, shopId);
  return selectCategories(ctx, shopId);
}

/** A category of this shop; somebody else's does not exist here. */
export function findCategory(tree: readonly Category[], categoryId: string): Category {
  const category = tree.find(({ id }) => id === categoryId);
  if (category === undefined) throw problem('not_found');
  return category;
}

export function arranged(result: Arranged): Category[] {
  if ('wrong' in result) throw problem(result.wrong);
  return result.tree;
}

/** Products are found by the names of their category and of those above it; what is in or under this one has new ones. */
export async function keepSearch(ctx: Ctx, tree: readonly Category[], categoryId: string): Promise<void> {
  const ids = subtreeOf(tree, categoryId).map(({ id }) => id);
  await keepSearchOf(ctx, tree, await selectProductIdsIn(ctx, ids));
}

/** So many at once that a statement ends in time on a slow machine as well. */
const partSize = 1000;

export async function keepSearchOf(ctx: Ctx, tree: readonly Category[], productIds: readonly string[]): Promise<void> {
  for (let at = 0; at < productIds.length; at += partSize) {
    const part = productIds.slice(at, at + partSize);
    const codes = Map.groupBy(await selectSkusOf(ctx, part), (sku) => sku.productId);
    const rows = (await selectProducts(ctx, part)).map((product) => {
      const searchText = searchTextOf(product, {
        categoryWords: wordsOf(tree, product.categoryId),
        codes: codes.get(product.id)?.map(({ code }) => code) ?? [],
      });
      return { id: product.id, searchText, searchGrams: gramsOf(searchText) };
    });
    await updateSearch(ctx, rows);
  }
}
