import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { balancesOf, totalOf } from '#modules/ledger';
import { newId } from '#platform/ids';
import { anAccount, aStaffMember } from '../identity/testing.ts';
import { levelOf } from '../inventory/testing.ts';
import { aShop } from '../shops/testing.ts';
import { orderFacts, requestRefunds, setWaiting } from './index.ts';
import { anOrder, aPaidOrder, brokenOrders, endRefunds, orderOf, testAddress, aShopWithOrders } from './testing.ts';

const dayMs = 86_400_000;
const parcel = { carrier: '顺丰速运', trackingNo: 'SF1234567890' };

test('a buyer sees their own orders, newest first, page by page and by state, and how many there are', async () => {
  const { t, buyer, lines } = await aShopWithOrders();
  const orders = [];
  for (let i = 0; i < 5; i++) orders.push(i < 3 ? await anOrder(t, { buyer, lines }) : await aPaidOrder(t, { buyer, lines }));
  await anOrder(t, { lines });
  const first = await t.call('GET /api/orders', { query: { limit: 3 } }, buyer);
  const second = await t.call('GET /api/orders', { query: { limit: 3, cursor: first.body.nextCursor ?? '' } }, buyer);
  expect([...first.body.items, ...second.body.items].map((order) => order.id)).toEqual(
    orders
      .map((order) => order.id)
      .toSorted()
      .toReversed(),
  );
  expect(second.body.nextCursor).toBeNull();
  expect((await t.call('GET /api/orders', { query: { state: 'paid' } }, buyer)).body.items).toHaveLength(2);
  expect((await t.call('GET /api/orders/counts', {}, buyer)).body.counts).toEqual({
    unpaid: 3,
    paid: 2,
    shipped: 0,
    delivered: 0,
    completed: 0,
    closed: 0,
    refunded: 0,
  });
});

test('an unpaid order is cancelled once; stock is on sale again', async () => {
  const { t, buyer, lines, skuId } = await aShopWithOrders();
  const order = await anOrder(t, { buyer, lines });
  const cancel = () => t.call('POST /api/orders/{orderId}/cancel', { params: { orderId: order.id } }, buyer);
  expect((await cancel()).body).toMatchObject({ state: 'closed', closeReason: 'by-buyer', payBy: null });
  expect((await cancel()).problem.code).toBe('order_not_unpaid');
  expect(await levelOf(t, skuId)).toMatchObject({ onHand: 50, reserved: 0 });
});

test('an order goes from paid over the carrier to the buyer, completes after the return window, and its money becomes the shop’s', async () => {
  const { t, shop, buyer, lines, operator } = await aShopWithOrders();
  const order = await aPaidOrder(t, { buyer, lines });
  const params = { shopId: shop.id, orderId: order.id };
  expect((await t.call('POST /api/orders/{orderId}/receive', { params: { orderId: order.id } }, buyer)).problem.code).toBe(
    'order_not_shipped',
  );
  expect((await t.call('POST /api/console/shops/{shopId}/orders/{orderId}/deliver', { params }, operator)).problem.code).toBe(
    'order_not_shipped',
  );
  expect((await t.call('POST /api/console/shops/{shopId}/orders/{orderId}/ship', { params, body: parcel }, operator)).body).toMatchObject({
    state: 'shipped',
    parcel,
  });
  expect((await t.call('POST /api/console/shops/{shopId}/orders/{orderId}/ship', { params, body: parcel }, operator)).problem.code).toBe(
    'order_not_paid',
  );
  expect((await t.call('POST /api/orders/{orderId}/receive', { params: { orderId: order.id } }, buyer)).body).toMatchObject({
    state: 'delivered',
  });
  t.clock.advance(6.9 * dayMs);
  await t.drain();
  expect((await orderOf(t, order.id)).state).toBe('delivered');
  t.clock.advance(0.2 * dayMs);
  await t.drain();
  expect((await orderOf(t, order.id)).state).toBe('completed');
  expect(await balancesOf(t.read(), [`shop:${shop.id}:held`, `shop:${shop.id}:settled`])).toEqual(
    new Map([
      [`shop:${shop.id}:held`, 0],
      [`shop:${shop.id}:settled`, -2000],
    ]),
  );
  // Even then the shop may be generous: it comes out of its own money.
  await t.call(
    'POST /api/console/shops/{shopId}/orders/{orderId}/refund',
    { params, body: { amountFen: 500, reason: '补偿' } },
    { cookie: operator.cookie, idempotencyKey: randomUUID() },
  );
  await endRefunds(t, order.id);
  expect(await balancesOf(t.read(), [`shop:${shop.id}:held`, `shop:${shop.id}:settled`])).toEqual(
    new Map([
      [`shop:${shop.id}:held`, 0],
      [`shop:${shop.id}:settled`, -1500],
    ]),
  );
  expect(await totalOf(t.read())).toBe(0);
});

