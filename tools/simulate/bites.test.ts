import { expect, test } from 'vitest';
import { plantedBugs } from './planted-bugs.ts';
import { simulate } from './testing.ts';

test('every planted bug is found within five thousand steps', async () => {
  const { code, said } = await simulate('--bites', '--seed', '1');
  expect(said.split('\n').filter((line) => line.startsWith('missed'))).toEqual([]);
  expect(said.match(/^found /gm), said).toHaveLength(Object.keys(plantedBugs).length);
  expect(code, said).toBe(0);
}, 900_000);
