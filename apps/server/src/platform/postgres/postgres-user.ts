import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PostgresError } from './postgres-error.ts';

export type SystemUser = { uid: number; gid: number; name: string };

const ownUserName = 'tuanzi-postgres';

/**
 * PostgreSQL refuses to run as root. Started by root it runs as the owner of the existing cluster, else as the
 * system's `postgres`, else as a system user made for it, else as `nobody`. For anybody else the answer is undefined:
 * it runs as the caller.
 */
export function choosePostgresUser(existingOwner: { uid: number; gid: number } | undefined): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existingOwner !== undefined && existingOwner.uid !== 0) {
    const known = readUsers().find((user) => user.uid === existingOwner.uid);
    return { uid: existingOwner.uid, gid: existingOwner.gid, name: known?.name ?? String(existingOwner.uid) };
  }
  const user = findUser('postgres') ?? findUser(ownUserName) ?? createOwnUser() ?? findUser('nobody');
  if (user !== undefined) return user;
  throw new PostgresError(
    'postgres-no-user',
    'PostgreSQL refuses to run as root, and this system has neither a user for it nor a way to create one. ' +
      'Start Tuanzi as another user, or point DATABASE_URL at a PostgreSQL of your own.',
  );
}

function createOwnUser(): SystemUser | undefined {
  spawnSync('useradd', ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', ownUserName], {
    stdio: 'ignore',
  });
  // A second start may have created it at the same moment: what counts is that it is there now.
  return findUser(ownUserName);
}

function findUser(name: string): SystemUser | undefined {
  return readUsers().find((user) => user.name === name && user.uid !== 0);
}

function readUsers(): SystemUser[] {
  const passwd = readFileSync('/etc/passwd', 'utf8');
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
