import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { Ctx } from '#platform/ctx';
import { createTestApp, type TestApp } from '../../testing.ts';
import { readMostUseful, readNewest, readReviewsOfShop } from './store.ts';
import { readOpenPurchases } from './store-purchases.ts';
import { reviewModules } from './testing.ts';

const rowsMax = 30_000;

/** How many rows of the module a read looks at, by whatever plan. */
async function rowsRead(t: TestApp, read: (ctx: Ctx) => Promise<readonly unknown[]>) {
  return t.transact(async (ctx) => {
    const lookedSoFar = async () => {
      const { rows } = await sql<{
        looked: number;
      }>`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as looked from pg_stat_xact_user_tables where schemaname = 'reviews'`.execute(
        ctx.db,
      );
      return rows[0]?.looked ?? 0;
    };
    const before = await lookedSoFar();
    const found = (await read(ctx)).length;
    return { found, looked: (await lookedSoFar()) - before };
  });
}

async function manyReviews(): Promise<TestApp> {
  const t = await createTestApp(reviewModules);
  // On a connection of its own, because filling tables takes longer than any statement of the server may.
  const client = new pg.Client({ connectionString: t.app.config.DATABASE_URL });
  await client.connect();
  await client.query(`
    insert into reviews.purchases (line_id, order_id, shop_id, product_id, sku_id, buyer_id, title, options, quantity, received_at, is_reviewed)
    select 'lin_' || lpad(i::text, 12, '0'), 'ord_' || i, 'shp_' || i % 3, 'prd_' || i % 3, 'sku_1', 'acc_' || i % 100, '{"zh":"苹果"}', '[]', 1, now(), i % 2 = 0 from generate_series(1, ${rowsMax * 2}) i`);
  await client.query(`
    insert into reviews.reviews (id, line_id, shop_id, product_id, buyer_id, stars, text, picture_ids, is_anonymous, created_at, useful_count)
    select 'rev_' || lpad(i::text, 12, '0'), 'lin_' || lpad((i * 2)::text, 12, '0'), 'shp_' || (i * 2) % 3, 'prd_' || (i * 2) % 3, 'acc_1', 1 + i % 5, '好吃', case when i % 7 = 0 then '{pic_1}'::text[] else '{}' end, false, now(), i % 50
      from generate_series(1, ${rowsMax}) i`);
  await client.query('analyze reviews.purchases; analyze reviews.reviews');
  await client.end();
  return t;
}

test('among thirty thousand reviews every list looks at about a page', async () => {
  const t = await manyReviews();
  const of = { productId: 'prd_1', hasPictures: false, hasAddition: false, limit: 21 };
  const lists: Readonly<Record<string, (ctx: Ctx) => Promise<readonly unknown[]>>> = {
    newest: (ctx) => readNewest(ctx, { ...of, before: undefined }),
    older: (ctx) => readNewest(ctx, { ...of, before: 'rev_000000015000' }),
    useful: (ctx) => readMostUseful(ctx, { ...of, after: { usefulCount: 25, id: 'rev_000000015000' } }),
    stars: (ctx) => readNewest(ctx, { ...of, stars: 2, before: undefined }),
    pictures: (ctx) => readNewest(ctx, { ...of, hasPictures: true, before: undefined }),
    low: (ctx) => readReviewsOfShop(ctx, { shopId: 'shp_1', need: 'low', limit: 21 }),
    unanswered: (ctx) => readReviewsOfShop(ctx, { shopId: 'shp_1', need: 'unanswered', limit: 21 }),
    open: (ctx) => readOpenPurchases(ctx, { buyerId: 'acc_3', receivedAfter: new Date(0), limit: 21 }),
  };
  for (const [name, read] of Object.entries(lists)) {
    const { found, looked } = await rowsRead(t, read);
    expect({ name, found }).toEqual({ name, found: 21 });
    expect(looked, name).toBeLessThan(300);
  }
}, 300_000);
