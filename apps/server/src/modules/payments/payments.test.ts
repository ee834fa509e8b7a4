import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { balancesOf, totalOf } from '#modules/ledger';
import { closeOrders, requestRefunds } from '#modules/orders';
import { newId } from '#platform/ids';
import { aProduct } from '../catalog/testing.ts';
import { anAccount, type TestPerson } from '../identity/testing.ts';
import { brokenStock, levelOf } from '../inventory/testing.ts';
import { anOrder, brokenOrders, orderOf } from '../orders/testing.ts';
import { aShop } from '../shops/testing.ts';
import { settleNotices } from './index.ts';
import { aPayingApp, type PayingApp } from './testing.ts';

async function aShopper(t: PayingApp) {
  const shop = await aShop(t);
  const { skuId } = await aProduct(t, shop.id, { stock: 100, priceFen: 1500 });
  const buyer = await anAccount(t);
  return { shop, skuId, buyer, order: () => anOrder(t, { buyer, lines: [{ skuId, quantity: 2 }] }) };
}
const start = (
  t: PayingApp,
  orderId: string,
  buyer: TestPerson,
  { key = randomUUID(), provider = 'sandbox', returnPath = '/orders/mine?from=cashier' } = {},
) =>
  t.call(
    'POST /api/orders/{orderId}/payments',
    { params: { orderId }, body: { provider, returnPath } },
    { cookie: buyer.cookie, idempotencyKey: key },
  );
const stateOf = async (t: PayingApp, paymentId: string, buyer: { cookie: string }) =>
  (await t.call('GET /api/payments/{paymentId}', { params: { paymentId } }, buyer)).body.state;
const untouched = async (t: PayingApp) =>
  expect({ stock: await brokenStock(t.read()), orders: await brokenOrders(t.read()), books: await totalOf(t.read()) }).toEqual({
    stock: [],
    orders: [],
    books: 0,
  });
const clearing = async (t: PayingApp, shopId: string) => [
  ...(await balancesOf(t.read(), ['provider:sandbox', `shop:${shopId}:held`])).values(),
];

test('a shopper pays at the cashier: the notice arrives before they are back, the order is paid, and the books say so', async () => {
  const t = await aPayingApp();
  const { shop, buyer, order } = await aShopper(t);
  const { id } = await order();
  const opened = await start(t, id, buyer);
  expect([opened.status, opened.body]).toMatchObject([201, { state: 'pending', amountFen: 3000, orderId: id }]);
  expect(await t.press(opened.body.cashierUrl, 'pay')).toBe('/orders/mine?from=cashier');
  expect(await orderOf(t, id)).toMatchObject({ state: 'paid', paidFen: 3000 });
  expect((await t.call('GET /api/payments/{paymentId}', { params: { paymentId: opened.body.id } }, buyer)).body).toMatchObject({
    state: 'succeeded',
    cashierUrl: null,
  });
  expect(await clearing(t, shop.id)).toEqual([3000, -3000]);
  await untouched(t);
});

test('a notice told four times, under two ids, counts once; one told late is found by asking before it comes, and then changes nothing', async () => {
  const t = await aPayingApp();
  const { shop, buyer, order } = await aShopper(t);
  const [repeated, late] = [await order(), await order()];
  await t.press((await start(t, repeated.id, buyer)).body.cashierUrl, 'pay-repeat');
  await t.drain();
  expect(await orderOf(t, repeated.id)).toMatchObject({ state: 'paid', paidFen: 3000 });
  await t.press((await start(t, late.id, buyer)).body.cashierUrl, 'pay-late');
  await t.drain();
  expect((await orderOf(t, late.id)).state).toBe('unpaid');
  // The merchant's question comes first: notices stop for now.
  await sql`update sandbox_pay.notices set next_at = next_at + interval '10 minutes' where next_at is not null`.execute(t.app.database.db);
  t.clock.advance(61_000);
  await t.drain();
  expect(await orderOf(t, late.id)).toMatchObject({ state: 'paid', paidFen: 3000 });
  t.clock.advance(15 * 60_000);
  await t.drain();
  expect(await clearing(t, shop.id)).toEqual([6000, -6000]);
  const { rows } = await sql<{
    open: number;
    refunds: number;
  }>`select (select count(*) from sandbox_pay.notices where answered_at is null) as open, (select count(*) from payments.refunds) as refunds`.execute(
    t.app.database.db,
  );
  expect(rows).toEqual([{ open: 0, refunds: 0 }]);
  await untouched(t);
});

