import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100;

/** Seconds of processor a process has used since it started; nothing where the system does not tell. */
export function cpuSecondsOf(pid: number): number {
  const stat = readQuietly(`/proc/${pid}/stat`);
  // The name may hold anything, even brackets; numbers begin after its last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

export function memoryMbOf(pid: number): number {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readQuietly(`/proc/${pid}/status`))?.[1];
  return Math.round(Number(kib ?? 0) / 1024);
}

function readQuietly(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
