import type { Title } from '@tuanzi/contract/shapes';
import { record } from '#modules/audit';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { addCategory } from './category-tree.ts';
import { arranged, lockCategories } from './keep-categories.ts';
import { clean } from './rules.ts';
import { writeCategories } from './store-categories.ts';

/** Adds a category to a shop, as the last one under its parent. Answers with its id. */
export async function createCategory(
  ctx: Ctx,
  shopId: string,
  { name, parentId }: { name: Title; parentId: string | null },
): Promise<string> {
  const before = await lockCategories(ctx, shopId);
  if (parentId !== null && !before.some(({ id }) => id === parentId)) throw problem('unknown_category');
  const id = newId('cat', ctx.now.getTime());
  await writeCategories(ctx, shopId, { before, after: arranged(addCategory(before, { id, parentId, name: clean(name) })) });
  await record(ctx, { shopId, action: 'category.created', targetId: id, detail: { name, parentId } });
  return id;
}
