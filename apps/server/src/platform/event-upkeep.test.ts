import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../testing.ts';
import type { Module, Subscriber } from './app.ts';
import { forgetEvents, isLogWhole } from './forget-events.ts';
import { operationRoutes } from './http/operations.ts';
import { listParked, retryParked, wantRetry } from './parked-events.ts';
import { handleBatch, registerSubscribers, rewindSubscriber } from './subscriptions.ts';

declare module '#platform/events' {
  interface Events {
    'upkeep.happened': { n: number };
  }
}

const dayMs = 86_400_000;

/** A subscription that fails on the numbers it is told to dislike. */
function picky(): { module: Module; subscriber: Subscriber; seen: number[]; disliked: Set<number> } {
  const seen: number[] = [];
  const disliked = new Set<number>();
  const subscriber: Subscriber = {
    name: 'picky',
    types: ['upkeep.happened'],
    handle: async (_ctx, events) => {
      const numbers = events.map((event) => (event.payload as { n: number }).n);
      const bad = numbers.find((n) => disliked.has(n));
      if (bad !== undefined) throw new Error(`cannot stand ${bad}`);
      seen.push(...numbers);
    },
  };
  return { module: { name: 'upkeep', routes: operationRoutes, subscribers: [subscriber] }, subscriber, seen, disliked };
}
const publish = (t: TestApp, ...numbers: number[]) => t.transact((ctx) => ctx.publish('upkeep.happened', ...numbers.map((n) => ({ n }))));
const metric = async (t: TestApp, name: string, of: string) => {
  const { body } = await t.http.inject('/metrics');
  return Number(new RegExp(`^${name}\\{subscription="${of}"\\} (.+)$`, 'm').exec(body)?.[1]);
};
/** Handles until `isDone`; other tests on this server may hold the log's horizon for a moment. */
async function handleUntil(t: TestApp, subscriber: Subscriber, isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) {
    if ((await handleBatch(t.app, () => {}, subscriber)) === 0) await delay(5);
    await t.app.database.pool.query('update platform.subscribers set retry_at = null');
  }
}
const countEvents = async (t: TestApp) =>
  (await t.app.database.pool.query<{ n: number }>('select count(*) as n from platform.events')).rows[0]?.n ?? 0;
const isCaughtUp = (t: TestApp, name: string) => async () => {
  const { rows } = await t.app.database.pool.query(
    'select from platform.subscribers s where s.name = $1 and not exists (select from platform.events e where (e.xid, e.id) > (s.xid, s.id))',
    [name],
  );
  return rows.length > 0;
};

test('a parked event is counted, listed with its error, handled when somebody asks for it, and parked again if it fails again', async () => {
  const { module, subscriber, seen, disliked } = picky();
  const t = await createTestApp([module]);
  await registerSubscribers(t.app, [subscriber]);
  disliked.add(2);
  await publish(t, 1, 2, 3);
  await handleUntil(t, subscriber, isCaughtUp(t, 'picky'));
  expect(seen).toEqual([1, 3]);
  expect(await metric(t, 'tuanzi_events_parked', 'picky')).toBe(1);
  const [parked] = await listParked(t.app.database.db, 10);
  expect(parked).toMatchObject({ subscriber: 'picky', type: 'upkeep.happened', payload: { n: 2 }, error: 'cannot stand 2' });

  expect(await retryParked(t.app, [subscriber])).toBe(0);
  expect(await wantRetry(t.app.database.db, { subscriber: 'somebody else' })).toBe(0);
  expect(await wantRetry(t.app.database.db)).toBe(1);
  expect(await retryParked(t.app, [subscriber])).toBe(1);
  expect(await listParked(t.app.database.db, 10)).toMatchObject([{ error: 'cannot stand 2', isRetryWanted: false }]);

  disliked.clear();
  await wantRetry(t.app.database.db, { subscriber: 'picky', eventId: parked!.eventId });
  // Two processes look at once: one handles it.
  const tried = await Promise.all([retryParked(t.app, [subscriber]), retryParked(t.app, [subscriber])]);
  expect(tried.toSorted()).toEqual([0, 1]);
  expect(seen).toEqual([1, 3, 2]);
  expect(await metric(t, 'tuanzi_events_parked', 'picky')).toBe(0);
});

