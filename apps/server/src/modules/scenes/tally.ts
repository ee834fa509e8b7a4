/** Adds up small things of many people, to be written as one. */
export interface Tally {
  add(key: string, count: number): void;
  /** What was added since the last time. */
  take(): Map<string, number>;
}

/** A made-up id costs an attacker one message and us one entry; beyond this nothing new is counted until the next write. */
const keysMax = 5000;

export function createTally(): Tally {
  let counts = new Map<string, number>();
  return {
    add(key, count) {
      const before = counts.get(key);
      if (before === undefined && counts.size >= keysMax) return;
      counts.set(key, (before ?? 0) + count);
    },
    take() {
      const taken = counts;
      counts = new Map();
      return taken;
    },
  };
}