test('what nobody confirms is received by itself after ten days, and a pending refund keeps an order from completing', async () => {
  const { t, shop, buyer, lines, operator } = await aShopWithOrders();
  const order = await aPaidOrder(t, { buyer, lines });
  await t.call(
    'POST /api/console/shops/{shopId}/orders/{orderId}/ship',
    { params: { shopId: shop.id, orderId: order.id }, body: parcel },
    operator,
  );
  t.clock.advance(9.9 * dayMs);
  await t.drain();
  expect((await orderOf(t, order.id)).state).toBe('shipped');
  t.clock.advance(0.2 * dayMs);
  await t.drain();
  expect((await orderOf(t, order.id)).state).toBe('delivered');
  await t.transact((ctx) => requestRefunds(ctx, [{ orderId: order.id, amountFen: 100, reason: 'x', cause: 'by-shop' }]));
  t.clock.advance(8 * dayMs);
  await t.drain();
  expect((await orderOf(t, order.id)).state).toBe('delivered');
  await endRefunds(t, order.id);
  await t.drain();
  expect((await orderOf(t, order.id)).state).toBe('completed');
  expect(await balancesOf(t.read(), [`shop:${shop.id}:settled`])).toEqual(new Map([[`shop:${shop.id}:settled`, -1900]]));
});

test('an order that waits for its team, or whose money goes back, does not ship', async () => {
  const { t, shop, buyer, lines, operator } = await aShopWithOrders();
  const order = await aPaidOrder(t, { buyer, lines });
  const ship = () =>
    t.call(
      'POST /api/console/shops/{shopId}/orders/{orderId}/ship',
      { params: { shopId: shop.id, orderId: order.id }, body: parcel },
      operator,
    );
  await t.transact((ctx) => setWaiting(ctx, [order.id], true));
  expect((await ship()).problem.code).toBe('order_waiting');
  expect((await t.call('GET /api/orders/{orderId}', { params: { orderId: order.id } }, buyer)).body).toMatchObject({
    isWaiting: true,
    waitingFor: 'team',
  });
  await t.transact((ctx) => setWaiting(ctx, [order.id], false));
  await t.transact((ctx) => requestRefunds(ctx, [{ orderId: order.id, amountFen: 1, reason: 'x', cause: 'by-shop' }]));
  expect((await ship()).problem.code).toBe('refund_pending');
});

