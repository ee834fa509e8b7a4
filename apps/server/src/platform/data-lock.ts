import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export type DataLock = { release(): void };

/** Another process works on the folder; `pid` names it. */
export class DataFolderInUse extends Error {
  readonly code = 'data-folder-in-use';
  readonly pid: number;

  constructor(dataDir: string, pid: number) {
    super(
      `The data folder ${dataDir} is in use by process ${pid}. Stop that one first, or give this one a folder of its own with DATA_DIR.`,
    );
    this.name = 'DataFolderInUse';
    this.pid = pid;
  }
}

type Holder = { pid: number; startedAt: string; world: string; isReleased: boolean };

const heartbeatMs = 2_000;
/** How long a holder we cannot see (another container on the same disk) is watched for a sign of life. */
const watchMs = 7_000;

/**
 * Makes this process the only one that works on `dataDir` under `name`, until it releases or ends in any way.
 *
 * Lock files are numbered. A file with the next number is created only by linking (the kernel lets one win), only over
 * a holder that is dead or has released, and the highest number stays on disk for ever; so two that judged the same
 * dead holder can never both get in, whatever the order of their steps.
 */
export async function takeDataLock(dataDir: string, name: string): Promise<DataLock> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const self: Holder = { pid: process.pid, startedAt: startOf(process.pid) ?? '', world: readWorld(), isReleased: false };
  for (;;) {
    const current = highestNumber(dataDir, name);
    const holder = current === 0 ? undefined : await findHolder(lockFile(dataDir, name, current));
    if (holder !== undefined) throw new DataFolderInUse(path.resolve(dataDir), holder.pid);
    const mine = lockFile(dataDir, name, current + 1);
    if (!createExclusively(mine, self)) continue;
    if (highestNumber(dataDir, name) === current + 1) return hold(dataDir, name, current + 1, self);
    // We judged a holder that others had replaced twice since: our number is an old one.
    rmSync(mine, { force: true });
  }
}

function hold(dataDir: string, name: string, number: number, self: Holder): DataLock {
  const file = lockFile(dataDir, name, number);
  for (const older of lockNumbers(dataDir, name)) {
    if (older < number) rmSync(lockFile(dataDir, name, older), { force: true });
  }
  const heartbeat = setInterval(() => touch(file), heartbeatMs).unref();
  let isHeld = true;
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    clearInterval(heartbeat);
    process.off('exit', release);
    try {
      const fresh = `${file}.released`;
      writeFileSync(fresh, JSON.stringify({ ...self, isReleased: true }));
      renameSync(fresh, file);
    } catch {
      // The folder is gone or the disk is full: this process ends or has let go, and the next one sees that it did.
    }
  };
  process.on('exit', release);
  return { release };
}

/** The living process behind a lock file; undefined when it released the lock or has died. */
async function findHolder(file: string): Promise<Holder | undefined> {
  const holder = readHolder(file);
  if (holder === 'gone' || (holder !== 'unreadable' && holder.isReleased)) return undefined;
  if (holder !== 'unreadable' && holder.world === readWorld()) {
    return startOf(holder.pid) === holder.startedAt ? holder : undefined;
  }
  // Process numbers mean nothing across containers, restarts of the machine included: watch its heartbeat instead.
  const before = lastTouch(file);
  if (before === undefined || Date.now() - before > 10 * watchMs) return undefined;
  const endsAt = performance.now() + watchMs;
  while (performance.now() < endsAt) {
    await delay(100);
    const now = readHolder(file);
    if (now === 'gone' || (now !== 'unreadable' && now.isReleased)) return undefined;
    if (lastTouch(file) !== before && now !== 'unreadable') return now;
  }
  return undefined;
}

function readHolder(file: string): Holder | 'gone' | 'unreadable' {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone';
    throw error;
  }
  try {
    const { pid, startedAt, world, isReleased } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number'
      ? { pid, startedAt: startedAt ?? '', world: world ?? '', isReleased: isReleased === true }
      : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function createExclusively(file: string, self: Holder): boolean {
  const candidate = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  writeFileSync(candidate, JSON.stringify(self), { mode: 0o600 });
  try {
    linkSync(candidate, file);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return false;
    // Some file systems have no hard links; there the content may be seen half written, which counts as unreadable.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS' && code !== 'EMLINK') throw error;
    return writeExclusively(file, self);
  } finally {
    rmSync(candidate, { force: true });
  }
}

function writeExclusively(file: string, self: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(self), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function lockFile(dataDir: string, name: string, number: number): string {
  return path.join(dataDir, `.${name}.lock.${number}`);
}

function lockNumbers(dataDir: string, name: string): number[] {
  const start = `.${name}.lock.`;
  return readdirSync(dataDir).flatMap((file) => {
    const rest = file.startsWith(start) ? file.slice(start.length) : '';
    return /^\d+$/.test(rest) ? [Number(rest)] : [];
  });
}

function highestNumber(dataDir: string, name: string): number {
  return Math.max(0, ...lockNumbers(dataDir, name));
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // The folder was removed under us; there is nothing left to guard.
  }
}

function lastTouch(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** Where process numbers are comparable: one start of one machine, one container. */
function readWorld(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return process.platform;
  }
}

/** When a process started, in a form that never repeats for a reused number; undefined when there is no such process. */
function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name before it may hold spaces and brackets; the fields after the last bracket are plain.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
