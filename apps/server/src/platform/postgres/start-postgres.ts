import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { takeDataLock, type DataLock } from '../data-lock.ts';
import {
  clusterArgument,
  clusterHome,
  createCluster,
  databaseName,
  plainEnvironment,
  readPassword,
  resetPassword,
  roleName,
  type ClusterHome,
} from './create-cluster.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { explainFileError, explainOutput, PostgresError } from './postgres-error.ts';
import { findPostgresProcesses, readPostmasterFile, signalQuietly, stopOrphan, waitUntil } from './postgres-processes.ts';
import { choosePostgresUser, type SystemUser } from './postgres-user.ts';
import { makeSocketFolder, removeSocketFolder } from './socket-folder.ts';

export type RunningPostgres = {
  url: string;
  pid: number;
  /** Fast shutdown, bounded in time; safe to call twice. */
  stop(): Promise<void>;
  /** Called once when PostgreSQL ends without `stop`. */
  onExit(listener: (reason: string) => void): void;
};

export type PostgresOptions = {
  dataDir: string;
  /** A free port is taken when absent; the last one again where possible. */
  port?: number;
  log?: (line: string) => void;
  /** For tests only: nothing is written through to the disk, so a power cut may destroy the data. */
  isThrowaway?: boolean;
  settings?: Record<string, string>;
};

const logSizeMax = 5_000_000;
const startTimeoutMs = 60_000;

/** Starts the PostgreSQL that comes with Tuanzi on `dataDir`/postgres, making the cluster on first use. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const at = clusterHome(options.dataDir);
  try {
    mkdirSync(at.home, { recursive: true, mode: 0o700 });
    const lock = await takeDataLock(at.home, 'postgres');
    try {
      return await startLocked(at, options, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw explainFileError(error, at.home);
  }
}

/** The address of the PostgreSQL now running on `dataDir`, for tools that work beside the server; undefined when none runs. */
export function findRunningPostgres(dataDir: string): { url: string; pid: number } | undefined {
  const at = clusterHome(dataDir);
  const found = readPostmasterFile(at.cluster);
  const password = readPassword(at);
  if (found === undefined || !found.isReady || password === undefined) return undefined;
  return findPostgresProcesses(at.cluster).includes(found.pid) ? { url: addressOf(found, password), pid: found.pid } : undefined;
}

async function startLocked(at: ClusterHome, options: PostgresOptions, lock: DataLock): Promise<RunningPostgres> {
  const log = options.log ?? (() => undefined);
  const hasCluster = existsSync(at.cluster);
  const user = choosePostgresUser(hasCluster ? statSync(at.cluster) : undefined);
  const binaries = findPostgresBinaries(user);
  let lastPort: number | undefined;
  if (hasCluster) {
    refuseOtherVersion(at, binaries);
    restoreOwnership(at, user);
    lastPort = readPostmasterFile(at.cluster)?.port;
    const orphan = await stopOrphan(at.cluster);
    if (orphan !== undefined) log(`stopped a PostgreSQL left over from an earlier start (process ${orphan})`);
    if (readPassword(at) === undefined) await resetPassword(at, binaries, user);
  } else {
    log('creating the database folder');
    await createCluster(at, binaries, user, options.isThrowaway ?? false);
  }
  const password = readPassword(at);
  if (password === undefined) throw new PostgresError('postgres-failed', `${at.passwordFile} is empty.`);
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await findFreePort(attempt === 1 ? lastPort : undefined));
    const socketFolder = makeSocketFolder(user);
    const started = await launch(at, binaries, user, { port, socketFolder }, options);
    if (started.isReady) return runningPostgres(started.child, { url: addressOf({ port, socketFolder }, password), socketFolder, lock });
    removeSocketFolder(socketFolder);
    // Between finding a free port and listening on it another program can be faster.
    const isPortTaken = /could not create any TCP\/IP sockets/.test(started.output);
    if (!isPortTaken || options.port !== undefined || attempt === 5) throw explainOutput('Starting PostgreSQL', started.output, at.home);
  }
}

type Listening = { readonly port: number; readonly socketFolder: string | undefined };

/** By its socket where there is one: `host` stands above what stands before the port, for this driver as for psql. */
function addressOf({ port, socketFolder }: Listening, password: string): string {
  const bySocket = socketFolder === undefined ? '' : `?host=${encodeURIComponent(socketFolder)}`;
  return `postgres://${roleName}:${password}@127.0.0.1:${port}/${databaseName}${bySocket}`;
}

/** Root copying a data folder makes the files its own and may open them; PostgreSQL refuses both. */
function restoreOwnership(at: ClusterHome, user: SystemUser | undefined): void {
  const found = statSync(at.cluster);
  if (user !== undefined && found.uid === 0) {
    const run = spawnSync('chown', ['-R', '-h', `${user.uid}:${user.gid}`, at.cluster], { encoding: 'utf8' });
    if (run.status !== 0) throw explainOutput('Giving the database folder to its user', run.stderr, at.home);
  }
  if ((found.mode & 0o077) !== 0) chmodSync(at.cluster, 0o700);
}

