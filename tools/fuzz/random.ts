import { drawNumbers } from '../draw-numbers.ts';

/** The same seed gives the same choices on every machine; what the server answers, and when, is its own. */
export interface Random {
  /** From 0 up to but not 1. */
  next(): number;
  below(max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  const next = drawNumbers(seed);
  const below = (max: number) => Math.floor(next() * max);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (items) => {
      if (items.length === 0) throw new Error('nothing to pick from');
      return items[below(items.length)] as (typeof items)[number];
    },
  };
}
