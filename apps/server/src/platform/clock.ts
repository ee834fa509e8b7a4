/** The only source of time for commands; tests turn it by hand. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export interface TestClock extends Clock {
  advance(byMs: number): void;
}

/** Runs along with real time, from `start`, plus whatever it was advanced by. */
export function createTestClock(start?: Date): TestClock {
  let offsetMs = start === undefined ? 0 : start.getTime() - Date.now();
  return {
    now: () => new Date(Date.now() + offsetMs),
    advance(byMs) {
      offsetMs += byMs;
    },
  };
}
