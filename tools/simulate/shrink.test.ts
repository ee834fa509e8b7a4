import { expect, test } from 'vitest';
import { makePlan, readIds, showIds, type Step } from './plan.ts';
import type { HistoryResult } from './run-history.ts';
import { shrink } from './shrink.ts';

test('the same seed makes the same plan, another seed another', () => {
  const options = { seed: 7, steps: 900, concurrency: 4 };
  expect(makePlan(options)).toEqual(makePlan(options));
  expect(makePlan(options)).not.toEqual(makePlan({ ...options, seed: 8 }));
  expect(makePlan(options).map(({ id }) => id)).toEqual(Array.from({ length: 900 }, (_, id) => id));
});

test('a list of steps is written short and read back', () => {
  const ids = [0, 3, 4, 5, 9, 20, 21];
  expect(showIds(ids)).toBe('0,3-5,9,20-21');
  expect([...readIds(showIds(ids))]).toEqual(ids);
});

test('of hundreds of steps those three are left that fail together', async () => {
  const steps = makePlan({ seed: 3, steps: 400, concurrency: 1 });
  const needed = [17, 170, 333];
  const replay = (some: readonly Step[]): Promise<HistoryResult> => {
    const isFailing = needed.every((id) => some.some((step) => step.id === id));
    return Promise.resolve({
      done: some.map((step) => ({ step, outcome: '' })),
      figures: {},
      failure: isFailing ? { names: ['broken'], text: '' } : undefined,
    });
  };
  const result = await replay(steps);
  const shrunk = await shrink({ steps, result: { ...result, failure: { names: ['broken'], text: '' } } }, replay, Infinity);
  expect(shrunk.steps.map(({ id }) => id)).toEqual(needed);
});
