import { chownSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SystemUser } from './postgres-user.ts';

const prefix = 'tuanzi-socket-';
/** A socket's path with its end, on every system that has such sockets; the shortest limit is 104. */
const pathBytesMax = 100;

/**
 * A short folder of its own for PostgreSQL's socket: what passes through a socket costs both sides a fifth less than
 * through a port. Undefined where there can be none, and then the port is used.
 */
export function makeSocketFolder(user: SystemUser | undefined): string | undefined {
  if (process.platform === 'win32') return undefined;
  const short = path.join(os.tmpdir(), prefix);
  // mkdtemp adds six characters, PostgreSQL its name and port.
  if (Buffer.byteLength(`${short}XXXXXX/.s.PGSQL.65535`) > pathBytesMax || /[,\s]/.test(short)) return undefined;
  try {
    // Closed to everybody else from the beginning.
    const folder = mkdtempSync(short);
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    return folder;
  } catch {
    return undefined;
  }
}

/** Also one that a killed start left; never a folder somebody else made. */
export function removeSocketFolder(folder: string | undefined): void {
  if (folder === undefined || !path.basename(folder).startsWith(prefix)) return;
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) rmSync(folder, { recursive: true, force: true });
}
