import type { CategoryView } from '@tuanzi/contract/catalog';

type Tree = readonly Pick<CategoryView, 'id' | 'parentId' | 'name' | 'productCount'>[];

/** From the top down to a category; nothing for one that is not (or no longer) there. */
export function lineTo<C extends Tree[number]>(categories: readonly C[], id: string | null): C[] {
  const category = categories.find((each) => each.id === id);
  return category === undefined ? [] : [...lineTo(categories, category.parentId), category];
}

/** The top level, and below it one level for each category on the way to the chosen one that has any. */
export function levelsOf<C extends Tree[number]>(categories: readonly C[], chosenId: string | null): C[][] {
  const parents = [null, ...lineTo(categories, chosenId).map(({ id }) => id)];
  return parents.map((parentId) => categories.filter((each) => each.parentId === parentId)).filter((level) => level.length > 0);
}
