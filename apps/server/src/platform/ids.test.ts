import { expect, test } from 'vitest';
import { newId } from './ids.ts';

test('ids are distinct, fit the contract, and sort by the millisecond they were made in', () => {
  const made = Array.from({ length: 20_000 }, (_, i) => newId('ord', 1_790_000_000_000 + i));
  expect(new Set(made).size).toBe(made.length);
  expect(made.toSorted()).toEqual(made);
  expect(made.every((id) => /^[a-z]{2,4}_[0-9A-Za-z]{8,40}$/.test(id))).toBe(true);
});
