import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { identityModule } from '#modules/identity';
import { shopsModule } from '#modules/shops';
import { newId } from '#platform/ids';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aStaffMember } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { balancesOf, ledgerModule, post, totalOf, type Transfer } from './index.ts';

const start = () => createTestApp([identityModule, ledgerModule, shopsModule]);
const transfer = (key: string, amountFen: number, over: Partial<Transfer> = {}): Transfer => ({
  key,
  kind: 'payment',
  shopId: null,
  orderId: null,
  memo: '团子 🍎',
  entries: [
    { account: 'provider:sandbox', amountFen },
    { account: 'shop:shp_00000001:held', amountFen: -amountFen },
  ],
  ...over,
});

test('the same fact is posted once, in one call, again, and by ten callers at once', async () => {
  const t = await start();
  await t.transact((ctx) => post(ctx, [transfer('paid:1', 500), transfer('paid:1', 500)]));
  await Promise.all(Array.from({ length: 10 }, () => t.transact((ctx) => post(ctx, [transfer('paid:2', 700), transfer('paid:1', 500)]))));
  expect(await balancesOf(t.read(), ['provider:sandbox', 'shop:shp_00000001:held', 'shop:shp_00000001:settled'])).toEqual(
    new Map([
      ['provider:sandbox', 1200],
      ['shop:shp_00000001:held', -1200],
      ['shop:shp_00000001:settled', 0],
    ]),
  );
  expect(await totalOf(t.read())).toBe(0);
});

test('what does not balance is refused before it is written, and by the database even if it were', async () => {
  const t = await start();
  await expect(
    t.transact((ctx) => post(ctx, [transfer('x', 5, { entries: [{ account: 'provider:sandbox', amountFen: 5 }] })])),
  ).rejects.toThrow('between accounts');
  await expect(
    t.transact((ctx) =>
      post(ctx, [
        transfer('x', 5, {
          entries: [
            { account: 'provider:sandbox', amountFen: 5 },
            { account: 'provider:other', amountFen: -4 },
          ],
        }),
      ]),
    ),
  ).rejects.toThrow('sums to zero');
  await expect(t.transact((ctx) => post(ctx, [transfer('x', 0)]))).rejects.toThrow('whole fen');
  await t.transact((ctx) => post(ctx, [transfer('fine', 5)]));
  await expect(
    t.transact((ctx) =>
      sql`insert into ledger.entries (id, transfer_id, account, amount_fen, at) select 'ent_1', id, 'provider:sandbox', 1, now() from ledger.transfers`.execute(
        ctx.db,
      ),
    ),
  ).rejects.toThrow('sum to zero');
});

test('nobody changes or removes what was posted', async () => {
  const t = await start();
  await t.transact((ctx) => post(ctx, [transfer('kept', 5)]));
  for (const statement of [
    sql`update ledger.entries set amount_fen = 6`,
    sql`delete from ledger.entries`,
    sql`truncate ledger.entries`,
    sql`delete from ledger.transfers`,
  ]) {
    await expect(t.transact((ctx) => statement.execute(ctx.db))).rejects.toThrow(/only added to|cannot truncate/);
  }
});

test('whatever is posted, balances are the sums of their entries and everything together is nothing', async () => {
  const t = await start();
  const accounts = ['provider:a', 'shop:s:held', 'shop:s:settled', 'promoter:p:pending'];
  const expected = new Map(accounts.map((account) => [account, 0]));
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          key: fc.integer({ min: 1, max: 60 }),
          parts: fc.array(
            fc.record({
              account: fc.constantFrom(...accounts),
              amountFen: fc.integer({ min: -1_000_000, max: 1_000_000 }).filter((n) => n !== 0),
            }),
            { minLength: 1, maxLength: 4 },
          ),
        }),
        { minLength: 1, maxLength: 8 },
      ),
      async (batch) => {
        const transfers = batch
          .map(({ key, parts }) => ({
            ...transfer(`k${key}`, 1),
            entries: [...parts, { account: 'provider:a', amountFen: -parts.reduce((sum, part) => sum + part.amountFen, 0) }],
          }))
          .filter(({ entries }) => entries.every((entry) => entry.amountFen !== 0));
        const { rows } = await sql<{ key: string }>`select key from ledger.transfers`.execute(t.read().db);
        const known = new Set(rows.map((row) => row.key));
        await t.transact((ctx) => post(ctx, transfers));
        for (const { key, entries } of transfers) {
          if (known.has(key)) continue;
          known.add(key);
          for (const entry of entries) expected.set(entry.account, (expected.get(entry.account) ?? 0) + entry.amountFen);
        }
        expect(await balancesOf(t.read(), accounts)).toEqual(expected);
        expect(await totalOf(t.read())).toBe(0);
      },
    ),
    { numRuns: 40 },
  );
});

