import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { offerKinds } from '#modules/pricing';
import { newId } from '#platform/ids';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { aGuest, anAccount, type TestPerson } from '../identity/testing.ts';
import { brokenStock, levelOf } from '../inventory/testing.ts';
import { aShop } from '../shops/testing.ts';
import { placeOrders } from './index.ts';
import { aPlaceRequest, brokenOrders, createSeatTables, seatPlay, seatsOf, testAddress, orderModules } from './testing.ts';

const modules = orderModules;
const aTestShop = async (input: { stock?: number; priceFen?: number } = {}) => {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  return { t, shop, product: await aProduct(t, shop.id, input) };
};
interface Wish {
  skuId: string;
  quantity?: number;
  totalFen: number;
  key?: string;
  teamId?: string;
}
const place = (t: TestApp, who: TestPerson | undefined, { skuId, quantity = 1, totalFen, key = randomUUID(), teamId }: Wish) =>
  t.call(
    'POST /api/orders',
    {
      body: {
        lines: [{ skuId, quantity }],
        address: testAddress,
        expectedTotalFen: totalFen,
        ...(teamId !== undefined && { offer: { kind: 'group-buy', campaignId: 'gbc_00000001', teamId } }),
      },
    },
    who === undefined ? undefined : { cookie: who.cookie, idempotencyKey: key },
  );
const countOf = async (t: TestApp, table: 'orders.orders' | 'orders.lines' | 'platform.idempotency_keys') =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(t.app.database.db)).rows[0]?.n;
const untouched = async (t: TestApp) =>
  expect({ stock: await brokenStock(t.read()), orders: await brokenOrders(t.read()) }).toEqual({ stock: [], orders: [] });

test('sixty shoppers want one of seven apples at once: exactly seven get one, the others hear why, and nothing is left of them', async () => {
  const { t, product } = await aTestShop({ stock: 7, priceFen: 1000 });
  const shoppers = await Promise.all(Array.from({ length: 60 }, () => anAccount(t)));
  const results = await Promise.all(shoppers.map((who) => place(t, who, { skuId: product.skuId, totalFen: 1000 })));
  expect(results.filter((result) => result.status === 201)).toHaveLength(7);
  expect(results.filter((result) => result.status === 409 && result.problem.code === 'out_of_stock')).toHaveLength(53);
  expect(await levelOf(t, product.skuId)).toMatchObject({ onHand: 7, reserved: 7, available: 0 });
  expect([await countOf(t, 'orders.orders'), await countOf(t, 'platform.idempotency_keys')]).toEqual([7, 7]);
  await untouched(t);
});

test('an order says what it is: number of the day, prices with reasons, the address as it was, the time to pay', async () => {
  const { t, shop, product } = await aTestShop({ priceFen: 1250 });
  const buyer = await anAccount(t);
  const { status, body } = await t.call(
    'POST /api/orders',
    {
      body: {
        lines: [
          { skuId: product.skuId, quantity: 2 },
          { skuId: product.skuId, quantity: 1 },
        ],
        address: testAddress,
        expectedTotalFen: 3750,
        note: '请放门口 🙏 مرحبا',
        trace: { linkCode: 'abc123' },
      },
    },
    { cookie: buyer.cookie, idempotencyKey: randomUUID() },
  );
  expect(status).toBe(201);
  expect(body).toMatchObject({
    shopId: shop.id,
    shopName: { zh: '秦岭鲜果' },
    state: 'unpaid',
    totalFen: 3750,
    goodsFen: 3750,
    freightFen: 0,
    paidFen: 0,
    refundState: 'none',
    note: '请放门口 🙏 مرحبا',
    address: testAddress,
    isWaiting: false,
    teamId: null,
    lines: [{ skuId: product.skuId, quantity: 3, unitPriceFen: 1250, totalFen: 3750, refundedFen: 0 }],
  });
  expect(body.number).toMatch(/^\d{18}$/);
  expect(Date.parse(body.payBy ?? '') - Date.parse(body.createdAt)).toBe(shop.paymentMinutes * 60_000);
  expect((await t.call('GET /api/orders/{orderId}', { params: { orderId: body.id } }, buyer)).body).toEqual(body);
});

test('the same key and body is one order and one answer: one after the other, at once, and twice in one batch', async () => {
  const { t, product } = await aTestShop({ priceFen: 1000 });
  const buyer = await anAccount(t);
  const key = randomUUID();
  const first = await place(t, buyer, { skuId: product.skuId, totalFen: 1000, key });
  const again = await Promise.all(Array.from({ length: 20 }, () => place(t, buyer, { skuId: product.skuId, totalFen: 1000, key })));
  for (const repeat of again) expect([repeat.status, repeat.body]).toEqual([201, first.body]);
  const twice = randomUUID();
  const request = await aPlaceRequest(t, { buyerId: buyer.accountId, lines: [{ skuId: product.skuId, quantity: 1 }], key: twice });
  const verdicts = await t.transact((ctx) =>
    placeOrders(ctx, [request, request, { ...request, claim: { ...request.claim, bodyHash: 'another' } }]),
  );
  expect(verdicts[0]).toEqual(verdicts[1]);
  expect(verdicts[2]).toMatchObject({ ok: false, error: { code: 'idempotency_key_reused' } });
  expect(await countOf(t, 'orders.orders')).toBe(2);
  expect(await levelOf(t, product.skuId)).toMatchObject({ reserved: 2 });
});

