import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { balancesOf, totalOf } from '#modules/ledger';
import { linksModule } from '#modules/links';
import { requestRefunds } from '#modules/orders';
import { createTestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { aGuest, aStaffMember, anAccount, type TestPerson } from '../identity/testing.ts';
import { aPaidOrder, endRefunds, orderOf, orderModules } from '../orders/testing.ts';
import { aShop } from '../shops/testing.ts';
import { promotersModule } from './module.ts';
import { accountOf } from './rules.ts';
import { aPromoter } from './testing.ts';

const modules = [...orderModules, linksModule, promotersModule];
const dayMs = 24 * 3_600_000;

/** A shop that gives a tenth, something to sell for ¥39.90, and a promoter with a link. */
async function aMarket() {
  const t = await createTestApp(modules);
  const shop = await aShop(t, { commissionBasisPoints: 1000 });
  const { skuId } = await aProduct(t, shop.id, { stock: 100 });
  return { t, shop, skuId, promoter: await aPromoter(t, shop.id) };
}
type Market = Awaited<ReturnType<typeof aMarket>>;

async function sell({ t, skuId, promoter }: Market, options: { buyer?: TestPerson; quantity?: number; code?: string | null } = {}) {
  const linkCode = options.code === undefined ? promoter.code : options.code;
  const order = await aPaidOrder(t, {
    ...(options.buyer !== undefined && { buyer: options.buyer }),
    lines: [{ skuId, quantity: options.quantity ?? 1 }],
    ...(linkCode !== null && { trace: { linkCode } }),
  });
  await t.drain();
  return order;
}

async function ship({ t, shop }: Market, orderId: string): Promise<void> {
  const shipped = await t.call(
    'POST /api/console/shops/{shopId}/orders/{orderId}/ship',
    { params: { shopId: shop.id, orderId }, body: { carrier: '顺丰', trackingNo: 'SF1234567890' } },
    shop.owner,
  );
  expect(shipped.status).toBe(200);
}

async function deliver(market: Market, orderId: string): Promise<void> {
  const { t, shop } = market;
  await ship(market, orderId);
  await t.call('POST /api/console/shops/{shopId}/orders/{orderId}/deliver', { params: { shopId: shop.id, orderId } }, shop.owner);
  await t.drain();
}

const centreOf = async ({ t, promoter }: Market) => (await t.call('GET /api/promoter', {}, promoter)).body;
const firstCommission = async ({ t, promoter }: Market) =>
  (await t.call('GET /api/promoter/commissions', { query: {} }, promoter)).body.items[0];

async function refund({ t }: Market, orderId: string, amountFen?: number): Promise<void> {
  await t.transact((ctx) =>
    requestRefunds(ctx, [{ orderId, reason: '坏了', cause: 'by-shop', ...(amountFen !== undefined && { amountFen }) }]),
  );
  await endRefunds(t, orderId);
  await t.drain();
}

test('paid is pending, delivered is frozen, and after the return window it is available; the ledger says the same', async () => {
  const market = await aMarket();
  const { t, promoter, shop } = market;
  const order = await sell(market);
  expect(await centreOf(market)).toMatchObject({
    isPromoter: true,
    pendingFen: 399,
    frozenFen: 0,
    availableFen: 0,
    totalFen: 399,
    todayFen: 399,
    ordersCount: 1,
  });
  expect(await firstCommission(market)).toMatchObject({
    orderId: order.id,
    orderNumber: order.number,
    state: 'pending',
    baseFen: 3990,
    rateBasisPoints: 1000,
    amountFen: 399,
    reversedFen: 0,
    releaseAt: null,
  });
  await deliver(market, order.id);
  expect(await centreOf(market)).toMatchObject({ pendingFen: 0, frozenFen: 399, availableFen: 0 });
  const releaseAt = Date.parse((await firstCommission(market))?.releaseAt ?? '');
  expect(Math.abs(releaseAt - t.clock.now().getTime() - 7 * dayMs)).toBeLessThan(60_000);
  t.clock.advance(7 * dayMs + 60_000);
  await t.drain();
  expect((await orderOf(t, order.id)).state).toBe('completed');
  expect(await centreOf(market)).toMatchObject({ pendingFen: 0, frozenFen: 0, availableFen: 399 });
  const balances = await balancesOf(t.read(), [accountOf(promoter.accountId, 'available'), `shop:${shop.id}:commission`]);
  expect([...balances.values()]).toEqual([-399, 399]);
  expect(await totalOf(t.read())).toBe(0);
});

test('refunded before it is available it is void; a part of the money back is a part of the commission back', async () => {
  const market = await aMarket();
  const order = await sell(market, { quantity: 2 });
  expect((await centreOf(market)).pendingFen).toBe(798);
  await refund(market, order.id, 3990);
  expect(await firstCommission(market)).toMatchObject({ state: 'pending', amountFen: 798, reversedFen: 399 });
  await refund(market, order.id);
  expect(await firstCommission(market)).toMatchObject({ state: 'void', reversedFen: 798 });
  expect(await centreOf(market)).toMatchObject({ pendingFen: 0, totalFen: 0, todayFen: 0, ordersCount: 0 });
  expect(await totalOf(market.t.read())).toBe(0);
});

test('refunded after it was available it is reversed', async () => {
  const market = await aMarket();
  const { t } = market;
  const order = await sell(market);
  await deliver(market, order.id);
  t.clock.advance(8 * dayMs);
  await t.drain();
  expect((await centreOf(market)).availableFen).toBe(399);
  await refund(market, order.id);
  expect(await firstCommission(market)).toMatchObject({ state: 'reversed', reversedFen: 399 });
  expect((await centreOf(market)).availableFen).toBe(0);
});

test('who is no promoter earns nothing; neither does a promoter’s own order, nor an order paid before they joined', async () => {
  const market = await aMarket();
  const { t, shop, promoter } = market;
  await sell(market, { buyer: promoter });
  await sell(market, { code: null });
  const friend = await anAccount(t);
  const shared = await t.call('POST /api/links', { body: { target: { kind: 'shop', id: shop.id } } }, friend);
  await sell(market, { code: shared.body.code });
  expect((await t.call('POST /api/promoter', { body: { hasAcceptedRules: true } }, friend)).status).toBe(201);
  await t.drain();
  expect((await t.call('GET /api/promoter', {}, friend)).body.totalFen).toBe(0);
  expect((await centreOf(market)).totalFen).toBe(0);
  await sell(market, { code: shared.body.code });
  expect((await t.call('GET /api/promoter', {}, friend)).body.pendingFen).toBe(399);
});

test('a guest who turns out to be the promoter bought from themselves: what was promised is taken back', async () => {
  const market = await aMarket();
  const { t, promoter } = market;
  const guest = await aGuest(t);
  await sell(market, { buyer: guest });
  expect((await centreOf(market)).pendingFen).toBe(399);
  const { phone } = await t
    .read()
    .db.selectFrom('identity.accounts')
    .select('phone')
    .where('id', '=', promoter.accountId)
    .executeTakeFirstOrThrow();
  await t.call('POST /api/auth/phone/code', { body: { phone: phone ?? '' } });
  await t.drain();
  expect(
    (await t.call('POST /api/auth/phone/sign-in', { body: { phone: phone ?? '', code: t.sentCodes.get(phone ?? '') ?? '' } }, guest)).body
      .id,
  ).toBe(promoter.accountId);
  expect(await centreOf(market)).toMatchObject({ pendingFen: 0, ordersCount: 0 });
  expect(await firstCommission(market)).toMatchObject({ state: 'void' });
  expect(await totalOf(t.read())).toBe(0);
});

test('joining is free, needs no order, and happens once however many ask at once', async () => {
  const t = await createTestApp(modules);
  const person = await anAccount(t);
  expect((await t.call('GET /api/promoter', {}, person)).body).toMatchObject({ isPromoter: false, joinedAt: null, totalFen: 0 });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => t.call('POST /api/promoter', { body: { hasAcceptedRules: true } }, person)),
  );
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  expect(answers.find((answer) => answer.status === 409)?.problem.code).toBe('already_promoter');
  expect((await t.call('GET /api/me', {}, person)).body.me?.isPromoter).toBe(true);
  const columns = await sql<{
    columnName: string;
  }>`select column_name from information_schema.columns where table_schema = 'promoters' and table_name = 'promoters' order by 1`.execute(
    t.read().db,
  );
  expect(columns.rows.map((row) => row.columnName)).toEqual(['account_id', 'joined_at']);
  expect((await t.call('POST /api/promoter', { body: { hasAcceptedRules: false as never } }, person)).status).toBe(422);
  expect((await t.call('POST /api/promoter', { body: { hasAcceptedRules: true } }, await aGuest(t))).problem.code).toBe('account_required');
});