describe('the console', () => {
  let t: TestApp;
  async function aShopWithEntries() {
    t = await start();
    const [shop, other] = [await aShop(t), await aShop(t)];
    const orderId = newId('ord');
    await t.transact((ctx) =>
      post(ctx, [
        ...Array.from({ length: 5 }, (_, i) =>
          transfer(`a${i}`, 100 + i, {
            shopId: shop.id,
            orderId: i === 0 ? orderId : null,
            entries: [
              { account: 'provider:sandbox', amountFen: 100 + i },
              { account: `shop:${shop.id}:held`, amountFen: -100 - i },
            ],
          }),
        ),
        transfer('other', 9000, {
          shopId: other.id,
          entries: [
            { account: 'provider:sandbox', amountFen: 9000 },
            { account: `shop:${other.id}:held`, amountFen: -9000 },
          ],
        }),
      ]),
    );
    return { shop, other, orderId };
  }

  test('shows a shop its accounts by name, its part of shared ones only, and a total of nothing', async () => {
    const { shop } = await aShopWithEntries();
    const { body } = await t.call('GET /api/console/shops/{shopId}/ledger/accounts', { params: { shopId: shop.id } }, shop.owner);
    expect(body).toEqual({
      totalFen: 0,
      items: [
        { account: 'provider:sandbox', name: '支付渠道待结算 (sandbox)', balanceFen: 510, entryCount: 5 },
        { account: `shop:${shop.id}:held`, name: '店铺待确认收入', balanceFen: -510, entryCount: 5 },
      ],
    });
  });

  test('pages through entries, of one account and of one order', async () => {
    const { shop, orderId } = await aShopWithEntries();
    const list = (query: { account?: string; orderId?: string; cursor?: string; limit?: number }) =>
      t.call('GET /api/console/shops/{shopId}/ledger/entries', { params: { shopId: shop.id }, query }, shop.owner);
    const first = await list({ limit: 7 });
    const second = await list({ limit: 7, cursor: first.body.nextCursor ?? '' });
    expect(new Set([...first.body.items, ...second.body.items].map((entry) => entry.id)).size).toBe(10);
    expect(second.body.nextCursor).toBeNull();
    expect((await list({ account: `shop:${shop.id}:held` })).body.items).toHaveLength(5);
    expect((await list({ orderId })).body.items.map((entry) => entry.amountFen).toSorted((a, b) => a - b)).toEqual([-100, 100]);
    expect((await list({ orderId })).body.items[0]).toMatchObject({ kind: 'payment', memo: '团子 🍎', orderId });
  });

  test('is for admins of the shop: lesser roles and other shops are refused', async () => {
    const { shop, other } = await aShopWithEntries();
    const operator = await aStaffMember(t, shop.id, 'operator');
    for (const [who, status] of [
      [operator, 403],
      [other.owner, 403],
      [undefined, 401],
    ] as const) {
      expect((await t.call('GET /api/console/shops/{shopId}/ledger/accounts', { params: { shopId: shop.id } }, who)).status).toBe(status);
      expect((await t.call('GET /api/console/shops/{shopId}/ledger/entries', { params: { shopId: shop.id }, query: {} }, who)).status).toBe(
        status,
      );
    }
  });
});