test('a key with another body is refused, on one connection or many; somebody else may use the same key', async () => {
  const { t, product } = await aTestShop({ priceFen: 1000 });
  const [buyer, other] = [await anAccount(t), await anAccount(t)];
  const key = randomUUID();
  expect((await place(t, buyer, { skuId: product.skuId, totalFen: 1000, key })).status).toBe(201);
  expect((await place(t, buyer, { skuId: product.skuId, totalFen: 2000, quantity: 2, key })).problem.code).toBe('idempotency_key_reused');
  expect((await place(t, other, { skuId: product.skuId, totalFen: 1000, key })).status).toBe(201);
  const race = randomUUID();
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      place(t, buyer, { skuId: product.skuId, quantity: 1 + (i % 2), totalFen: 1000 * (1 + (i % 2)), key: race }),
    ),
  );
  expect(new Set(results.filter((result) => result.status === 201).map((result) => result.body.id)).size).toBe(1);
  expect(results.filter((result) => result.status === 409)).toHaveLength(6);
});

test('a refused request gives its key back: the same key works once the shopper has put it right', async () => {
  const { t, product } = await aTestShop({ priceFen: 1000 });
  const buyer = await anAccount(t);
  const key = randomUUID();
  const refused = await place(t, buyer, { skuId: product.skuId, totalFen: 999, key });
  expect([refused.status, refused.problem]).toMatchObject([409, { code: 'price_changed', totalFen: 1000 }]);
  expect((await place(t, buyer, { skuId: product.skuId, totalFen: 1000, key })).status).toBe(201);
});

test('what cannot be bought is refused by name: unknown, off sale, of two shops, of a closed shop, by nobody, by a guest, without a key', async () => {
  const { t, shop, product } = await aTestShop({ priceFen: 1000 });
  const buyer = await anAccount(t);
  const draft = await aProduct(t, shop.id, { status: 'draft' });
  const elsewhere = await aProduct(t, (await aShop(t)).id, { priceFen: 1000 });
  const codeOf = async (body: { skuId: string; totalFen: number }) => (await place(t, buyer, body)).problem.code;
  expect(await codeOf({ skuId: newId('sku'), totalFen: 1000 })).toBe('product_unavailable');
  expect(await codeOf({ skuId: draft.skuId, totalFen: draft.priceFen })).toBe('product_unavailable');
  const both = {
    lines: [
      { skuId: product.skuId, quantity: 1 },
      { skuId: elsewhere.skuId, quantity: 1 },
    ],
    address: testAddress,
    expectedTotalFen: 2000,
  };
  expect((await t.call('POST /api/orders', { body: both }, { cookie: buyer.cookie, idempotencyKey: randomUUID() })).problem.code).toBe(
    'several_shops',
  );
  await sql`update shops.shops set is_open = false where id = ${shop.id}`.execute(t.app.database.db);
  expect(await codeOf({ skuId: product.skuId, totalFen: 1000 })).toBe('product_unavailable');
  expect((await place(t, undefined, { skuId: product.skuId, totalFen: 1000 })).problem.code).toBe('sign_in_required');
  expect((await place(t, await aGuest(t), { skuId: product.skuId, totalFen: 1000 })).problem.code).toBe('account_required');
  expect((await t.call('POST /api/orders', { body: both }, { cookie: buyer.cookie })).problem.code).toBe('idempotency_key_required');
  for (const quantity of [0, -1, 1000, 1.5])
    expect((await place(t, buyer, { skuId: product.skuId, quantity, totalFen: 0 })).problem.code).toBe('invalid_input');
  expect((await place(t, buyer, { skuId: product.skuId, totalFen: 1e12 })).problem.code).toBe('invalid_input');
  expect(await countOf(t, 'orders.orders')).toBe(0);
});

test('a saved address may be named; somebody else’s is as unknown as none', async () => {
  const { t, product } = await aTestShop({ priceFen: 1000 });
  const [buyer, other] = [await anAccount(t), await anAccount(t)];
  const saved = await t.call('POST /api/me/addresses', { body: testAddress }, buyer);
  const order = (who: TestPerson) =>
    t.call(
      'POST /api/orders',
      { body: { lines: [{ skuId: product.skuId, quantity: 1 }], address: { addressId: saved.body.id }, expectedTotalFen: 1000 } },
      { cookie: who.cookie, idempotencyKey: randomUUID() },
    );
  expect((await order(buyer)).body.address).toEqual(testAddress);
  expect((await order(other)).status).toBe(404);
});

