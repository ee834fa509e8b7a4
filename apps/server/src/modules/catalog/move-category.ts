import { record } from '#modules/audit';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { moveCategory as moved } from './category-tree.ts';
import { arranged, findCategory, keepSearch, lockCategories } from './keep-categories.ts';
import { writeCategories } from './store-categories.ts';

/** Puts a category with all that is under it elsewhere: under another parent, or at another place of its level. */
export async function moveCategory(
  ctx: Ctx,
  { shopId, categoryId }: { shopId: string; categoryId: string },
  { parentId, position }: { parentId: string | null; position: number },
): Promise<void> {
  const before = await lockCategories(ctx, shopId);
  const old = findCategory(before, categoryId);
  if (parentId !== null && !before.some(({ id }) => id === parentId)) throw problem('unknown_category');
  const after = arranged(moved(before, { id: categoryId, parentId, position }));
  await writeCategories(ctx, shopId, { before, after });
  if (parentId === old.parentId) return;
  await keepSearch(ctx, after, categoryId);
  await record(ctx, { shopId, action: 'category.moved', targetId: categoryId, detail: { from: old.parentId, to: parentId } });
}
