import { expect, test } from 'vitest';
import { levelsOf, lineTo } from './categories.ts';

const category = (id: string, parentId: string | null) => ({ id, parentId, name: { zh: id }, productCount: 1 });
const tree = [category('dried', null), category('nuts', 'dried'), category('walnuts', 'nuts'), category('honey', null)];
const shown = (chosenId: string | null) => levelsOf(tree, chosenId).map((level) => level.map(({ id }) => id));

test('every level somebody has gone into is shown, and the next one where there is one', () => {
  expect(shown(null)).toEqual([['dried', 'honey']]);
  expect(shown('honey')).toEqual([['dried', 'honey']]);
  expect(shown('dried')).toEqual([['dried', 'honey'], ['nuts']]);
  expect(shown('walnuts')).toEqual([['dried', 'honey'], ['nuts'], ['walnuts']]);
});

test('a category that is gone chooses nothing', () => {
  expect(lineTo(tree, 'gone')).toEqual([]);
  expect(shown('gone')).toEqual([['dried', 'honey']]);
});