test('a payment that fails leaves the order to be paid again, at a new cashier', async () => {
  const t = await aPayingApp();
  const { buyer, order } = await aShopper(t);
  const { id } = await order();
  const first = await start(t, id, buyer);
  await t.press(first.body.cashierUrl, 'fail');
  expect(await stateOf(t, first.body.id, buyer)).toBe('failed');
  const second = await start(t, id, buyer);
  expect(second.body.id).not.toBe(first.body.id);
  await t.press(second.body.cashierUrl, 'pay');
  expect((await orderOf(t, id)).state).toBe('paid');
});

test('what failed is closed at the provider: before a new cashier opens, and by itself when nobody tries again', async () => {
  const t = await aPayingApp();
  const { buyer, order } = await aShopper(t);
  const [again, left] = [await order(), await order()];
  const first = await start(t, again.id, buyer);
  const alone = await start(t, left.id, buyer);
  for (const { body } of [first, alone]) await t.press(body.cashierUrl, 'fail');
  expect((await t.sandbox.query({ merchantRef: first.body.id, providerRef: null }))?.state).toBe('failed');
  const second = await start(t, again.id, buyer);
  expect((await t.sandbox.query({ merchantRef: first.body.id, providerRef: null }))?.state).toBe('closed');
  // The old cashier takes no money any more.
  await t.press(first.body.cashierUrl, 'pay');
  expect((await orderOf(t, again.id)).state).toBe('unpaid');
  await t.press(second.body.cashierUrl, 'pay');
  expect((await orderOf(t, again.id)).state).toBe('paid');
  await t.drain();
  expect((await t.sandbox.query({ merchantRef: alone.body.id, providerRef: null }))?.state).toBe('closed');
  expect(await stateOf(t, alone.body.id, buyer)).toBe('failed');
  await untouched(t);
});

test('a shopper who tries again at a cashier that said no pays, and a second cashier is refused; money that comes twice goes back', async () => {
  const t = await aPayingApp();
  const { shop, buyer, order } = await aShopper(t);
  const [once, twice] = [await order(), await order()];
  const first = await start(t, once.id, buyer);
  await t.press(first.body.cashierUrl, 'fail');
  await t.press(first.body.cashierUrl, 'pay-late');
  expect((await start(t, once.id, buyer)).problem.code).toBe('order_not_unpaid');
  expect((await orderOf(t, once.id)).state).toBe('paid');

  const old = await start(t, twice.id, buyer);
  await t.press(old.body.cashierUrl, 'fail');
  // The provider cannot be reached for a moment: the new cashier opens without the old one being closed.
  await sql`update payments.payments set next_check_at = null where id = ${old.body.id}`.execute(t.app.database.db);
  await t.press((await start(t, twice.id, buyer)).body.cashierUrl, 'pay');
  await t.press(old.body.cashierUrl, 'pay');
  await t.drain();
  t.clock.advance(60_000);
  await t.drain();
  expect(await orderOf(t, twice.id)).toMatchObject({ state: 'paid', paidFen: 6000, refundedFen: 3000 });
  expect(await clearing(t, shop.id)).toEqual([6000, -6000]);
  await untouched(t);
});

test('a payment the provider knows nothing of has an end, an hour after its time; money that comes after that goes back', async () => {
  const t = await aPayingApp();
  const { shop, buyer, order } = await aShopper(t);
  const { id } = await order();
  const { body } = await start(t, id, buyer);
  await sql`delete from sandbox_pay.payments`.execute(t.app.database.db);
  t.clock.advance(shop.paymentMinutes * 60_000 + 1000);
  await t.drain();
  expect(await stateOf(t, body.id, buyer)).toBe('pending');
  t.clock.advance(60 * 60_000);
  await t.drain();
  expect(await stateOf(t, body.id, buyer)).toBe('failed');
  const { rows } = await sql<{ n: number }>`select count(*) as n from payments.payments where next_check_at is not null`.execute(
    t.app.database.db,
  );
  expect(rows).toEqual([{ n: 0 }]);
  const notice = { kind: 'payment', noticeId: 'evt_late', merchantRef: body.id, providerRef: 'txn', state: 'paid', paidFen: 3000 } as const;
  await t.transact((ctx) => settleNotices(ctx, [{ provider: 'sandbox', notice: { ...notice, paidAt: t.clock.now() } }]));
  expect(await orderOf(t, id)).toMatchObject({ state: 'closed', closeReason: 'late-payment', paidFen: 3000, refundPendingFen: 3000 });
  await untouched(t);
});