test('the database refuses a third level, a share above the cap, a buyer’s own commission, and more than was promised', async () => {
  const market = await aMarket();
  const { t, promoter } = market;
  const order = await sell(market);
  const { db } = t.read();
  const copy = (change: string) =>
    sql`
    insert into promoters.commissions select (jsonb_populate_record(c, jsonb_build_object('id', 'com_forged', 'line_id', 'lin_forged') || ${change}::jsonb)).* from promoters.commissions c where order_id = ${order.id}`.execute(
      db,
    );
  await expect(copy('{"level": 3}')).rejects.toThrow(/level/);
  await expect(copy('{"rate_basis_points": 5001}')).rejects.toThrow(/rate_basis_points/);
  await expect(copy('{"amount_fen": 400}')).rejects.toThrow(/check constraint/);
  await expect(copy('{"reversed_fen": 1000}')).rejects.toThrow(/check constraint/);
  await expect(copy('{"state": "void"}')).rejects.toThrow(/check constraint/);
  await expect(sql`update promoters.orders set promised_fen = base_fen where order_id = ${order.id}`.execute(db)).rejects.toThrow(
    /check constraint/,
  );
  await expect(sql`update promoters.orders set buyer_id = ${promoter.accountId} where order_id = ${order.id}`.execute(db)).rejects.toThrow(
    /check constraint/,
  );
  await expect(sql`update promoters.orders set cap_basis_points = 6000 where order_id = ${order.id}`.execute(db)).rejects.toThrow(
    /check constraint/,
  );
});

