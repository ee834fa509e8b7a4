/** The event log with two servers on one PostgreSQL that waits for the disk: does everybody keep up with so many events a second, and how late are they? */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { Module, Subscriber } from '../apps/server/src/platform/app.ts';
import { systemClock } from '../apps/server/src/platform/clock.ts';
import { parseConfig } from '../apps/server/src/platform/config.ts';
import { createApp, type RunningApp } from '../apps/server/src/platform/create-app.ts';
import { systemActor } from '../apps/server/src/platform/ctx.ts';
import type { StoredEvent } from '../apps/server/src/platform/events.ts';
import { noMedia } from '../apps/server/src/platform/ports/media.ts';
import { noSms } from '../apps/server/src/platform/ports/sms.ts';
import { startPostgres } from '../apps/server/src/platform/postgres/start-postgres.ts';
import { startWorkers } from '../apps/server/src/platform/workers.ts';
import { rounded, spread, type BenchOptions, type Outcome } from './outcome.ts';

declare module '../apps/server/src/platform/events.ts' {
  interface Events {
    'bench.happened': { n: number };
    'bench.passed-over': { n: number };
  }
}

const barPerSecond = 5000;
/** A batch of a combiner publishes so many at once. */
const perCommit = 50;
const lanes = 4;
const hearers = 3;
const rounds = 3;

/** Adds up what it hears, as counters do, in the transaction that moves its cursor. */
function counter(name: string, late: number[]): Subscriber {
  return {
    name,
    types: ['bench.happened'],
    async handle(ctx, events: readonly StoredEvent[]) {
      const heard = events.map(({ payload }) => (payload as { n: number }).n);
      await sql`insert into public.heard (subscriber, minute, n, total) values (${name}, date_trunc('minute', ${ctx.now}::timestamptz), ${heard.length}, ${heard.reduce((sum, n) => sum + n, 0)})
                on conflict (subscriber, minute) do update set n = heard.n + excluded.n, total = heard.total + excluded.total`.execute(
        ctx.db,
      );
      const now = Date.now();
      for (const { at } of events) late.push(now - at.getTime());
    },
  };
}

interface Log {
  readonly app: RunningApp;
  readonly late: number[];
  readonly published: { n: number; total: number };
  /** Publishes so many, at so many a second at most, and answers how long it took. */
  publish(amount: number, perSecond: number): Promise<number>;
  isCaughtUp(): Promise<boolean>;
}

export async function measureEventLog({ seconds }: BenchOptions): Promise<Outcome> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tuanzi-event-log-'));
  const postgres = await startPostgres({ dataDir: folder });
  const stops: (() => Promise<void>)[] = [() => postgres.stop()];
  try {
    const late: number[] = [];
    // Two more that hear of something else: most of the log is passed over by most who read it.
    const passing = ['passing', 'by'].map((name): Subscriber => ({ name, types: ['bench.passed-over'], handle: async () => {} }));
    const module: Module = {
      name: 'bench',
      subscribers: [...Array.from({ length: hearers }, (_, i) => counter(`counter-${i}`, late)), ...passing],
    };
    const apps = [];
    for (const name of ['one', 'two']) {
      const app = await openServer(postgres.url, name);
      stops.push(() => app.close());
      if (name === 'one')
        await app.database.pool.query(
          'create table public.heard (subscriber text, minute timestamptz, n bigint not null, total bigint not null, primary key (subscriber, minute))',
        );
      const workers = await startWorkers(app, [module]);
      stops.push(() => workers.stop());
      apps.push(app);
    }
    return await measure(openLog(apps[0]!, late), Math.max(3, seconds));
  } finally {
    for (const stop of stops.toReversed()) await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(log: Log, seconds: number): Promise<Outcome> {
  await log.publish(5_000, barPerSecond);
  await catchUp(log);
  log.late.length = 0;
  const steady = await log.publish(barPerSecond * seconds, barPerSecond);
  const steadyRest = await catchUp(log);
  const lateMs = quantiles(log.late);
  const held = await holdBack(log);
  const flat: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const amount = barPerSecond * seconds;
    flat.push(amount / (((await log.publish(amount, Infinity)) + (await catchUp(log))) / 1000));
  }
  const wrong = await findWrong(log);
  const perSecond = spread(flat);
  return {
    name: 'event-log',
    ratio: rounded(perSecond.median / barPerSecond),
    bar: 1,
    // Kept up: what was still to do when the last event was published was less than a second's worth.
    ok: perSecond.median >= barPerSecond && steadyRest < 1000 && wrong.length === 0,
    exact: wrong.length === 0,
    figures: {
      what: `events handled a second by each of ${hearers} subscriptions, two servers on one database`,
      perSecond,
      offered: { perSecond: Math.round((barPerSecond * seconds) / (steady / 1000)), restMs: Math.round(steadyRest), lateMs },
      afterALongTransaction: held,
      wrong,
    },
  };
}

