import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pages } from '../../apps/shop/src/pages.ts';
import { consoleScreens, shopScreens } from './list.ts';

test('every page of the shop has its reference pictures', () => {
  expect(Object.keys(shopScreens).toSorted()).toEqual(pages.map(({ path }) => path).toSorted());
});

test('every page of the console has its reference pictures', () => {
  // The console's pages are JSX, which Node does not read; their paths are one to a line.
  const source = readFileSync(join(import.meta.dirname, '../../apps/console/src/routes.tsx'), 'utf8');
  const paths = [...source.matchAll(/path: '([^']+)'/g)].flatMap(([, path]) => path ?? []);
  expect(Object.keys(consoleScreens).toSorted()).toEqual(paths.toSorted());
});