test('thirty days in the shop’s zone: an order of late evening belongs to its own day there', async () => {
  const market = await aMarket();
  const { t } = market;
  await sell(market);
  t.clock.advance(2 * dayMs);
  await sell(market, { quantity: 2 });
  const { days, todayFen } = await centreOf(market);
  expect(days).toHaveLength(30);
  expect(todayFen).toBe(798);
  expect(days.at(-1)).toMatchObject({ amountFen: 798, orders: 1 });
  expect(days.at(-3)).toMatchObject({ amountFen: 399, orders: 1 });
  expect(days.at(-1)?.day).toBe(new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(t.clock.now()));
});

test('commissions come in pages and by state, with buyers masked, and are nobody else’s', async () => {
  const market = await aMarket();
  const { t, promoter } = market;
  const buyer = await anAccount(t, { nickname: '王小红🍎' });
  const first = await sell(market, { buyer });
  for (let i = 0; i < 3; i++) await sell(market);
  await refund(market, first.id);
  const page = await t.call('GET /api/promoter/commissions', { query: { limit: 2 } }, promoter);
  const rest = await t.call('GET /api/promoter/commissions', { query: { limit: 2, cursor: page.body.nextCursor ?? '' } }, promoter);
  expect([...page.body.items, ...rest.body.items]).toHaveLength(4);
  expect(rest.body.nextCursor).toBeNull();
  const ended = await t.call('GET /api/promoter/commissions', { query: { state: 'void' } }, promoter);
  expect(ended.body.items).toHaveLength(1);
  expect(ended.body.items[0]).toMatchObject({ orderId: first.id, buyerName: '王*🍎', productTitle: { zh: '洛川红富士苹果' } });
  expect((await t.call('GET /api/promoter/commissions', { query: {} }, buyer)).body.items).toEqual([]);
  expect((await t.call('GET /api/promoter/commissions', { query: {} })).status).toBe(401);
});

test('a shop sees who sold for it and what stayed sold; other shops do not', async () => {
  const market = await aMarket();
  const { t, shop, promoter } = market;
  const order = await sell(market, { quantity: 2 });
  await sell(market);
  await refund(market, order.id, 3990);
  const list = await t.call(
    'GET /api/console/shops/{shopId}/promoters',
    { params: { shopId: shop.id }, query: {} },
    await aStaffMember(t, shop.id, 'staff'),
  );
  expect(list.body.items).toHaveLength(1);
  expect(list.body.items[0]).toMatchObject({
    person: { id: promoter.accountId },
    ordersCount: 2,
    salesFen: 2 * 3990,
    pendingFen: 2 * 399,
    frozenFen: 0,
    availableFen: 0,
  });
  const elsewhere = await aShop(t);
  expect(
    (await t.call('GET /api/console/shops/{shopId}/promoters', { params: { shopId: shop.id }, query: {} }, elsewhere.owner)).status,
  ).toBe(403);
  expect(
    (await t.call('GET /api/console/shops/{shopId}/promoters', { params: { shopId: elsewhere.id }, query: {} }, elsewhere.owner)).body
      .items,
  ).toEqual([]);
});