function refuseOtherVersion(at: ClusterHome, binaries: PostgresBinaries): void {
  const found = readFileSync(path.join(at.cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === binaries.major) return;
  throw new PostgresError(
    'postgres-version-mismatch',
    `${at.cluster} holds the data of PostgreSQL ${found}, and this Tuanzi carries PostgreSQL ${binaries.major}. ` +
      'Make a backup with the Tuanzi that wrote it and restore that here, or choose another folder with DATA_DIR.',
  );
}

/** A small machine in mind: the memory is taken as it is used, and durability is never traded for speed. */
function settingsFor(options: PostgresOptions, { port, socketFolder }: Listening): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: socketFolder ?? '',
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '128MB',
    effective_cache_size: '512MB',
    work_mem: '4MB',
    maintenance_work_mem: '64MB',
    wal_compression: 'on',
    max_wal_size: '1GB',
    min_wal_size: '80MB',
    checkpoint_timeout: '15min',
    synchronous_commit: 'on',
    jit: 'off',
    random_page_cost: '1.1',
    // Readers of their own per query and for input cost memory on a machine with two cores and gain nothing there.
    io_method: 'sync',
    max_worker_processes: '4',
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '1',
    autovacuum_max_workers: '2',
    max_logical_replication_workers: '0',
    max_wal_senders: '0',
    wal_level: 'minimal',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // A refused statement is the application's to log; here are kept starts, stops and crashes, so the file stays small.
    log_min_messages: 'log',
    ...(options.isThrowaway && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }),
    ...options.settings,
  };
}

type Launch = { child: ChildProcess; isReady: boolean; output: string };

async function launch(
  at: ClusterHome,
  binaries: PostgresBinaries,
  user: SystemUser | undefined,
  listening: Listening,
  options: PostgresOptions,
): Promise<Launch> {
  const logStart = rotateLog(at);
  const logFd = openSync(at.logFile, 'a', 0o600);
  const words = Object.entries(settingsFor(options, listening)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', clusterArgument(at.cluster), ...words], {
    cwd: at.cluster,
    env: plainEnvironment,
    stdio: ['ignore', logFd, logFd],
    // Ctrl-C reaches a whole process group; PostgreSQL must outlive the connections that are still finishing.
    detached: true,
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  closeSync(logFd);
  const spawnError = new Promise<never>((_, reject) => child.once('error', reject));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const isReady = () => {
    const written = readPostmasterFile(at.cluster);
    return written?.pid === child.pid && written?.isReady === true;
  };
  const hasAnswered = await Promise.race([waitUntil(() => isOver() || isReady(), startTimeoutMs), spawnError]);
  if (hasAnswered && !isOver()) return { child, isReady: true, output: '' };
  child.kill('SIGQUIT');
  await waitUntil(isOver, 5_000);
  return { child, isReady: false, output: readFileSync(at.logFile).subarray(logStart).toString() || 'It did not get ready in time.' };
}

function rotateLog(at: ClusterHome): number {
  const size = existsSync(at.logFile) ? statSync(at.logFile).size : 0;
  if (size <= logSizeMax) return size;
  renameSync(at.logFile, `${at.logFile}.1`);
  return 0;
}

function runningPostgres(
  child: ChildProcess,
  { url, socketFolder, lock }: { url: string; socketFolder: string | undefined; lock: DataLock },
): RunningPostgres {
  const pid = child.pid;
  if (pid === undefined) throw new PostgresError('postgres-failed', 'PostgreSQL has no process id.');
  const listeners: ((reason: string) => void)[] = [];
  let exitReason: string | undefined;
  let stopping: Promise<void> | undefined;
  // A process that ends without stop() still asks PostgreSQL to shut down; it needs nobody for that.
  const stopAtExit = () => {
    signalQuietly(pid, 'SIGINT');
    removeSocketFolder(socketFolder);
  };
  process.once('exit', stopAtExit);
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      process.off('exit', stopAtExit);
      removeSocketFolder(socketFolder);
      lock.release();
      exitReason = `PostgreSQL (process ${pid}) ended with ${child.signalCode ?? `code ${child.exitCode}`}`;
      if (stopping === undefined) for (const listener of listeners) listener(exitReason);
      resolve();
    };
    if (child.exitCode !== null || child.signalCode !== null) end();
    else child.once('exit', end);
  });
  child.unref();
  return {
    url,
    pid,
    stop() {
      stopping ??= exitReason === undefined ? stopChild(child, exited) : Promise.resolve();
      return stopping;
    },
    onExit(listener) {
      if (exitReason === undefined) listeners.push(listener);
      else if (stopping === undefined) queueMicrotask(() => listener(exitReason ?? ''));
    },
  };
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.ref();
  for (const { signal, waitMs } of [
    { signal: 'SIGINT', waitMs: 15_000 },
    { signal: 'SIGQUIT', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ] as const) {
    child.kill(signal);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, waitMs, 'late')));
    const outcome = await Promise.race([exited, tooLong]);
    clearTimeout(timer);
    if (outcome !== 'late') return;
  }
}

async function findFreePort(preferred: number | undefined): Promise<number> {
  return (preferred ? await tryPort(preferred) : undefined) ?? (await tryPort(0)) ?? 0;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const found = (server.address() as AddressInfo).port;
      server.close(() => resolve(found));
    });
  });
}
