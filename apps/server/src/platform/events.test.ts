import { afterEach, beforeEach, expect, test } from 'vitest';
import { pino } from 'pino';
import pg from 'pg';
import type { App, Subscriber } from './app.ts';
import { systemClock } from './clock.ts';
import { inTransaction, systemActor } from './ctx.ts';
import { openDatabase, type Database } from './db.ts';
import type { StoredEvent } from './events.ts';
import { createTestDatabase, type TestDatabase } from './postgres/testing.ts';
import { handleBatch, registerSubscribers } from './subscriptions.ts';

declare module '#platform/events' {
  interface Events {
    'test.happened': { n: number };
  }
}

let scratch: TestDatabase;
let database: Database;
let app: App;
beforeEach(async () => {
  scratch = await createTestDatabase();
  database = openDatabase(scratch.url, { connectionsMax: 8, name: 'test' });
  // Only what subscriptions use of an app.
  app = { database, clock: systemClock, log: pino({ level: 'silent' }) } as App;
});
afterEach(async () => {
  await database.close();
  await scratch.drop();
});

const publish = (...numbers: number[]) =>
  inTransaction({ database, clock: systemClock, log: app.log, wake: () => {}, announce: () => {} }, systemActor, (ctx) =>
    ctx.publish('test.happened', ...numbers.map((n) => ({ n }))),
  );
function collector(name: string, handle?: (numbers: number[]) => void): { subscriber: Subscriber; seen: number[] } {
  const seen: number[] = [];
  const subscriber: Subscriber = {
    name,
    types: ['test.happened'],
    handle: async (_ctx, events) => {
      const numbers = events.map((event) => (event as StoredEvent<'test.happened'>).payload.n);
      handle?.(numbers);
      seen.push(...numbers);
    },
  };
  return { subscriber, seen };
}
/** As often as it takes: a transaction of another test on this server may hold the log's horizon below the newest events. */
async function drainUntil(subscriber: Subscriber, isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    await drain(subscriber);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await drain(subscriber);
}

async function drain(subscriber: Subscriber): Promise<void> {
  while ((await handleBatch(app, () => {}, subscriber)) > 0);
}

test('an event of a transaction that commits late is not skipped, although newer ones were there before', async () => {
  const { subscriber, seen } = collector('late');
  await registerSubscribers(app, [subscriber]);
  const slow = new pg.Client({ connectionString: scratch.url });
  await slow.connect();
  await slow.query('begin');
  await slow.query(`insert into platform.events (type, at, payload) values ('test.happened', now(), '{"n":1}')`);
  await publish(2, 3);
  await drain(subscriber);
  expect(seen).toEqual([]);
  await slow.query('commit');
  await slow.end();
  await drainUntil(subscriber, () => seen.length === 3);
  expect(seen).toEqual([1, 2, 3]);
});

test('a batch takes effect once: when the handler fails nothing moves, and it is tried again', async () => {
  let failures = 2;
  const { subscriber, seen } = collector('retry', () => {
    if (failures-- > 0) throw new Error('not now');
  });
  await registerSubscribers(app, [subscriber]);
  await publish(1, 2);
  // A transaction of another test on this server may hold the log's horizon below these events for a moment.
  while (failures > 0) await drain(subscriber);
  expect(seen).toEqual([]);
  await database.pool.query(`update platform.subscribers set retry_at = null`);
  while (seen.length < 2) await drain(subscriber);
  expect(seen).toEqual([1, 2]);
});

test('an event that fails again and again is parked, and the rest goes on', async () => {
  const { subscriber, seen } = collector('parks', (numbers) => {
    if (numbers.includes(2)) throw new Error('never');
  });
  await registerSubscribers(app, [subscriber]);
  await publish(1, 2, 3);
  // As often as it takes: a transaction of another test on this server may hold the log's horizon below these events.
  while (seen.length < 2) {
    await drain(subscriber);
    await database.pool.query(`update platform.subscribers set retry_at = null`);
  }
  expect(seen).toEqual([1, 3]);
  const { rows } = await database.pool.query<{ payload: { n: number } }>('select payload from platform.parked_events');
  expect(rows).toEqual([{ payload: { n: 2 } }]);
});

test('an event is never parked for what the database did: it is tried again until that is over', async () => {
  let isDown = true;
  const { subscriber, seen } = collector('patient', () => {
    if (isDown) throw Object.assign(new Error('too many connections'), { code: '53300' });
  });
  await registerSubscribers(app, [subscriber]);
  await publish(1, 2);
  for (let i = 0; i < 12; i++) {
    await drain(subscriber);
    await database.pool.query(`update platform.subscribers set retry_at = null`);
  }
  isDown = false;
  await drainUntil(subscriber, () => seen.length === 2);
  expect(seen).toEqual([1, 2]);
  expect((await database.pool.query('select from platform.parked_events')).rowCount).toBe(0);
});

test('several processes handle one subscriber: each event once, in order', async () => {
  const { subscriber, seen } = collector('shared');
  await registerSubscribers(app, [subscriber]);
  for (let i = 0; i < 20; i++) await publish(...Array.from({ length: 10 }, (_, j) => i * 10 + j));
  await Promise.all(Array.from({ length: 4 }, () => drainUntil(subscriber, () => seen.length === 200)));
  expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => i));
});
