import { record } from '#modules/audit';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { dropCategory, subtreeOf } from './category-tree.ts';
import { findCategory, keepSearchOf, lockCategories } from './keep-categories.ts';
import { countProductsIn, moveProducts, writeCategories } from './store-categories.ts';

/**
 * Deletes a category with all that is under it. Where that is more than the empty category itself, it is only done once
 * somebody has said where the products go: to a category that stays, or to none.
 */
export async function deleteCategory(
  ctx: Ctx,
  { shopId, categoryId }: { shopId: string; categoryId: string },
  productsTo: string | undefined,
): Promise<void> {
  const before = await lockCategories(ctx, shopId);
  const { name } = findCategory(before, categoryId);
  const gone = subtreeOf(before, categoryId).map(({ id }) => id);
  const after = dropCategory(before, categoryId);
  const products = await countProductsIn(ctx, gone);
  if (productsTo === undefined && (products > 0 || gone.length > 1))
    throw problem('category_in_use', { products, categories: gone.length - 1 });
  const target = productsTo === undefined || productsTo === 'none' ? null : productsTo;
  if (target !== null && !after.some(({ id }) => id === target)) throw problem('unknown_category');
  const moved = await moveProducts(ctx, gone, target);
  await writeCategories(ctx, shopId, { before, after });
  await keepSearchOf(ctx, after, moved);
  await record(ctx, {
    shopId,
    action: 'category.deleted',
    targetId: categoryId,
    detail: { name, categories: gone.length, products: moved.length, productsTo: target },
  });
}