test('an order that gets a seat and then no stock leaves neither: the seat is free for the next in the same batch', async () => {
  const { t, product } = await aTestShop({ stock: 3, priceFen: 3000 });
  offerKinds.provide('group-buy', seatPlay);
  await createSeatTables(t, { tm_00000001: 2 });
  const shoppers = await Promise.all(Array.from({ length: 4 }, () => anAccount(t)));
  // The first takes a seat but wants more than there is; the second and third take the seats; the fourth finds none.
  const requests = await Promise.all(
    shoppers.map((who, i) =>
      aPlaceRequest(t, {
        buyerId: who.accountId,
        lines: [{ skuId: product.skuId, quantity: i === 0 ? 9 : 1 }],
        offer: { kind: 'group-buy', campaignId: 'gbc_00000001', teamId: 'tm_00000001' },
      }),
    ),
  );
  const verdicts = await t.transact((ctx) => placeOrders(ctx, requests));
  expect(verdicts.map((verdict) => (verdict.ok ? 'placed' : (verdict.error as { code: string }).code))).toEqual([
    'out_of_stock',
    'placed',
    'placed',
    'team_full',
  ]);
  expect(await seatsOf(t.read(), 'tm_00000001')).toEqual({ seats: 0, paid: 0, held: 2, released: 0 });
  expect(await levelOf(t, product.skuId)).toMatchObject({ reserved: 2 });
  expect(await countOf(t, 'platform.idempotency_keys')).toBe(2);
  await untouched(t);
});

test('forty shoppers race for five seats over HTTP while stock runs out too: seats and stock are both exact', async () => {
  const { t, product } = await aTestShop({ stock: 4, priceFen: 3000 });
  offerKinds.provide('group-buy', seatPlay);
  await createSeatTables(t, { tm_00000001: 5 });
  const shoppers = await Promise.all(Array.from({ length: 40 }, () => anAccount(t)));
  const results = await Promise.all(
    shoppers.map((who, i) =>
      place(t, who, { skuId: product.skuId, totalFen: 1990, ...(i % 4 === 3 ? { totalFen: 3000 } : { teamId: 'tm_00000001' }) }),
    ),
  );
  const placed = results.filter((result) => result.status === 201);
  expect(placed).toHaveLength(4);
  const inTeam = placed.filter((result) => result.body.teamId !== null).length;
  expect(await seatsOf(t.read(), 'tm_00000001')).toMatchObject({ seats: 5 - inTeam, held: inTeam, released: 0 });
  expect(new Set(results.filter((result) => result.status !== 201).map((result) => result.problem.code))).toEqual(
    new Set(['out_of_stock']),
  );
  await untouched(t);
});

test('a crowd of one batch before more seats than stock: what is there is sold, and everybody else hears that it is sold out', async () => {
  const { t, product } = await aTestShop({ stock: 4, priceFen: 3000 });
  offerKinds.provide('group-buy', seatPlay);
  await createSeatTables(t, { tm_00000001: 5 });
  const shoppers = await Promise.all(Array.from({ length: 30 }, () => anAccount(t)));
  const requests = await Promise.all(
    shoppers.map((who) =>
      aPlaceRequest(t, {
        buyerId: who.accountId,
        lines: [{ skuId: product.skuId, quantity: 1 }],
        offer: { kind: 'group-buy', campaignId: 'gbc_00000001', teamId: 'tm_00000001' },
      }),
    ),
  );
  const verdicts = await t.transact((ctx) => placeOrders(ctx, requests));
  const refusals = verdicts.filter((verdict) => !verdict.ok).map((verdict) => (verdict.error as { code: string }).code);
  expect(refusals).toEqual(Array.from({ length: 26 }, () => 'out_of_stock'));
  expect(await seatsOf(t.read(), 'tm_00000001')).toMatchObject({ seats: 1, held: 4, released: 0 });
  await untouched(t);
});

test('a number that is in use already costs a second try, not the order', async () => {
  const { t, product } = await aTestShop({ stock: 100, priceFen: 1000 });
  const buyer = await anAccount(t);
  expect((await place(t, buyer, { skuId: product.skuId, totalFen: 1000 })).status).toBe(201);
  // The next number drawn is one that is taken; those after it are what they would have been.
  await t.transact(async (ctx) => {
    await sql`create sequence orders.draws`.execute(ctx.db);
    await sql`create function orders.draw() returns trigger language plpgsql as $$ begin if nextval('orders.draws') = 1 then new.number := (select number from orders.orders limit 1); end if; return new; end $$`.execute(
      ctx.db,
    );
    await sql`create trigger draw before insert on orders.orders for each row execute function orders.draw()`.execute(ctx.db);
  });
  expect((await place(t, buyer, { skuId: product.skuId, totalFen: 1000 })).status).toBe(201);
  const { rows } = await sql<{
    n: number;
    numbers: number;
  }>`select count(*) as n, count(distinct number) as numbers from orders.orders`.execute(t.app.database.db);
  expect(rows).toEqual([{ n: 2, numbers: 2 }]);
  await untouched(t);
});
