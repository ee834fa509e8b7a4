import type { LiveCaller } from './protocol.ts';

export interface DoorLimits {
  /** Many phones of one mobile network share an address, so this only stops floods. */
  readonly perIp: number;
  readonly perAccount: number;
}

/** Counts open connections by address and by account. */
export interface Doors {
  /** False when there are too many already. */
  enter(who: LiveCaller): boolean;
  leave(who: LiveCaller): void;
}

export function createDoors(limits: Partial<DoorLimits> = {}): Doors {
  const { perIp = 1000, perAccount = 10 } = limits;
  const byIp = new Map<string, number>();
  const byAccount = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string, by: number) => {
    const count = (counts.get(key) ?? 0) + by;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
  };
  return {
    enter({ ip, accountId }) {
      if ((byIp.get(ip) ?? 0) >= perIp || (accountId !== null && (byAccount.get(accountId) ?? 0) >= perAccount)) return false;
      add(byIp, ip, 1);
      if (accountId !== null) add(byAccount, accountId, 1);
      return true;
    },
    leave({ ip, accountId }) {
      add(byIp, ip, -1);
      if (accountId !== null) add(byAccount, accountId, -1);
    },
  };
}
