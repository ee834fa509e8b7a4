import type { ProblemCode } from '@tuanzi/contract';
import { categoriesMax, categoryDepthMax } from '@tuanzi/contract/category-limits';
import type { Title } from '@tuanzi/contract/shapes';

/** The tree of one shop's categories, as values: no database, so that its rules can be tried out at any size. */
export interface Category {
  readonly id: string;
  readonly parentId: string | null;
  readonly name: Title;
  /** Among those under the same parent; 0, 1, 2 without a gap. */
  readonly position: number;
}
type Tree = readonly Category[];

/** What is directly under a place, in its order. */
export function childrenOf<C extends Pick<Category, 'id' | 'parentId' | 'position'>>(tree: readonly C[], parentId: string | null): C[] {
  return tree.filter((category) => category.parentId === parentId).sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

/** As people read it: each category is followed by what is under it. */
export function inOrder<C extends Pick<Category, 'id' | 'parentId' | 'position'>>(tree: readonly C[]): C[] {
  const byParent = Map.groupBy(tree, (category) => category.parentId);
  const under = (parentId: string | null): C[] =>
    childrenOf(byParent.get(parentId) ?? [], parentId).flatMap((category) => [category, ...under(category.id)]);
  return under(null);
}

/** A category and all that is under it. */
export function subtreeOf(tree: Tree, id: string): Category[] {
  const root = tree.find((category) => category.id === id);
  return root === undefined ? [] : [root, ...childrenOf(tree, id).flatMap((child) => subtreeOf(tree, child.id))];
}

/** From the top down to the category. */
export function lineOf(tree: Tree, id: string | null): Category[] {
  const category = tree.find((each) => each.id === id);
  return category === undefined ? [] : [...lineOf(tree, category.parentId), category];
}

/** What tells categories of one shop apart, and which of several shops are the same. */
export function pathOf(tree: Tree, id: string): string[] {
  return lineOf(tree, id).map(({ name }) => name.zh);
}

/** All names of a category and of those above it, as a search looks for them. */
export function wordsOf(tree: Tree, id: string | null): string {
  return lineOf(tree, id)
    .flatMap(({ name }) => [name.zh, name.en ?? ''])
    .join(' ')
    .trim();
}

export type Arranged = { readonly tree: Category[] } | { readonly wrong: ProblemCode };

/** Adds a category as the last one under a parent, which is there. */
export function addCategory(tree: Tree, { id, parentId, name }: Omit<Category, 'position'>): Arranged {
  if (tree.length >= categoriesMax) return { wrong: 'too_many_categories' };
  return place(tree, { id, parentId, name, position: childrenOf(tree, parentId).length }, 1);
}

export function renameCategory(tree: Tree, id: string, name: Title): Arranged {
  const category = tree.find((each) => each.id === id);
  if (category === undefined) return { wrong: 'not_found' };
  if (isTaken(tree, { ...category, name })) return { wrong: 'category_name_taken' };
  return { tree: tree.map((each) => (each.id === id ? { ...each, name } : each)) };
}

/** Moves a category with all that is under it; a position beyond the end is the end. */
export function moveCategory(tree: Tree, { id, parentId, position }: Omit<Category, 'name'>): Arranged {
  const subtree = subtreeOf(tree, id);
  const [category] = subtree;
  if (category === undefined) return { wrong: 'not_found' };
  if (subtree.some((each) => each.id === parentId)) return { wrong: 'category_cycle' };
  const height = Math.max(...subtree.map((each) => lineOf(subtree, each.id).length));
  return place(tree, { ...category, parentId, position }, height);
}

/** Takes a category and all that is under it out of the tree. */
export function dropCategory(tree: Tree, id: string): Category[] {
  const gone = new Set(subtreeOf(tree, id).map((each) => each.id));
  return numbered(tree.filter((each) => !gone.has(each.id)));
}

function place(tree: Tree, category: Category, height: number): Arranged {
  if (lineOf(tree, category.parentId).length + height > categoryDepthMax) return { wrong: 'category_too_deep' };
  if (isTaken(tree, category)) return { wrong: 'category_name_taken' };
  const rest = numbered(tree.filter((each) => each.id !== category.id));
  const later = rest.map((each) =>
    each.parentId === category.parentId && each.position >= category.position ? { ...each, position: each.position + 1 } : each,
  );
  return { tree: numbered([...later, category]) };
}

function isTaken(tree: Tree, { id, parentId, name }: Category): boolean {
  return tree.some((each) => each.id !== id && each.parentId === parentId && each.name.zh === name.zh);
}

function numbered(tree: Tree): Category[] {
  return [...Map.groupBy(tree, (category) => category.parentId).keys()].flatMap((parentId) =>
    childrenOf(tree, parentId).map((category, position) => ({ ...category, position })),
  );
}

export interface CountedCategory extends Category {
  readonly path: readonly string[];
  /** Products in it, without those under it. */
  readonly productCount: number;
}

/** Categories with the products of all that is under them, in order. */
export function countUp<C extends CountedCategory>(tree: readonly C[]): C[] {
  const ordered = inOrder(tree);
  const counts = new Map(ordered.map(({ id, productCount }) => [id, productCount]));
  for (const { id, parentId } of ordered.toReversed())
    if (parentId !== null) counts.set(parentId, (counts.get(parentId) ?? 0) + (counts.get(id) ?? 0));
  return ordered.map((category) => ({ ...category, productCount: counts.get(category.id) ?? 0 }));
}

/** The trees of several shops as one: equal paths are one category, which goes by the first shop's id and place. */
export function mergeTrees(trees: readonly CountedCategory[]): CountedCategory[] {
  const keyOf = (path: readonly string[]) => JSON.stringify(path);
  const merged = new Map<string, CountedCategory>();
  const ordered = trees.toSorted((a, b) => a.path.length - b.path.length || (a.id < b.id ? -1 : 1));
  for (const category of ordered) {
    const key = keyOf(category.path);
    const first = merged.get(key);
    const parentId = merged.get(keyOf(category.path.slice(0, -1)))?.id ?? null;
    const name = first?.name.en === undefined ? { ...category.name, ...first?.name } : first.name;
    merged.set(key, { ...category, ...first, name, parentId, productCount: (first?.productCount ?? 0) + category.productCount });
  }
  return [...merged.values()];
}