test('the shop refunds a part and then the rest, one at a time, each request once', async () => {
  const { t, shop, buyer, lines, operator, skuId } = await aShopWithOrders();
  const order = await aPaidOrder(t, { buyer, lines });
  const key = randomUUID();
  const refund = (body: { amountFen?: number; reason: string }, idempotencyKey: string = randomUUID()) =>
    t.call(
      'POST /api/console/shops/{shopId}/orders/{orderId}/refund',
      { params: { shopId: shop.id, orderId: order.id }, body },
      { cookie: operator.cookie, idempotencyKey },
    );
  expect((await refund({ amountFen: 2001, reason: '坏果' })).problem).toMatchObject({ code: 'refund_too_large', leftFen: 2000 });
  expect((await refund({ amountFen: 300, reason: '坏果' }, key)).body).toMatchObject({
    state: 'paid',
    refundState: 'pending',
    refundedFen: 0,
  });
  expect((await refund({ amountFen: 300, reason: '坏果' }, key)).status).toBe(200);
  expect((await refund({ reason: '其余' })).problem.code).toBe('refund_pending');
  await endRefunds(t, order.id);
  expect((await t.call('GET /api/orders/{orderId}', { params: { orderId: order.id } }, buyer)).body).toMatchObject({
    refundState: 'partial',
    refundedFen: 300,
    lines: [{ refundedFen: 300 }],
  });
  await refund({ reason: '其余' });
  await endRefunds(t, order.id);
  expect((await t.call('GET /api/orders/{orderId}', { params: { orderId: order.id } }, buyer)).body).toMatchObject({
    state: 'refunded',
    refundState: 'full',
    closeReason: 'refunded',
  });
  expect((await refund({ reason: '再来' })).problem.code).toBe('refund_too_large');
  expect(await levelOf(t, skuId)).toMatchObject({ onHand: 50, reserved: 0, sold: 0 });
  expect(
    (
      await t.call(
        'POST /api/console/shops/{shopId}/orders/{orderId}/refund',
        { params: { shopId: shop.id, orderId: (await anOrder(t, { buyer, lines })).id }, body: { reason: 'x' } },
        { cookie: operator.cookie, idempotencyKey: randomUUID() },
      )
    ).problem.code,
  ).toBe('order_not_paid');
  expect(await brokenOrders(t.read())).toEqual([]);
});

test('the console finds orders by state, scene, number, phone, name and parcel', async () => {
  const { t, shop, buyer, lines, operator } = await aShopWithOrders();
  const sceneId = newId('scn');
  const [inScene, paid] = [
    await anOrder(t, { buyer, lines, trace: { sceneId, linkCode: 'abc123' } }),
    await aPaidOrder(t, { buyer, lines }),
  ];
  await t.call(
    'POST /api/console/shops/{shopId}/orders/{orderId}/ship',
    { params: { shopId: shop.id, orderId: paid.id }, body: parcel },
    operator,
  );
  const find = async (query: { state?: 'unpaid' | 'shipped'; sceneId?: string; q?: string }) =>
    (await t.call('GET /api/console/shops/{shopId}/orders', { params: { shopId: shop.id }, query }, operator)).body.items.map(
      (order) => order.id,
    );
  const all = [paid.id, inScene.id];
  expect((await find({})).toSorted()).toEqual(all.toSorted());
  expect(await find({ state: 'shipped' })).toEqual([paid.id]);
  expect(await find({ sceneId })).toEqual([inScene.id]);
  for (const digits of [17, 18]) expect(await find({ q: inScene.number.slice(0, digits) })).toEqual([inScene.id]);
  expect(await find({ q: parcel.trackingNo })).toEqual([paid.id]);
  for (const q of [testAddress.phone, testAddress.recipient]) expect((await find({ q })).length).toBe(2);
  for (const q of ['%', '_', '\\', '没有这个人 🍏', "'; drop table orders.orders; --"]) expect(await find({ q })).toEqual([]);
});

test('the console lists what was paid on a day: the first moment is in, the next day’s first is not', async () => {
  const { t, shop, buyer, lines, operator } = await aShopWithOrders();
  const paidAt = async () => (await orderOf(t, (await aPaidOrder(t, { buyer, lines })).id)).paidAt?.toISOString() ?? '';
  const days = [await paidAt()];
  await anOrder(t, { buyer, lines });
  for (let i = 0; i < 2; i++) {
    t.clock.advance(3 * dayMs);
    days.push(await paidAt());
  }
  const between = async (paidFrom?: string, paidBefore?: string) =>
    (
      await t.call(
        'GET /api/console/shops/{shopId}/orders',
        { params: { shopId: shop.id }, query: { ...(paidFrom && { paidFrom }), ...(paidBefore && { paidBefore }) } },
        operator,
      )
    ).body.items
      .map((order) => order.paidAt)
      .toReversed();
  expect(await between(days[0], days[2])).toEqual(days.slice(0, 2));
  expect(await between(days[1])).toEqual(days.slice(1));
  expect(await between(undefined, days[1])).toEqual(days.slice(0, 1));
});

