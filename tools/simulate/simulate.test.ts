import { expect, test } from 'vitest';
import { simulate } from './testing.ts';

test('two thousand steps of everything leave nothing broken', async () => {
  // One lane, so that the same things happen every time and what is rare is known to have happened.
  const { code, said } = await simulate('--seed', '1', '--steps', '2000', '--concurrency', '1', '--shrink-seconds', '0');
  expect(said).toContain('invariants hold: orders placed');
  expect(code, said).toBe(0);
}, 900_000);

test('nor do steps on the same things at the same time', async () => {
  const { said } = await simulate('--seed', '2', '--steps', '600', '--concurrency', '4', '--shrink-seconds', '0');
  // By chance something rare may never have come up; that is said, and nothing is broken.
  expect(said).toMatch(/^(?:invariants hold|the simulation does not bite): /m);
}, 900_000);

test('the same seed goes the same way, step by step', async () => {
  const options = ['--seed', '5', '--steps', '150', '--concurrency', '1', '--verbose'];
  const [first, second] = [await simulate(...options), await simulate(...options)];
  const steps = ({ said }: { said: string }) => said.split('\n').filter((line) => line.startsWith('  batch'));
  expect(steps(first)).toHaveLength(150);
  expect(steps(second)).toEqual(steps(first));
}, 900_000);
