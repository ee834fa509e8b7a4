import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { systemActor } from '#platform/ctx';
import { modules } from './app.ts';
import { anAccount } from './modules/identity/testing.ts';
import { anOrder, aPaidOrder } from './modules/orders/testing.ts';
import { operationRoutes } from './platform/http/operations.ts';
import { createTestApp, type TestApp } from './testing.ts';

/** All values of one scrape, by name and labels as Prometheus writes them. */
async function scrape(t: TestApp): Promise<Map<string, number>> {
  const { body } = await t.http.inject({ url: '/metrics' });
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

const aShopWithMetrics = () =>
  createTestApp([...modules, { name: 'operations', routes: (app, http) => operationRoutes(app, http, modules) }]);

test('what an owner asks is answered: orders, payments that wait, jobs and events that lag, people, and books that balance', async () => {
  const t = await aShopWithMetrics();
  await anOrder(t);
  await aPaidOrder(t);
  await aPaidOrder(t);
  const unfinished = await anAccount(t);
  await t.app.transact(systemActor, async (ctx) => {
    await ctx.addJobs({ name: 'nobody.runs-this', payload: {} }, { name: 'nobody.runs-this', payload: {}, runAt: new Date('2999-01-01') });
    await sql`insert into payments.payments (id, order_id, shop_id, buyer_id, provider, amount_fen, description, return_path, created_at, expires_at)
              values ('pay_1', 'ord_1', 'shp_1', ${unfinished.accountId}, 'sandbox', 100, 'a payment', '/', ${new Date(ctx.now.getTime() - 90_000)}, ${ctx.now})`.execute(
      ctx.db,
    );
    await sql`update graphile_worker._private_jobs set run_at = now() - interval '70 seconds' where run_at <= now()`.execute(ctx.db);
  });
  const found = await scrape(t);
  const value = (name: string) => found.get(name);
  expect(value('tuanzi_orders{state="unpaid"}')).toBe(1);
  expect(value('tuanzi_orders{state="paid"}')).toBe(2);
  expect(value('tuanzi_orders{state="refunded"}')).toBe(0);
  expect(value('tuanzi_orders_per_minute{step="placed"}')).toBe(3);
  expect(value('tuanzi_orders_per_minute{step="paid"}')).toBe(2);
  expect(value('tuanzi_payments_waiting{what="payments"}')).toBe(1);
  expect(value('tuanzi_payments_oldest_waiting_seconds{what="payments"}')).toBeGreaterThanOrEqual(90);
  expect(value('tuanzi_payments_waiting{what="refunds"}')).toBe(0);
  expect(value('tuanzi_jobs_waiting')).toBeGreaterThanOrEqual(2);
  expect(value('tuanzi_jobs_lag_seconds')).toBeGreaterThanOrEqual(70);
  expect(value('tuanzi_ledger_sum_fen')).toBe(0);
  for (const name of ['tuanzi_online{kind="session"}', 'tuanzi_viewers', 'tuanzi_sockets', 'tuanzi_live_sessions{state="live"}'])
    expect([name, value(name)]).toEqual([name, 0]);
  expect(value('tuanzi_database_connections{state="wanted"}')).toBe(0);
  for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds'])
    expect([name, value(name)]).toEqual([name, expect.any(Number)]);
});

test('the lag of a subscription is the age of the oldest event it has not handled', async () => {
  const t = await aShopWithMetrics();
  const lags = async () =>
    [...(await scrape(t))].filter(([name]) => name.startsWith('tuanzi_events_lag_seconds{')).map(([, seconds]) => seconds);
  await t.drain();
  await anOrder(t);
  await sql`update platform.events set at = now() - interval '5 minutes'`.execute(t.app.database.db);
  expect(Math.max(...(await lags()))).toBeGreaterThanOrEqual(300);
  await t.drain();
  expect(Math.max(...(await lags()))).toBe(0);
});

test('a gauge that cannot be read is left out, and everything else is still told', async () => {
  const t = await aShopWithMetrics();
  await sql`alter table ledger.entries rename to entries_elsewhere`.execute(t.app.database.db);
  const found = await scrape(t);
  expect(found.has('tuanzi_ledger_sum_fen')).toBe(false);
  expect(found.has('tuanzi_orders{state="paid"}')).toBe(true);
});

test('every gauge is in the guide for operators, with its meaning', async () => {
  const { readFile } = await import('node:fs/promises');
  const guide = await readFile(new URL('../../../docs/operate.md', import.meta.url), 'utf8');
  const t = await aShopWithMetrics();
  const { body } = await t.http.inject({ url: '/metrics' });
  const names = [...body.matchAll(/^# HELP (tuanzi_\w+)/gm)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !guide.includes(`\`${name}`))).toEqual([]);
});
