import type { Title } from '@tuanzi/contract/shapes';
import { record } from '#modules/audit';
import type { Ctx } from '#platform/ctx';
import { renameCategory as renamed } from './category-tree.ts';
import { arranged, findCategory, keepSearch, lockCategories } from './keep-categories.ts';
import { clean } from './rules.ts';
import { writeCategories } from './store-categories.ts';

/** Its products stay in it and are found by the new name. */
export async function renameCategory(ctx: Ctx, { shopId, categoryId }: { shopId: string; categoryId: string }, name: Title): Promise<void> {
  const before = await lockCategories(ctx, shopId);
  const { name: old } = findCategory(before, categoryId);
  const after = arranged(renamed(before, categoryId, clean(name)));
  await writeCategories(ctx, shopId, { before, after });
  await keepSearch(ctx, after, categoryId);
  await record(ctx, { shopId, action: 'category.renamed', targetId: categoryId, detail: { from: old, to: name } });
}