test('starting to pay again, with the same key or another, at once or later, leads to one open cashier', async () => {
  const t = await aPayingApp();
  const { buyer, order } = await aShopper(t);
  const { id } = await order();
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => start(t, id, buyer, i % 2 === 0 ? { key } : {})));
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.id} ${body.cashierUrl}`)).size).toBe(1);
  expect((await start(t, id, buyer, { key, returnPath: '/elsewhere' })).problem.code).toBe('idempotency_key_reused');
});

test('an order that closes closes its cashier; money that was already under way comes back by itself', async () => {
  const t = await aPayingApp();
  const { shop, buyer, order, skuId } = await aShopper(t);
  const [idle, paying] = [await order(), await order()];
  const cashiers = [(await start(t, idle.id, buyer)).body, (await start(t, paying.id, buyer)).body];
  await t.press(cashiers[1]?.cashierUrl ?? null, 'pay-late');
  t.clock.advance(shop.paymentMinutes * 60_000 + 1000);
  // Before the notice and before anybody asked: the sweep of orders is first.
  await t.transact((ctx) => closeOrders(ctx, [idle.id, paying.id], 'unpaid'));
  await t.drain();
  expect(await t.press(cashiers[0]?.cashierUrl ?? null, 'pay')).toContain('/sandbox-pay/cashier/');
  expect(await stateOf(t, cashiers[0]?.id ?? '', buyer)).toBe('failed');
  expect(await orderOf(t, paying.id)).toMatchObject({
    state: 'closed',
    closeReason: 'late-payment',
    paidFen: 3000,
    refundPendingFen: 3000,
  });
  t.clock.advance(60_000);
  await t.drain();
  expect(await orderOf(t, paying.id)).toMatchObject({ state: 'closed', refundedFen: 3000, refundPendingFen: 0 });
  expect(await stateOf(t, cashiers[1]?.id ?? '', buyer)).toBe('refunded');
  expect(await clearing(t, shop.id)).toEqual([0, 0]);
  expect(await levelOf(t, skuId)).toMatchObject({ onHand: 100, reserved: 0, sold: 0 });
  await untouched(t);
});

test('a refund takes a while and comes back by notice, or by asking when the notice is lost; one refused is tried again', async () => {
  const t = await aPayingApp();
  const { shop, buyer, order } = await aShopper(t);
  const [plain, lost, refused] = [await order(), await order(), await order()];
  for (const { id } of [plain, lost, refused]) await t.press((await start(t, id, buyer)).body.cashierUrl, 'pay');
  await t.transact((ctx) =>
    requestRefunds(ctx, [
      { orderId: plain.id, reason: '不想要了', cause: 'by-shop' },
      { orderId: lost.id, amountFen: 1000, reason: '坏果', cause: 'by-shop' },
      { orderId: refused.id, reason: 'sandbox:abnormal', cause: 'by-shop' },
    ]),
  );
  await t.drain();
  expect((await orderOf(t, plain.id)).refundPendingFen).toBe(3000);
  await sql`update sandbox_pay.refunds set notify_url = 'http://127.0.0.1:9/nobody' where out_trade_no in (select id from payments.payments where order_id = ${lost.id})`.execute(
    t.app.database.db,
  );
  t.clock.advance(4000);
  await t.drain();
  expect(await orderOf(t, plain.id)).toMatchObject({ state: 'refunded', refundedFen: 3000 });
  expect(await orderOf(t, lost.id)).toMatchObject({ refundPendingFen: 1000 });
  expect(await orderOf(t, refused.id)).toMatchObject({ state: 'paid', refundPendingFen: 3000 });
  for (let i = 0; i < 4; i++) {
    t.clock.advance(60_000);
    await t.drain();
  }
  expect(await orderOf(t, lost.id)).toMatchObject({ state: 'paid', refundedFen: 1000 });
  expect(await orderOf(t, refused.id)).toMatchObject({ state: 'refunded', refundedFen: 3000 });
  expect(await clearing(t, shop.id)).toEqual([2000, -2000]);
  await untouched(t);
});

test('two hundred and fifty notices of twenty-five payments from many callers, mixed with closes: each order is paid once or its money goes back', async () => {
  const t = await aPayingApp();
  const { shop, buyer, skuId } = await aShopper(t);
  const orders = [];
  for (let i = 0; i < 25; i++) orders.push(await anOrder(t, { buyer, lines: [{ skuId, quantity: 1 }] }));
  const paymentIds = await Promise.all(orders.map(async ({ id }) => (await start(t, id, buyer)).body.id));
  const notice = (paymentId: string, i: number) => ({
    provider: 'sandbox',
    notice: {
      kind: 'payment' as const,
      noticeId: `evt_${paymentId}_${i % 2}`,
      merchantRef: paymentId,
      providerRef: 'txn',
      state: i === 3 ? ('failed' as const) : ('paid' as const),
      paidFen: i === 3 ? 0 : 1500,
      paidAt: t.clock.now(),
    },
  });
  const tells = paymentIds.flatMap((paymentId) =>
    [0, 1, 2, 3, 4].map(
      (i) => () => t.transact((ctx) => settleNotices(ctx, [notice(paymentId, i), notice(paymentIds[(i * 7) % 25] ?? paymentId, 0)])),
    ),
  );
  const closes = orders
    .filter((_, i) => i % 3 === 0)
    .map(
      ({ id }) =>
        () =>
          t.transact((ctx) => closeOrders(ctx, [id], 'unpaid')),
    );
  await Promise.all([...tells, ...closes].toSorted(() => Math.random() - 0.5).map((act) => act()));
  const ended = await Promise.all(orders.map(({ id }) => orderOf(t, id)));
  for (const order of ended)
    expect([order.state, order.paidFen, order.refundPendingFen]).toEqual(
      order.state === 'paid' ? ['paid', 1500, 0] : ['closed', 1500, 1500],
    );
  expect(await clearing(t, shop.id)).toEqual([25 * 1500, -25 * 1500]);
  expect(await levelOf(t, skuId)).toMatchObject({ reserved: 0, sold: ended.filter((order) => order.state === 'paid').length });
  await untouched(t);
});

test('a provider that does not answer is named, and asking again goes on with the same payment', async () => {
  const t = await aPayingApp();
  const { buyer, order } = await aShopper(t);
  const { id } = await order();
  await sql`alter table sandbox_pay.payments rename to payments_away`.execute(t.app.database.db);
  const key = randomUUID();
  expect((await start(t, id, buyer, { key })).problem.code).toBe('provider_unavailable');
  await sql`alter table sandbox_pay.payments_away rename to payments`.execute(t.app.database.db);
  const again = await start(t, id, buyer, { key });
  expect(again.body.cashierUrl).toContain('/sandbox-pay/cashier/');
  const { rows } = await sql<{ n: number }>`select count(*) as n from payments.payments`.execute(t.app.database.db);
  expect(rows).toEqual([{ n: 1 }]);
});

test('what cannot be paid is refused by name; somebody else’s order and payment are not there', async () => {
  const t = await aPayingApp();
  const { buyer, order, shop } = await aShopper(t);
  const { id } = await order();
  const stranger = await anAccount(t);
  const payment = (await start(t, id, buyer)).body;
  expect((await start(t, id, stranger)).status).toBe(404);
  expect((await start(t, newId('ord'), buyer)).status).toBe(404);
  expect((await t.call('GET /api/payments/{paymentId}', { params: { paymentId: payment.id } }, stranger)).status).toBe(404);
  expect((await start(t, id, buyer, { provider: 'wechat' })).problem.code).toBe('provider_unknown');
  expect(
    (await t.call('POST /api/orders/{orderId}/payments', { params: { orderId: id }, body: { provider: 'sandbox' } }, buyer)).problem.code,
  ).toBe('idempotency_key_required');
  for (const returnPath of ['//evil.example', 'https://evil.example', 'javascript:alert(1)'])
    expect((await start(t, id, buyer, { returnPath })).problem.code).toBe('invalid_input');
  t.clock.advance(shop.paymentMinutes * 60_000);
  expect((await start(t, id, buyer)).problem.code).toBe('order_not_unpaid');
  expect((await t.call('GET /api/payment-methods', { query: {} })).body.items).toEqual([
    { provider: 'sandbox', name: '沙箱支付', isSandbox: true, payerSignInUrl: null },
  ]);
});
