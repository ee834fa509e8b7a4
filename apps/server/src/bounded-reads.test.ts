import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { Ctx } from '#platform/ctx';
import { listOfShop } from './modules/orders/store-lists.ts';
import { readProgramme } from './modules/live/store-programme.ts';
import { promotersOfShop } from './modules/promoters/store.ts';
import { modules } from './app.ts';
import { createTestApp, type TestApp } from './testing.ts';

const rowsMax = 30_000;

/** How many rows of a schema a read looks at, by whatever plan. */
async function rowsRead(t: TestApp, schema: string, read: (ctx: Ctx) => Promise<readonly unknown[]>) {
  return t.transact(async (ctx) => {
    const lookedSoFar = async () => {
      const { rows } = await sql<{
        looked: number;
      }>`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as looked from pg_stat_xact_user_tables where schemaname = ${schema}`.execute(
        ctx.db,
      );
      return rows[0]?.looked ?? 0;
    };
    const before = await lookedSoFar();
    const found = (await read(ctx)).length;
    return { found, looked: (await lookedSoFar()) - before };
  });
}
/** On a connection of its own, because filling tables takes longer than any statement of the server may. */
async function query(t: TestApp, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: t.app.config.DATABASE_URL });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

test('among thirty thousand orders a search looks at those it finds, and a search for nobody at none', async () => {
  const t = await createTestApp(modules);
  await query(
    t,
    `insert into orders.orders (id, number, shop_id, buyer_id, state, goods_fen, freight_fen, total_fen, address, note, created_at, pay_by, paid_at, paid_fen, tracking_no)
     select 'ord_' || lpad(i::text, 12, '0'), '261122' || lpad((i * 7919)::text, 12, '0'), 'shp_' || i % 4, 'acc_' || i % 5000, case when i % 500 = 0 then 'unpaid' else 'paid' end,
            100, 0, 100, jsonb_build_object('phone', '138' || lpad((i % 9000)::text, 8, '0'), 'recipient', '收件人' || i % 9000), '', now(), now() + interval '1 hour',
            case when i % 500 = 0 then null else now() end, 100, case when i % 3 = 0 then 'SF' || i end from generate_series(1, ${rowsMax}) i`,
  );
  await query(t, 'analyze orders.orders');
  const search = (q: string, shopId = 'shp_1') => rowsRead(t, 'orders', (ctx) => listOfShop(ctx, { shopId, q, limit: 20 }));
  for (const [q, found] of [
    ['13800000001', 4],
    ['收件人1', 4],
    ['SF3', 0],
    ['没有这个人', 0],
    ['261122', 21],
  ] as const) {
    const answer = await search(q);
    expect({ q, found: answer.found }).toEqual({ q, found: Math.min(found, 21) });
    // A beginning that all numbers of the day share finds a day's orders; everything else next to nothing.
    if (q !== '261122') expect(answer.looked).toBeLessThan(400);
  }
  expect((await search(`261122${String(7919 * 5).padStart(12, '0')}`)).found).toBe(1);
  expect(await rowsRead(t, 'orders', (ctx) => listOfShop(ctx, { shopId: 'shp_1', limit: 20 }))).toMatchObject({ found: 21, looked: 21 });
}, 300_000);

test('among thirty thousand sessions a page of the programme looks at a page, of one shop and of all', async () => {
  const t = await createTestApp(modules);
  await query(
    t,
    `insert into live.sessions (id, scene_id, shop_id, host_id, title_zh, starts_at, state, started_at, ended_at, created_at)
     select 'ses_' || lpad(i::text, 12, '0'), 'scn_' || i, 'shp_' || i % 200, 'acc_1', '一场', now() + i * interval '1 minute', case when i % 2 = 0 then 'ended' else 'scheduled' end,
            case when i % 2 = 0 then now() end, case when i % 2 = 0 then now() - i * interval '1 minute' end, now() from generate_series(1, ${rowsMax}) i`,
  );
  await query(
    t,
    `insert into live.recordings (id, session_id, file, bytes, duration_ms, started_at, created_at)
     select 'rec_' || id, id, 'a.mp4', 1, 1000, now(), now() from live.sessions where state = 'ended'`,
  );
  for (const table of ['sessions', 'recordings']) await query(t, `analyze live.${table}`);
  const missedBefore = new Date(Date.now() - 86_400_000);
  for (const page of [
    {},
    { shopId: 'shp_4' },
    { state: 'ended' as const },
    { state: 'ended' as const, shopId: 'shp_4', after: { rank: 2, at: -Date.now() + 3_600_000 * 50, id: 'ses_0' } },
  ]) {
    const answer = await rowsRead(t, 'live', (ctx) => readProgramme(ctx, { ...page, missedBefore, limit: 21 }));
    expect(answer.found).toBe(21);
    expect(answer.looked).toBeLessThan(300);
  }
}, 300_000);

test('among thirty thousand commissions a page of promoters adds up those of its promoters', async () => {
  const t = await createTestApp(modules);
  const of = rowsMax / 1000;
  await query(
    t,
    `insert into promoters.promoters (account_id, joined_at) select 'acc_' || lpad(i::text, 6, '0'), now() from generate_series(0, 999) i`,
  );
  await query(
    t,
    `insert into promoters.orders (order_id, number, shop_id, buyer_id, paid_at) select 'ord_' || i, 'n' || i, 'shp_1', 'acc_b', now() from generate_series(1, ${rowsMax}) i`,
  );
  await query(
    t,
    `insert into promoters.commissions (id, order_id, line_id, promoter_id, shop_id, product_title, base_fen, rate_basis_points, amount_fen, state, created_at)
     select 'com_' || i, 'ord_' || i, 'l', 'acc_' || lpad((i % 1000)::text, 6, '0'), 'shp_1', '{"zh":"果"}', 1000, 1000, 100, 'pending', now() from generate_series(1, ${rowsMax}) i`,
  );
  for (const table of ['promoters', 'orders', 'commissions']) await query(t, `analyze promoters.${table}`);
  const page = (cursor?: string) => rowsRead(t, 'promoters', (ctx) => promotersOfShop(ctx, { shopId: 'shp_1', cursor, limit: 20 }));
  for (const cursor of [undefined, 'acc_000500']) {
    const answer = await page(cursor);
    expect(answer.found).toBe(21);
    expect(answer.looked).toBeLessThan(21 * of * 2);
  }
  expect(await page('acc_000000')).toMatchObject({ found: 0 });
}, 300_000);
