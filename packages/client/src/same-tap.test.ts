import { expect, test } from 'vitest';
import { createSameTap } from './same-tap.ts';

function taps() {
  let nowMs = 0;
  let runs = 0;
  const tap = createSameTap(() => nowMs);
  return {
    tap: (name: string) => tap(name, () => Promise.resolve((runs += 1))),
    fail: (name: string) => tap(name, () => Promise.reject(new Error('refused'))),
    wait: (ms: number) => {
      nowMs += ms;
    },
    runs: () => runs,
  };
}

test('two taps on one button are one command with one answer, before and shortly after it came', async () => {
  const { tap, wait, runs } = taps();
  expect(await Promise.all([tap('refund'), tap('refund')])).toEqual([1, 1]);
  wait(300);
  expect(await tap('refund')).toBe(1);
  expect(runs()).toBe(1);
});

test('what is meant again is done again: later, after another command, or after a refusal', async () => {
  const { tap, fail, wait, runs } = taps();
  await tap('pin a');
  wait(5000);
  await tap('pin a');
  await tap('unpin');
  await tap('pin a');
  expect(runs()).toBe(4);
  await expect(fail('ship')).rejects.toThrow('refused');
  expect(await tap('ship')).toBe(5);
});