/** A transaction that wrote first and commits last holds the log for two seconds, while events keep coming. */
async function holdBack(log: Log): Promise<{ heldMs: number; restMs: number }> {
  const heldMs = 2000;
  const holding = log.app.transact(systemActor, async (ctx) => {
    await ctx.publish('bench.happened', { n: 1 });
    log.published.n += 1;
    log.published.total += 1;
    await delay(heldMs);
  });
  await log.publish((barPerSecond * heldMs) / 1000, barPerSecond);
  await holding;
  return { heldMs, restMs: Math.round(await catchUp(log)) };
}

async function openServer(databaseUrl: string, name: string): Promise<RunningApp> {
  return createApp({
    config: parseConfig({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'error', DEMO: '0' }),
    databaseUrl,
    clock: systemClock,
    log: pino({ level: 'error' }),
    name,
    publicUrl: () => '',
    ports: () => ({ payments: {}, sms: noSms, storage: undefined as never, media: noMedia }),
  });
}

function openLog(app: RunningApp, late: number[]): Log {
  const published = { n: 0, total: 0 };
  const commit = async (size: number) => {
    const numbers = Array.from({ length: size }, () => published.n++);
    published.total += numbers.reduce((sum, n) => sum + n, 0);
    await app.transact(systemActor, (ctx) => ctx.publish('bench.happened', ...numbers.map((n) => ({ n }))));
  };
  return {
    app,
    late,
    published,
    async publish(amount, perSecond) {
      const startedAt = performance.now();
      let left = amount;
      const lane = async () => {
        while (left > 0) {
          const size = Math.min(perCommit, left);
          left -= size;
          const dueMs = ((amount - left) / perSecond) * 1000 - (performance.now() - startedAt);
          if (dueMs > 0) await delay(dueMs);
          await commit(size);
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      return performance.now() - startedAt;
    },
    async isCaughtUp() {
      const { rows } = await app.database.pool.query<{ isBehind: boolean }>(
        `select exists (select from platform.subscribers s where s.name like 'counter-%' and exists (select from platform.events e where (e.xid, e.id) > (s.xid, s.id))) as "isBehind"`,
      );
      return rows[0]?.isBehind === false;
    },
  };
}

async function catchUp(log: Log): Promise<number> {
  const startedAt = performance.now();
  while (!(await log.isCaughtUp())) await delay(10);
  return performance.now() - startedAt;
}

async function findWrong({ app, published }: Log): Promise<string[]> {
  const { rows } = await app.database.pool.query<{ subscriber: string; n: number; total: number }>(
    'select subscriber, sum(n)::bigint as n, sum(total)::bigint as total from public.heard group by subscriber order by subscriber',
  );
  return rows.length === hearers
    ? rows
        .filter(({ n, total }) => n !== published.n || total !== published.total)
        .map(({ subscriber, n }) => `${subscriber} counted ${n} of ${published.n} events`)
    : [`${rows.length} of ${hearers} subscriptions heard anything`];
}

function quantiles(values: readonly number[]): { p50: number; p99: number; max: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
