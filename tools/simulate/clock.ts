import type { Clock } from '../../apps/server/src/platform/clock.ts';

/** Time stands still until a step moves it, so that the same history meets the same deadlines. */
export interface SimulatedClock extends Clock {
  advance(byMs: number): void;
}

const realNow = Date.now;

export function createClock(startMs: number): SimulatedClock {
  let nowMs = startMs;
  return {
    now: () => new Date(nowMs),
    advance(byMs) {
      nowMs += byMs;
    },
  };
}

/** Limits per minute and buckets ask the process for the time: in this process it is the simulated one. */
export function liveBy(clock: SimulatedClock): void {
  Date.now = () => clock.now().getTime();
}

export function liveByRealTime(): void {
  Date.now = realNow;
}
