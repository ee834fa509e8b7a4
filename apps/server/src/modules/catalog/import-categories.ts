import { words } from '@tuanzi/contract/shapes';
import { addCategory, childrenOf, type Category } from './category-tree.ts';
import { categoryDepthMax } from '@tuanzi/contract/category-limits';
import type { Findings } from './csv-issues.ts';
import type { CsvProduct } from './csv-products.ts';
import { foldText } from './rules.ts';

export interface CategoryPlan {
  /** The tree as it will be. */ readonly tree: readonly Category[];
  /** By the text of the file. */ readonly idOf: ReadonlyMap<string, string>;
}
interface Making {
  readonly newId: (prefix: string, nowMs: number) => string;
  readonly nowMs: number;
  readonly findings: Findings;
}

/**
 * Finds the categories a file names, in either language and at any level, and adds those the shop does not have yet.
 * "Fruit > Apples" is read from the top; of a longer line the last levels count, because those say the most.
 */
export function planCategories(products: readonly CsvProduct[], known: readonly Category[], making: Making): CategoryPlan {
  let tree = known;
  const idOf = new Map<string, string>();
  for (const { category, line } of products) {
    if (category === null || idOf.has(category)) continue;
    const found = find(tree, category);
    if (found !== undefined) {
      idOf.set(category, found.id);
      continue;
    }
    let parentId: string | null = null;
    for (const part of partsOf(category)) {
      const here: Category | undefined = childrenOf(tree, parentId).find((each) => isNamed(each, part));
      if (here === undefined) {
        const id = making.newId('cat', making.nowMs);
        const added = words(120).safeParse(part).success
          ? addCategory(tree, { id, parentId, name: { zh: part } })
          : ({ wrong: 'invalid_input' } as const);
        if ('wrong' in added) {
          if (added.wrong === 'too_many_categories') making.findings.error(line, 'Type', 'too_many_categories');
          else making.findings.error(line, 'Type', 'bad_text', 120);
          return { tree, idOf };
        }
        tree = added.tree;
        parentId = id;
      } else parentId = here.id;
    }
    if (parentId !== null) idOf.set(category, parentId);
  }
  return { tree, idOf };
}

function find(tree: readonly Category[], text: string): Category | undefined {
  return tree.find((category) => isNamed(category, text));
}

function isNamed({ name }: Category, text: string): boolean {
  const wanted = foldText(text);
  return foldText(name.zh) === wanted || (name.en !== undefined && foldText(name.en) === wanted);
}

function partsOf(text: string): string[] {
  return text
    .split('>')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(-categoryDepthMax);
}
