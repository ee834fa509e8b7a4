import type { CategoryView } from '@tuanzi/contract/catalog';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { countUp, mergeTrees, type CountedCategory } from './category-tree.ts';
import { selectCounted } from './store-categories.ts';

/** What shoppers can look through: categories with something on sale in them or under them. */
export async function listCategories(ctx: Ctx, shopId: string | undefined): Promise<CategoryView[]> {
  const counted = countUp(mergeTrees(await selectCounted(ctx, { shopId, isOnSaleOnly: true })));
  return counted.filter(({ productCount }) => productCount > 0).map(viewOf);
}

/** What staff keep: every category, and every product whatever its status. */
export async function listShopCategories(ctx: Ctx, shopId: string): Promise<CategoryView[]> {
  return countUp(await selectCounted(ctx, { shopId, isOnSaleOnly: false })).map(viewOf);
}

export async function getShopCategory(ctx: Ctx, shopId: string, categoryId: string): Promise<CategoryView> {
  const category = (await listShopCategories(ctx, shopId)).find(({ id }) => id === categoryId);
  if (category === undefined) throw problem('not_found');
  return category;
}

function viewOf({ id, parentId, name, productCount }: CountedCategory): CategoryView {
  return { id, parentId, name, productCount };
}