test('an order explains itself with what later modules know of it', async () => {
  const { t, shop, buyer, lines, operator } = await aShopWithOrders();
  orderFacts.provide('test-links', (_ctx, orders) =>
    Promise.resolve(
      new Map(
        orders.map((order) => [order.id, { sharer: { id: buyer.accountId, nickname: '小红', avatarUrl: null }, commissionFen: 120 }]),
      ),
    ),
  );
  orderFacts.provide('test-scenes', (_ctx, orders) =>
    Promise.resolve(new Map(orders.map((order) => [order.id, { sceneTitle: { zh: '秋收专场' }, sceneKind: 'session' }]))),
  );
  const order = await anOrder(t, { buyer, lines, trace: { sceneId: newId('scn'), linkCode: 'abc123' } });
  const { body } = await t.call(
    'GET /api/console/shops/{shopId}/orders/{orderId}',
    { params: { shopId: shop.id, orderId: order.id } },
    operator,
  );
  expect(body).toMatchObject({
    buyer: { nickname: '小红' },
    commissionFen: 120,
    address: testAddress,
    origin: {
      sharer: { nickname: '小红' },
      linkCode: 'abc123',
      sceneId: order.sceneId,
      sceneTitle: { zh: '秋收专场' },
      sceneKind: 'session',
      campaignTitle: null,
    },
  });
});

test('hosts and moderators see what sells, not who lives where', async () => {
  const { t, shop, buyer, lines } = await aShopWithOrders();
  const order = await anOrder(t, { buyer, lines });
  for (const role of ['host', 'moderator', 'staff'] as const) {
    const { body } = await t.call(
      'GET /api/console/shops/{shopId}/orders/{orderId}',
      { params: { shopId: shop.id, orderId: order.id } },
      await aStaffMember(t, shop.id, role),
    );
    expect(body.address).toMatchObject({ recipient: '王**', phone: '138****8000', street: '***', city: '西安市' });
  }
});

test('somebody else’s order is not there; other shops’ staff and lesser roles are refused', async () => {
  const { t, shop, buyer, lines, operator } = await aShopWithOrders();
  const order = await aPaidOrder(t, { buyer, lines });
  const other = await aShop(t);
  const stranger = await anAccount(t);
  const params = { orderId: order.id };
  for (const route of ['GET /api/orders/{orderId}', 'POST /api/orders/{orderId}/cancel', 'POST /api/orders/{orderId}/receive'] as const) {
    expect((await t.call(route, { params }, stranger)).status).toBe(404);
    expect((await t.call(route, { params }, other.owner)).status).toBe(404);
    expect((await t.call(route, { params })).status).toBe(401);
    expect((await t.call(route, { params: { orderId: newId('ord') } }, buyer)).status).toBe(404);
  }
  const inOther = { shopId: other.id, orderId: order.id };
  expect((await t.call('GET /api/console/shops/{shopId}/orders/{orderId}', { params: inOther }, other.owner)).status).toBe(404);
  expect(
    (await t.call('POST /api/console/shops/{shopId}/orders/{orderId}/ship', { params: inOther, body: parcel }, other.owner)).status,
  ).toBe(404);
  expect((await t.call('POST /api/console/shops/{shopId}/orders/{orderId}/deliver', { params: inOther }, other.owner)).status).toBe(404);
  expect(
    (
      await t.call(
        'POST /api/console/shops/{shopId}/orders/{orderId}/refund',
        { params: inOther, body: { reason: 'x' } },
        { cookie: other.owner.cookie, idempotencyKey: randomUUID() },
      )
    ).status,
  ).toBe(404);
  expect((await t.call('GET /api/console/shops/{shopId}/orders', { params: { shopId: shop.id }, query: {} }, other.owner)).status).toBe(
    403,
  );
  const host = await aStaffMember(t, shop.id, 'host');
  expect(
    (
      await t.call(
        'POST /api/console/shops/{shopId}/orders/{orderId}/ship',
        { params: { shopId: shop.id, orderId: order.id }, body: parcel },
        host,
      )
    ).status,
  ).toBe(403);
  for (const trackingNo of ['', 'SF 1', '<script>'])
    expect(
      (
        await t.call(
          'POST /api/console/shops/{shopId}/orders/{orderId}/ship',
          { params: { shopId: shop.id, orderId: order.id }, body: { carrier: '顺丰', trackingNo } },
          operator,
        )
      ).problem.code,
    ).toBe('invalid_input');
});
