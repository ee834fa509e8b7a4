import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  createParts,
  databaseUrlOf,
  findPorts,
  foldersOf,
  killQuietly,
  readyMs,
  type Part,
  type Parts,
  type ProcessKind,
} from './parts.ts';
import type { Random } from './random.ts';
import { CrashTestProblem, until } from './until.ts';

/** `media` is the whole part, `media-child` only the process that has the streams; `backend` is one process of PostgreSQL. */
export const victims = ['web', 'jobs', 'media', 'media-child', 'postgres', 'backend', 'everything'] as const;
export type Victim = (typeof victims)[number];

/** The product as it runs in parts: web with the database in its folder, jobs and live media apart. */
export interface Installation {
  readonly url: string;
  readonly mediaUrl: string;
  readonly rtmpPort: number;
  readonly secret: string;
  readonly recordingsDir: string;
  readonly filesDir: string;
  databaseUrl(): string;
  pidsOf(kind: ProcessKind): number[];
  /** Returns the processes that were killed. */
  kill(victim: Victim, random: Random): number[];
  /** Asks one part after the other to stop, and waits until it has. */
  stop(order: readonly Part[]): Promise<void>;
  /** Starts what ended, waits until all is ready, and complains of what ended without being killed. */
  recover(victim: Victim | undefined): Promise<void>;
  /** Ends everything at once, in whatever state it is. */
  destroy(): Promise<void>;
}

/** What has to be started again by whoever runs it. The rest goes on, or comes back by itself. */
const falls: Readonly<Record<Victim, readonly Part[]>> = {
  web: ['web'],
  jobs: ['jobs'],
  media: ['media'],
  'media-child': [],
  // Without the database in its folder the web process says so and ends.
  postgres: ['web'],
  backend: [],
  everything: ['web', 'jobs', 'media'],
};
const allParts = ['web', 'jobs', 'media'] as const;

/** `gateway` is where the jobs reach the payment provider, and the provider the shop: something may stand in between. */
export async function startInstallation(folder: string, gateway: { readonly port: number }): Promise<Installation> {
  const { dataDir, mediaDir } = foldersOf(folder);
  const [port = 0, mediaPort = 0, rtmpPort = 0] = await findPorts(3);
  const url = `http://127.0.0.1:${port}`;
  const mediaUrl = `http://127.0.0.1:${mediaPort}`;
  const secret = randomBytes(32).toString('hex');
  const all = { SECRET: secret, LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '100000000', MEDIA_URL: mediaUrl };
  /** The database the jobs were last told of. */
  let toldUrl = '';
  const parts = createParts({
    folder,
    settings: {
      web: () => ({ ...all, RUN: 'web,live', PORT: String(port) }),
      jobs: () => {
        toldUrl = databaseUrlOf(dataDir);
        return { ...all, RUN: 'jobs', DATABASE_URL: toldUrl, PUBLIC_URL: `http://127.0.0.1:${gateway.port}` };
      },
      media: () => ({
        ...all,
        RUN: 'media',
        MEDIA_PORT: String(mediaPort),
        RTMP_PORT: String(rtmpPort),
        MEDIA_HOOK_URL: `${url}/internal/media-hooks`,
      }),
    },
  });
  const startAll = async () => {
    await parts.revive('web');
    // Whoever runs it in parts tells the others when the database has moved; usually it comes back where it was.
    if (parts.isRunning('jobs') && toldUrl !== databaseUrlOf(dataDir)) {
      parts.end('jobs', 'SIGKILL');
      await until(() => !parts.isRunning('jobs'), 'jobs to end', readyMs);
    }
    await Promise.all([parts.revive('jobs'), parts.revive('media')]);
  };
  const destroy = async () => {
    parts.keepLogs();
    await until(() => parts.endAll(), 'the last process to end', readyMs);
  };
  try {
    await startAll();
  } catch (error) {
    await destroy();
    throw error;
  }
  return {
    url,
    mediaUrl,
    rtmpPort,
    secret,
    recordingsDir: join(mediaDir, 'recordings'),
    filesDir: join(dataDir, 'files'),
    databaseUrl: () => databaseUrlOf(dataDir),
    pidsOf: (kind) => parts.pidsOf(kind),
    kill(victim, random) {
      const pids = choosePids(parts, victim, random);
      for (const pid of pids) killQuietly(pid);
      return pids;
    },
    stop: (order) => stopParts(parts, order),
    async recover(victim) {
      await expectFall(parts, victim);
      await startAll();
      for (const address of [`${url}/readyz`, `${await parts.addressOf('jobs')}/readyz`, `${url}/media/healthz`])
        await until(() => isWell(address), `${address} to be well`, readyMs);
    },
    destroy,
  };
}

async function stopParts(parts: Parts, order: readonly Part[]): Promise<void> {
  for (const part of order) {
    parts.end(part, 'SIGTERM');
    await until(() => !parts.isRunning(part), `${part} to stop when asked`, readyMs);
  }
}

/** Waits until those that must end have ended, and complains of others that did. */
async function expectFall(parts: Parts, victim: Victim | undefined): Promise<void> {
  const fell = victim === undefined ? [] : falls[victim];
  for (const part of fell) await until(() => !parts.isRunning(part), `${part} to end after ${victim} was killed`, readyMs);
  const gone = allParts.find((part) => !fell.includes(part) && !parts.isRunning(part));
  if (gone !== undefined) throw new CrashTestProblem(`${gone} ended when ${victim ?? 'nothing'} was killed:\n${parts.lastWords(gone)}`);
}

function choosePids(parts: Parts, victim: Victim, random: Random): number[] {
  if (victim === 'everything') return (['jobs', 'media', 'media-child', 'postgres', 'web'] as const).flatMap((kind) => parts.pidsOf(kind));
  const pids = parts.pidsOf(victim);
  return victim === 'backend' ? random.shuffled(pids).slice(0, 1) : pids;
}

function isWell(address: string): Promise<boolean> {
  return fetch(address, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
