import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError } from './platform/config.ts';
import { DataFolderInUse } from './platform/data-lock.ts';
import { PostgresError } from './platform/postgres/postgres-error.ts';

/** Why an installation does not start, in a sentence for the operator. */
export class StartError extends Error {
  readonly code = 'cannot_start';
}

const expected = [ConfigError, DataFolderInUse, PostgresError, StartError];

/** Expected refusals (a taken port, a folder in use) are one sentence for the operator; anything else shows its stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return expected.some((kind) => error instanceof kind) ? error.message : (error.stack ?? error.message);
}

/** The processes of a copy that was killed let go of their ports on their own, within a moment. */
const letGoMs = 3000;

interface WantedPort {
  readonly port: number;
  readonly host: string;
  readonly setting: string;
}

/** Asked before anything is started, so that a copy that cannot run leaves nothing behind. */
export async function refuseTakenPorts(wanted: readonly WantedPort[]): Promise<void> {
  const endsAt = performance.now() + letGoMs;
  for (const each of wanted.filter(({ port }) => port !== 0)) {
    for (;;) {
      const error = await tryPort(each);
      if (error === undefined) break;
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || performance.now() > endsAt) throw portError(error, each);
      await delay(100);
    }
  }
}

export function portError(error: unknown, { port, host, setting }: WantedPort): unknown {
  const code = (error as { code?: string }).code;
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} is taken by another program. Stop it, or choose another with ${setting}.`);
  if (code === 'EACCES') return new StartError(`Port ${port} needs more rights than this user has. Choose one above 1023 with ${setting}.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`This machine has no address ${host}. Choose another with HOST.`);
  return error;
}

/** A port nobody uses now, for a setting of 0 that others must be told. */
export function findFreePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function tryPort({ port, host }: WantedPort): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen({ port, host }, () => probe.close(() => resolve(undefined)));
  });
}