test('events are forgotten when they are old and everybody is past them, and not a moment before', async () => {
  const { module, subscriber } = picky();
  const t = await createTestApp([module], { env: { EVENTS_KEPT_DAYS: '7' } });
  const slow: Subscriber = { ...subscriber, name: 'slow' };
  await registerSubscribers(t.app, [subscriber, slow]);
  await publish(t, 1, 2, 3);
  await handleUntil(t, subscriber, isCaughtUp(t, 'picky'));
  t.clock.advance(8 * dayMs);
  await publish(t, 4);
  // One subscription has not handled them yet.
  expect(await forgetEvents(t.app, ['picky', 'slow'])).toBe(0);
  await handleUntil(t, slow, isCaughtUp(t, 'slow'));
  expect(await t.transact((ctx) => rewindSubscriber(ctx, 'unrelated'))).toBe(true);
  await t.app.database.pool.query(`delete from platform.subscribers where name = 'unrelated'`);
  expect(await forgetEvents(t.app, ['picky', 'slow'])).toBe(3);
  expect(await forgetEvents(t.app, ['picky', 'slow'])).toBe(0);
  expect(await countEvents(t)).toBe(1);
  // What is forgotten cannot be counted again, so nobody is sent back to count it.
  expect(await isLogWhole(t.app.database.db)).toBe(false);
  expect(await t.transact((ctx) => rewindSubscriber(ctx, 'picky'))).toBe(false);
  await publish(t, 5);
  await handleUntil(t, slow, isCaughtUp(t, 'slow'));
});

test('a cursor nobody moves any more holds the log for as long as events are kept, and then no longer', async () => {
  const { module, subscriber } = picky();
  const t = await createTestApp([module]);
  await registerSubscribers(t.app, [subscriber]);
  await t.app.database.pool.query(`insert into platform.subscribers (name) values ('left over')`);
  await publish(t, 1, 2);
  await handleUntil(t, subscriber, isCaughtUp(t, 'picky'));
  t.clock.advance(8 * dayMs);
  expect(await forgetEvents(t.app, ['picky'])).toBe(0);
  await t.app.database.pool.query(`update platform.subscribers set moved_at = now() - interval '8 days' where name = 'left over'`);
  expect(await forgetEvents(t.app, ['picky'])).toBe(2);
});

test('how far behind a subscription is, is told without reading the log', async () => {
  const { module, subscriber } = picky();
  const t = await createTestApp([module]);
  await registerSubscribers(t.app, [subscriber]);
  expect(await metric(t, 'tuanzi_events_behind', 'picky')).toBe(0);
  await publish(t, ...Array.from({ length: 40 }, (_, i) => i));
  expect(await metric(t, 'tuanzi_events_behind', 'picky')).toBe(40);
  await handleUntil(t, subscriber, isCaughtUp(t, 'picky'));
  expect(await metric(t, 'tuanzi_events_behind', 'picky')).toBe(0);
  expect(await metric(t, 'tuanzi_events_lag_seconds', 'picky')).toBe(0);
});

test('a part that has not worked for half a minute makes the process not ready; one that just stopped does not', async () => {
  const t = await createTestApp([{ name: 'operations', routes: operationRoutes }]);
  const ready = async () => {
    const { statusCode, body } = await t.http.inject('/readyz');
    return [statusCode, JSON.parse(body)];
  };
  expect(await ready()).toEqual([200, { ok: true }]);
  t.app.troubles.set('jobs', Date.now());
  expect(await ready()).toEqual([200, { ok: true }]);
  t.app.troubles.set('jobs', Date.now() - 31_000);
  expect(await ready()).toEqual([503, { ok: false, troubles: ['jobs'] }]);
});
