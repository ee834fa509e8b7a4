import { expect, test } from 'vitest';
import { simulate } from './testing.ts';

test('two thousand steps of everything at once leave nothing broken', async () => {
  const { code, said } = await simulate('--seed', '1', '--steps', '2000', '--shrink-seconds', '0');
  expect(said).toContain('invariants hold: orders placed');
  expect(code).toBe(0);
}, 900_000);

test('the same seed goes the same way, step by step', async () => {
  const options = ['--seed', '5', '--steps', '150', '--concurrency', '1', '--verbose'];
  const [first, second] = [await simulate(...options), await simulate(...options)];
  const steps = ({ said }: { said: string }) => said.split('\n').filter((line) => line.startsWith('  batch'));
  expect(steps(first)).toHaveLength(150);
  expect(steps(second)).toEqual(steps(first));
}, 900_000);
