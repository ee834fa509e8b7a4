import { drawNumbers } from '../draw-numbers.ts';

/** Numbers that follow from a seed alone (mulberry32), so that a history can be made again. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** Names with their weights; the heavier the likelier. */
  pick<T extends string>(weights: Readonly<Record<T, number>>): T;
}

export function createRandom(seed: number): Random {
  const next = drawNumbers(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick(weights) {
      // The keys of the record are the names of its type.
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of entries) if ((rest -= weight) < 0) return name;
      return entries[0]![0];
    },
  };
}
