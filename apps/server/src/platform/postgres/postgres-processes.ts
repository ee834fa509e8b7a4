import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PostgresError } from './postgres-error.ts';
import { removeSocketFolder } from './socket-folder.ts';

export type PostmasterFile = { pid: number; port: number; socketFolder: string | undefined; isReady: boolean };

/** What a running (or killed) PostgreSQL wrote about itself into its folder. */
export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  let lines: string[];
  try {
    lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0) return undefined;
  const socketFolder = lines[4]?.trim() || undefined;
  return { pid, port: Number(lines[3] ?? 0), socketFolder, isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Every PostgreSQL process that lives in `cluster`. On Linux this is certain: PostgreSQL never leaves its data folder,
 * so its working directory is compared by device and inode, whatever the path is called. Elsewhere the process named
 * in postmaster.pid is believed when its command line names the folder.
 */
export function findPostgresProcesses(cluster: string): number[] {
  if (process.platform !== 'linux') return findByCommandLine(cluster);
  const folder = statSync(cluster);
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      if (readFileSync(`/proc/${name}/comm`, 'utf8').trim() !== 'postgres') return [];
      if (!path.basename(readlinkSync(`/proc/${name}/exe`)).startsWith('postgres')) return [];
      const cwd = statSync(`/proc/${name}/cwd`);
      return cwd.dev === folder.dev && cwd.ino === folder.ino ? [Number(name)] : [];
    } catch {
      // It ended while we looked, or it is somebody else's.
      return [];
    }
  });
}

function findByCommandLine(cluster: string): number[] {
  const found = readPostmasterFile(cluster);
  if (found === undefined) return [];
  try {
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(found.pid)], { encoding: 'utf8' });
    return command.includes('postgres') && command.includes(cluster) ? [found.pid] : [];
  } catch {
    return [];
  }
}

/**
 * Stops a PostgreSQL that outlived the process which started it, politely first, and clears what it left.
 * Answers the id of the process it stopped. Only for callers that hold the lock of this folder.
 */
export async function stopOrphan(cluster: string): Promise<number | undefined> {
  const postmaster = readPostmasterFile(cluster);
  const running = findPostgresProcesses(cluster);
  if (postmaster !== undefined && isHiddenPostgres(postmaster.pid)) throw cannotStop(cluster, [postmaster.pid]);
  const main = postmaster !== undefined && running.includes(postmaster.pid) ? postmaster.pid : undefined;
  const steps: { signal: NodeJS.Signals; waitMs: number }[] = [
    { signal: 'SIGINT', waitMs: 10_000 },
    { signal: 'SIGQUIT', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ];
  for (const { signal, waitMs } of steps) {
    const left = findPostgresProcesses(cluster);
    if (left.length === 0) break;
    // The main process passes fast shutdown on to its children; children without it are told themselves.
    for (const pid of main !== undefined && left.includes(main) ? [main] : left) signalQuietly(pid, signal);
    await waitUntil(() => findPostgresProcesses(cluster).length === 0, waitMs);
  }
  if (findPostgresProcesses(cluster).length > 0) {
    throw cannotStop(cluster, running);
  }
  // Its number may belong to another program by now, and PostgreSQL would refuse to start because of that.
  if (postmaster !== undefined) rmSync(path.join(cluster, 'postmaster.pid'), { force: true });
  removeSocketFolder(postmaster?.socketFolder);
  return main ?? running[0];
}

function cannotStop(cluster: string, pids: number[]): PostgresError {
  return new PostgresError(
    'postgres-will-not-stop',
    `A PostgreSQL left from an earlier start (process ${pids.join(', ')}) may still hold ${cluster} and cannot be stopped. Stop it by hand.`,
  );
}

/** A PostgreSQL whose folder we may not ask for could be the one on ours, and two on one folder destroy it. */
function isHiddenPostgres(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'postgres') return false;
  } catch {
    return false;
  }
  try {
    statSync(`/proc/${pid}/cwd`);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

export function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone.
  }
}

export async function waitUntil(isDone: () => boolean, timeoutMs: number): Promise<boolean> {
  const endsAt = performance.now() + timeoutMs;
  while (!isDone()) {
    if (performance.now() > endsAt) return false;
    await delay(20);
  }
  return true;
}
