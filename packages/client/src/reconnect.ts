import type { closeCodes as contractCodes } from '@tuanzi/contract/frames';

// Written out, so that the page does not load the contract's schemas for two numbers; the type keeps them equal.
const closeCodes: Pick<typeof contractCodes, 'tooManyConnections' | 'badFrame'> = { tooManyConnections: 4429, badFrame: 4400 };

/**
 * When to try again. The first try comes within half a second to five seconds, spread at random, because ten thousand
 * phones lose the same server in the same moment; later ones wait longer, up to half a minute.
 */
export interface Reconnect {
  failed(closeCode: number): void;
  succeeded(): void;
  after(delayMs: number): void;
  now(): void;
  stop(): void;
  readonly failures: () => number;
}

const firstMinMs = 500;
const firstMaxMs = 5000;
const laterMaxMs = 30_000;

export function createReconnect(random: () => number, connect: () => void): Reconnect {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const after = (delayMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(connect, delayMs);
  };
  return {
    failed(closeCode) {
      failures += 1;
      // Turned away for having too many connections, or for a frame it cannot read: trying at once would not help.
      const isTurnedAway = closeCode === closeCodes.tooManyConnections || closeCode === closeCodes.badFrame;
      const spanMs = Math.min(laterMaxMs, firstMaxMs * 2 ** Math.min(failures - 1, 6)) - firstMinMs;
      after(isTurnedAway ? laterMaxMs * (0.5 + random() / 2) : firstMinMs + random() * spanMs);
    },
    succeeded: () => void (failures = 0),
    after,
    now() {
      clearTimeout(timer);
      connect();
    },
    stop: () => clearTimeout(timer),
    failures: () => failures,
  };
}
