import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App, Subscriber } from './app.ts';
import { systemClock } from './clock.ts';
import type { Ctx } from './ctx.ts';
import { openDatabase, type Database } from './db.ts';
import type { StoredEvent } from './events.ts';
import { createTestDatabase, type TestDatabase } from './postgres/testing.ts';
import { handleBatch, registerSubscribers } from './subscriptions.ts';

declare module '#platform/events' {
  interface Events {
    'test.logged': { n: number };
  }
}

let scratch: TestDatabase;
/** Two server processes, as far as the log can tell: nothing is shared but the database. */
let servers: { app: App; database: Database }[];
let writers: pg.Client[];
let setup: pg.Client;
beforeAll(async () => {
  scratch = await createTestDatabase();
  const connect = async () => {
    const client = new pg.Client({ connectionString: scratch.url });
    await client.connect();
    return client;
  };
  setup = await connect();
  writers = await Promise.all([1, 2, 3, 4].map(connect));
  servers = [1, 2].map((n) => {
    const database = openDatabase(scratch.url, { connectionsMax: 4, name: `server ${n}` });
    return { database, app: { database, clock: systemClock, log: pino({ level: 'silent' }), topicListeners: new Set() } as unknown as App };
  });
  await setup.query('create table public.effects (place bigint generated always as identity, subscriber text not null, n int not null)');
});
afterAll(async () => {
  await Promise.all([...writers, setup].map((client) => client.end()));
  await Promise.all(servers.map(({ database }) => database.close()));
  await scratch.drop();
});

type Step =
  | { readonly do: 'write'; readonly who: number; readonly size: number }
  | { readonly do: 'end'; readonly who: number; readonly how: 'commit' | 'rollback' }
  | { readonly do: 'handle'; readonly who: number; readonly isFailing: boolean }
  | { readonly do: 'handle-both' };
const who = fc.nat(3);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), who, size: fc.integer({ min: 1, max: 4 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('end' as const),
        who,
        how: fc.constantFrom('commit' as const, 'commit' as const, 'rollback' as const),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('handle' as const), who: fc.nat(1), isFailing: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('handle-both' as const) }) },
  ),
  { minLength: 5, maxLength: 60 },
);

/** Writes what it hears into the transaction that moves its cursor, and may fail after that. */
function subscriberOf(name: string, batchMax: number): { subscriber: Subscriber; failNext: () => void } {
  let isFailing = false;
  return {
    failNext: () => {
      isFailing = true;
    },
    subscriber: {
      name,
      batchMax,
      types: ['test.logged'],
      async handle(ctx: Ctx, events: readonly StoredEvent[]) {
        const numbers = events.map(({ payload }) => (payload as { n: number }).n);
        await sql`insert into public.effects (subscriber, n) select ${name}, n from unnest(${numbers}::int[]) with ordinality as t (n, place) order by place`.execute(
          ctx.db,
        );
        if (!isFailing) return;
        isFailing = false;
        throw new Error('died half-way');
      },
    },
  };
}

async function isCaughtUp(): Promise<boolean> {
  const { rowCount } = await setup.query(
    'select from platform.subscribers s where exists (select from platform.events e where (e.xid, e.id) > (s.xid, s.id))',
  );
  return rowCount === 0;
}

test('transactions of four connections begin, write, commit late or not at all, while two servers handle and fail: every committed event takes effect once, in one order for all', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (history, batchMax) => {
      await setup.query('truncate platform.events, platform.subscribers, platform.parked_events, public.effects');
      const both = ['first', 'second'].map((name) => subscriberOf(name, batchMax));
      await registerSubscribers(
        servers[0]!.app,
        both.map(({ subscriber }) => subscriber),
      );
      const handle = async (server: number) => {
        for (const { subscriber } of both) await handleBatch(servers[server]!.app, () => {}, subscriber);
        await setup.query('update platform.subscribers set retry_at = null, failures = 0');
      };
      const open = new Map<number, number[]>();
      const committed: number[][] = [];
      const end = async (writer: number, how: 'commit' | 'rollback') => {
        const written = open.get(writer);
        if (written === undefined) return;
        open.delete(writer);
        await writers[writer]!.query(how);
        if (how === 'commit') committed.push(written);
      };
      let n = 0;
      for (const step of history) {
        if (step.do === 'write') {
          if (!open.has(step.who)) await writers[step.who]!.query('begin');
          const numbers = Array.from({ length: step.size }, () => n++);
          open.set(step.who, [...(open.get(step.who) ?? []), ...numbers]);
          await writers[step.who]!.query(
            `insert into platform.events (type, at, payload) select 'test.logged', now(), jsonb_build_object('n', n) from unnest($1::int[]) n`,
            [numbers],
          );
        } else if (step.do === 'end') await end(step.who, step.how);
        else if (step.do === 'handle') {
          if (step.isFailing) both[step.who]?.failNext();
          await handle(step.who);
        } else await Promise.all([handle(0), handle(1)]);
      }
      // Those that began first end last.
      for (const writer of [...open.keys()].toReversed()) await end(writer, 'commit');
      while (!(await isCaughtUp())) {
        await Promise.all([handle(0), handle(1)]);
        // Another test's transaction on this server may hold the log for a moment.
        await delay(1);
      }
      const { rows } = await setup.query<{ subscriber: string; n: number }>('select subscriber, n from public.effects order by place');
      const [first, second] = ['first', 'second'].map((name) => rows.filter(({ subscriber }) => subscriber === name).map((row) => row.n));
      expect(first!.toSorted((a, b) => a - b)).toEqual(committed.flat().toSorted((a, b) => a - b));
      expect(second).toEqual(first);
      // What one transaction said is heard in the order it was said.
      for (const said of committed) expect(first!.filter((each) => said.includes(each))).toEqual(said);
      expect((await setup.query('select from platform.parked_events')).rowCount).toBe(0);
    }),
    { numRuns: 60 },
  );
}, 300_000);

test('a transaction that began first, wrote first and commits last holds the log until it is there; one that only reads holds nobody up', async () => {
  await setup.query('truncate platform.events, platform.subscribers, public.effects');
  const { subscriber } = subscriberOf('late', 500);
  await registerSubscribers(servers[0]!.app, [subscriber]);
  const write = (client: pg.Client, n: number) =>
    client.query(`insert into platform.events (type, at, payload) values ('test.logged', now(), jsonb_build_object('n', $1::int))`, [n]);
  const seen = async () => (await setup.query<{ n: number }>('select n from public.effects order by place')).rows.map(({ n }) => n);
  const [early, reader, other] = writers;
  await reader!.query('begin');
  await reader!.query('select count(*) from platform.events');
  await early!.query('begin');
  await write(early!, 1);
  for (let n = 2; n <= 50; n++) {
    await write(other!, n);
    await handleBatch(servers[n % 2]!.app, () => {}, subscriber);
  }
  expect(await seen()).toEqual([]);
  await early!.query('commit');
  while (!(await isCaughtUp())) {
    await handleBatch(servers[0]!.app, () => {}, subscriber);
    await delay(1);
  }
  expect(await seen()).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  await reader!.query('commit');
}, 120_000);
