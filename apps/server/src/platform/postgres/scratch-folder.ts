import { accessSync, constants, statfsSync } from 'node:fs';
import os from 'node:os';

const roomMin = 2_000_000_000;

/** Where test clusters live: in memory if the machine has room there, since making and copying them is all disk work. */
export function scratchFolder(): string {
  const memory = '/dev/shm';
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= roomMin ? memory : os.tmpdir();
  } catch {
    return os.tmpdir();
  }
}
