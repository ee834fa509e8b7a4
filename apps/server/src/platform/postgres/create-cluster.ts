import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { explainOutput } from './postgres-error.ts';
import type { SystemUser } from './postgres-user.ts';

export const databaseName = 'tuanzi';
export const roleName = 'tuanzi';

export type ClusterHome = { home: string; cluster: string; passwordFile: string; logFile: string };

export function clusterHome(dataDir: string): ClusterHome {
  const home = path.join(path.resolve(dataDir), 'postgres');
  return { home, cluster: path.join(home, 'cluster'), passwordFile: path.join(home, 'password'), logFile: path.join(home, 'postgres.log') };
}

/**
 * How PostgreSQL is told where its data is. On Linux it is started inside the folder and told to look at its own
 * working directory: the kernel follows that link without walking the path, so it works below folders its user
 * cannot enter, and for any length of path.
 */
export function clusterArgument(cluster: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : cluster;
}

export const plainEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Makes the cluster under another name and renames it when it is complete, so a start killed half-way leaves nothing. */
export async function createCluster(
  at: ClusterHome,
  binaries: PostgresBinaries,
  user: SystemUser | undefined,
  isThrowaway: boolean,
): Promise<void> {
  for (const name of readdirSync(at.home)) {
    // The initdb of a killed start may still be writing there for a moment.
    if (name.startsWith('cluster.new-')) rmSync(path.join(at.home, name), { recursive: true, force: true, maxRetries: 10 });
  }
  const building = path.join(at.home, `cluster.new-${process.pid}`);
  mkdirSync(building, { mode: 0o700 });
  if (user !== undefined) chownSync(building, user.uid, user.gid);
  const password = randomBytes(24).toString('base64url');
  const handOver = openPassword(at.home, password, user);
  try {
    const directory = clusterArgument(building);
    const options = [
      '--username',
      roleName,
      '--pwfile',
      process.platform === 'linux' ? '/proc/self/fd/3' : handOver.file,
      '--auth',
      'scram-sha-256',
      '--encoding',
      'UTF8',
      '--locale',
      'C',
      '--locale-provider',
      'builtin',
      '--builtin-locale',
      'C.UTF-8',
      '--data-checksums',
      '--no-instructions',
      ...(isThrowaway ? ['--no-sync'] : []),
    ];
    await run(binaries.initdb, ['-D', directory, ...options], building, user, handOver.fd, '');
    const single = ['--single', '-F', '-c', 'log_checkpoints=off', '-D', directory, 'postgres'];
    await run(
      binaries.postgres,
      isThrowaway ? single : single.filter((word) => word !== '-F'),
      building,
      user,
      handOver.fd,
      `create database ${databaseName}\n`,
    );
    writePrivately(at.passwordFile, password);
    renameSync(building, at.cluster);
  } finally {
    closeSync(handOver.fd);
    rmSync(handOver.file, { force: true });
    rmSync(building, { recursive: true, force: true });
  }
}

/** Gives a cluster whose password file was lost a new password: whoever owns the files owns the data. */
export async function resetPassword(at: ClusterHome, binaries: PostgresBinaries, user: SystemUser | undefined): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const words = ['--single', '-D', clusterArgument(at.cluster), 'postgres'];
  await run(binaries.postgres, words, at.cluster, user, undefined, `alter role ${roleName} password '${password}'\n`);
  writePrivately(at.passwordFile, password);
}

export function readPassword(at: ClusterHome): string | undefined {
  return existsSync(at.passwordFile) ? readFileSync(at.passwordFile, 'utf8').trim() || undefined : undefined;
}

function writePrivately(file: string, content: string): void {
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  const fd = openSync(fresh, 'wx', 0o600);
  writeFileSync(fd, content);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(fresh, file);
}

/** initdb reads the password as another user below folders closed to it, so it inherits the open file. */
function openPassword(home: string, password: string, user: SystemUser | undefined): { fd: number; file: string } {
  const file = path.join(home, `password.initdb-${process.pid}`);
  rmSync(file, { force: true });
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  if (user !== undefined) chownSync(file, user.uid, user.gid);
  const fd = openSync(file, 'r');
  if (process.platform === 'linux') unlinkSync(file);
  return { fd, file };
}

function run(
  program: string,
  words: string[],
  cwd: string,
  user: SystemUser | undefined,
  extraFd: number | undefined,
  input: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd,
      env: plainEnvironment,
      stdio: ['pipe', 'pipe', 'pipe', extraFd ?? 'ignore'],
      // Ctrl-C reaches a whole process group; only we decide when PostgreSQL stops.
      detached: true,
      ...(user && { uid: user.uid, gid: user.gid }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    // A program that refuses to start closes its input early; its exit code tells.
    child.stdin?.on('error', () => undefined).end(input);
    child.once('error', reject);
    child.once('close', (code) => {
      // A single-user PostgreSQL reports a failed statement and still exits with 0.
      if (code === 0 && !/^.*(ERROR|FATAL|PANIC):/m.test(output)) resolve();
      else reject(explainOutput(path.basename(program), output, cwd));
    });
  });
}
