import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100;

/** Seconds of processor a process has used since it started; nothing where the system does not tell. */
export function cpuSecondsOf(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

/** Of a process and all it started, those that have ended included. */
export function cpuSecondsOfTree(root: number): number {
  const ended = statOf(root)
    .slice(13, 15)
    .reduce((sum, ticks) => sum + Number(ticks), 0);
  return ended / ticksPerSecond + treeOf(root).reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
}

function statOf(pid: number): readonly string[] {
  const stat = readQuietly(`/proc/${pid}/stat`);
  // The name may hold anything, even brackets; numbers begin after its last one.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

export function memoryMbOf(pid: number): number {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readQuietly(`/proc/${pid}/status`))?.[1];
  return Math.round(Number(kib ?? 0) / 1024);
}

/** Of a process and all it started; what several share is counted once, in parts. Nothing where the system does not tell. */
export function memoryMbOfTree(root: number): number {
  if (!existsSync('/proc/self/smaps_rollup')) return 0;
  const kib = treeOf(root).reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(readQuietly(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0), 0);
  return Math.round(kib / 1024);
}

function treeOf(root: number): number[] {
  if (!existsSync('/proc')) return [];
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /\) \S (\d+)/.exec(/^\d+$/.test(name) ? readQuietly(`/proc/${name}/stat`) : '')?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isOurs = (pid: number): boolean => pid === root || (parents.has(pid) && isOurs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isOurs);
}

function readQuietly(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
