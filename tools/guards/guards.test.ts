/** A guard that finds nothing because it sees nothing is worse than none: each is fed what it must refuse. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cruiseTree, moduleOrder } from './boundaries.ts';
import { compareSettings, unknownCommands } from './docs.ts';
import { checkFile, linesMax } from './file-sizes.ts';
import { isOpenApiCurrent, printOpenApi } from './openapi.ts';

const root = join(import.meta.dirname, '../..');
const badTree = join(import.meta.dirname, 'fixtures/bad-tree');

test('every rule of the boundaries bites on a tree that breaks each once', async () => {
  const { violations } = await cruiseTree(badTree, ['apps', 'packages'], ['alpha', 'beta']);
  const found = violations.map(
    ({ rule, from, to }) => `${rule}: ${from.split('/').slice(-2).join('/')} > ${to.split('/').slice(-2).join('/')}`,
  );
  for (const expected of [
    'alpha-calls-upwards-only: alpha/index.ts > beta/index.ts',
    'enter-by-the-door: alpha/index.ts > beta/secret.ts',
    'sql-lives-in-stores: alpha/index.ts > kysely/index.js',
    'testing-is-for-tests: alpha/index.ts > alpha/testing.ts',
    'rules-are-pure: alpha/rules.ts > fs',
    'platform-knows-no-module: platform/kernel.ts > beta/index.ts',
    'media-stands-alone: media/main.ts > platform/kernel.ts',
    'screens-know-types-only: src/screen.ts > beta/index.ts',
    'contract-is-zod-only: src/shape.ts > lodash/index.js',
    'commands-do-not-reach-out: alpha/index.ts > net',
  ])
    expect(found).toContain(expected);
  expect(found.some((line) => line.startsWith('no-cycles: beta/'))).toBe(true);
});

test('the boundaries are read from app.ts, and the real tree is really seen', async () => {
  const order = moduleOrder(join(root, 'apps/server/src/app.ts'));
  expect(order.indexOf('orders')).toBeGreaterThan(order.indexOf('catalog'));
  expect(order.indexOf('group-buy')).toBeGreaterThan(order.indexOf('orders'));
  const { modulesSeen, violations } = await cruiseTree(root, ['apps/server/src', 'packages'], order);
  expect(modulesSeen).toBeGreaterThan(200);
  expect(violations).toEqual([]);
});

test('a file one line too long, a vague name and a name in another case are refused', () => {
  expect(checkFile('apps/server/src/a.ts', 'x\n'.repeat(linesMax))).toHaveLength(1);
  expect(checkFile('apps/server/src/order-utils.ts', '')).toHaveLength(1);
  expect(checkFile('apps/server/src/placeOrder.ts', '')).toHaveLength(1);
  expect(checkFile('apps/server/src/place-order.ts', 'x\n'.repeat(linesMax - 1))).toEqual([]);
});

test('an API document that differs in one character is out of date', () => {
  const current = printOpenApi();
  expect(isOpenApiCurrent(current)).toBe(true);
  expect(isOpenApiCurrent(current.replace('3.1.0', '3.0.0'))).toBe(false);
});

test('a setting without documentation, and documentation without a setting, are named', () => {
  expect(compareSettings('| `PORT` | 3000 |\n| `GONE` | x |', ['PORT', 'HOST'])).toEqual([
    'docs/configuration.md does not document HOST',
    'docs/configuration.md documents GONE, which does not exist',
  ]);
  expect(unknownCommands('`npm run check`, `npm run chek`', ['check'])).toEqual(['npm run chek is documented and does not exist']);
});
