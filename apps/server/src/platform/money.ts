import { assert } from './assert.ts';

/** `basisPoints` of an amount, rounded down to the fen so that shares never add up to more than the whole. */
export function shareOf(amountFen: number, basisPoints: number): number {
  assert(Number.isSafeInteger(amountFen) && basisPoints >= 0 && basisPoints <= 10_000, 'a share is between nothing and all');
  return Number((BigInt(amountFen) * BigInt(basisPoints)) / 10_000n);
}

/** Splits an amount by weights; the parts are integers that add up to it exactly, larger remainders first. */
export function splitByWeight(amountFen: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  assert(total > 0 && amountFen >= 0, 'something is split over something');
  const exact = weights.map((weight) => (BigInt(amountFen) * BigInt(weight)) / BigInt(total));
  const parts = exact.map(Number);
  const remainders = weights.map((weight, i) => ({ i, rest: (BigInt(amountFen) * BigInt(weight)) % BigInt(total) }));
  remainders.sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1));
  let left = amountFen - parts.reduce((sum, part) => sum + part, 0);
  for (const { i } of remainders) {
    if (left === 0) break;
    parts[i] = (parts[i] ?? 0) + 1;
    left -= 1;
  }
  return parts;
}

/** ¥12.50 for people to read in documents and logs; screens format for themselves. */
export function formatFen(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const amount = Math.abs(fen);
  return `${sign}¥${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
}
