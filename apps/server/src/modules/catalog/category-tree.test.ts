import { categoryDepthMax } from '@tuanzi/contract/category-limits';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addCategory,
  countUp,
  dropCategory,
  inOrder,
  lineOf,
  mergeTrees,
  moveCategory,
  pathOf,
  renameCategory,
  subtreeOf,
  type Category,
} from './category-tree.ts';

const someAct = fc.record({
  kind: fc.constantFrom('add', 'add', 'move', 'rename', 'drop'),
  of: fc.nat(30),
  under: fc.nat(30),
  name: fc.constantFrom('水果', '干果', '茶', '米'),
  position: fc.nat(5),
});

test('whatever is added, moved, renamed and dropped: no cycle, three levels, no name twice in a level, places without a gap, and nothing gets lost', () => {
  fc.assert(
    fc.property(fc.array(someAct, { maxLength: 40 }), (acts) => {
      let tree: readonly Category[] = [];
      for (const [i, act] of acts.entries()) {
        const id = tree[act.of % Math.max(1, tree.length)]?.id ?? 'nobody';
        const before = tree;
        if (act.kind === 'drop') {
          tree = dropCategory(tree, id);
          expect(tree.length).toBe(before.length - subtreeOf(before, id).length);
        } else {
          const parentId = act.kind === 'rename' ? null : (tree[act.under % (tree.length + 1)]?.id ?? null);
          const result =
            act.kind === 'add'
              ? addCategory(tree, { id: `c${i}`, parentId, name: { zh: act.name } })
              : act.kind === 'rename'
                ? renameCategory(tree, id, { zh: act.name })
                : moveCategory(tree, { id, parentId, position: act.position });
          if ('wrong' in result) continue;
          tree = result.tree;
          expect(tree.length).toBe(before.length + (act.kind === 'add' ? 1 : 0));
          if (act.kind === 'move') expect(tree.find((each) => each.id === id)?.parentId).toBe(parentId);
        }
        // Everybody is reached from the top: with a cycle somebody would not be.
        expect(inOrder(tree)).toHaveLength(tree.length);
        for (const { id: each } of tree) expect(lineOf(tree, each).length).toBeLessThanOrEqual(categoryDepthMax);
        expect(new Set(tree.map((each) => JSON.stringify(pathOf(tree, each.id)))).size).toBe(tree.length);
        for (const level of Map.groupBy(tree, (each) => each.parentId).values())
          expect(level.map(({ position }) => position).toSorted((a, b) => a - b)).toEqual(level.map((_, at) => at));
      }
    }),
  );
});

const tree: Category[] = [
  { id: 'fruit', parentId: null, name: { zh: '水果' }, position: 0 },
  { id: 'apple', parentId: 'fruit', name: { zh: '苹果' }, position: 0 },
  { id: 'fuji', parentId: 'apple', name: { zh: '富士' }, position: 0 },
  { id: 'tea', parentId: null, name: { zh: '茶' }, position: 1 },
];

test('a category does not go under itself, nor so deep that something under it would be a fourth level', () => {
  expect(moveCategory(tree, { id: 'fruit', parentId: 'fuji', position: 0 })).toEqual({ wrong: 'category_cycle' });
  expect(moveCategory(tree, { id: 'fruit', parentId: 'fruit', position: 0 })).toEqual({ wrong: 'category_cycle' });
  expect(moveCategory(tree, { id: 'fruit', parentId: 'tea', position: 0 })).toEqual({ wrong: 'category_too_deep' });
  expect(addCategory(tree, { id: 'x', parentId: 'fuji', name: { zh: '红' } })).toEqual({ wrong: 'category_too_deep' });
  expect(addCategory(tree, { id: 'x', parentId: null, name: { zh: '茶', en: 'Tea' } })).toEqual({ wrong: 'category_name_taken' });
});

test('a category moves to the place it is asked to, and those after it follow', () => {
  const moved = moveCategory(tree, { id: 'tea', parentId: null, position: 0 });
  expect('tree' in moved && inOrder(moved.tree).map(({ id }) => id)).toEqual(['tea', 'fruit', 'apple', 'fuji']);
  const under = moveCategory(tree, { id: 'tea', parentId: 'fruit', position: 99 });
  expect('tree' in under && inOrder(under.tree).map(({ id }) => id)).toEqual(['fruit', 'apple', 'fuji', 'tea']);
});

test('equal categories of several shops are one, with the products of all and English where one of them has it', () => {
  const one = (id: string, parentId: string | null, path: string[], productCount: number, en?: string) => ({
    id,
    parentId,
    path,
    productCount,
    position: 0,
    name: { zh: path.at(-1) ?? '', ...(en !== undefined && { en }) },
  });
  const merged = countUp(
    mergeTrees([
      one('a1', null, ['水果'], 1),
      one('a2', 'a1', ['水果', '苹果'], 2),
      one('b1', null, ['水果'], 4, 'Fruit'),
      one('b2', 'b1', ['水果', '梨'], 8),
    ]),
  );
  expect(merged.map(({ id, parentId, name, productCount }) => [id, parentId, name, productCount])).toEqual([
    ['a1', null, { zh: '水果', en: 'Fruit' }, 15],
    ['a2', 'a1', { zh: '苹果' }, 2],
    ['b2', 'a1', { zh: '梨' }, 8],
  ]);
});
