import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { totalOf } from '#modules/ledger';
import { offerKinds } from '#modules/pricing';
import { newId } from '#platform/ids';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { anAccount } from '../identity/testing.ts';
import { brokenStock, levelOf } from '../inventory/testing.ts';
import { aShop } from '../shops/testing.ts';
import { closeOrders, requestRefunds, settlePayments, settleRefunds } from './index.ts';
import {
  anOrder,
  aPaidOrder,
  brokenOrders,
  createSeatTables,
  endRefunds,
  endTeam,
  orderOf,
  payOrder,
  seatPlay,
  seatsOf,
  orderModules,
} from './testing.ts';

const start = () => createTestApp(orderModules);
const untouched = async (t: TestApp) =>
  expect({ stock: await brokenStock(t.read()), orders: await brokenOrders(t.read()), books: await totalOf(t.read()) }).toEqual({
    stock: [],
    orders: [],
    books: 0,
  });
const eventsOf = async (t: TestApp, type: string) =>
  (
    await sql<{ payload: Record<string, unknown> }>`select payload from platform.events where type = ${type} order by id`.execute(
      t.app.database.db,
    )
  ).rows.map((row) => row.payload);
const offer = (teamId: string) => ({ kind: 'group-buy' as const, campaignId: 'gbc_00000001', teamId });

test('an order paid by thirty callers at once is paid once; the same money is never counted twice', async () => {
  const t = await start();
  const order = await anOrder(t);
  const paymentId = newId('pay');
  const settlements = await Promise.all(Array.from({ length: 30 }, () => payOrder(t, order, { paymentId })));
  expect(settlements.filter((settlement) => settlement === 'paid')).toHaveLength(1);
  expect(settlements.filter((settlement) => settlement === 'duplicate')).toHaveLength(29);
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'paid', paidFen: order.totalFen, refundPendingFen: 0 });
  expect(await eventsOf(t, 'order.paid')).toHaveLength(1);
  await untouched(t);
});

test('two payments of one order in one batch: the first pays it, the second goes back in full', async () => {
  const t = await start();
  const order = await anOrder(t);
  const money = (paymentId: string) => ({ orderId: order.id, paymentId, paidFen: order.totalFen, paidAt: new Date() });
  expect(await t.transact((ctx) => settlePayments(ctx, [money('pay_first001'), money('pay_second01'), money('pay_first001')]))).toEqual([
    'paid',
    'late',
    'duplicate',
  ]);
  expect(await eventsOf(t, 'order.refund-requested')).toMatchObject([
    { orderId: order.id, paymentId: 'pay_second01', amountFen: order.totalFen, cause: 'late-payment', reason: '重复付款' },
  ]);
  await endRefunds(t, order.id);
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'paid', paidFen: 2 * order.totalFen, refundedFen: order.totalFen });
  expect(await eventsOf(t, 'order.refunded')).toEqual([]);
  // What is left is exactly the accepted payment.
  await t.transact((ctx) => requestRefunds(ctx, [{ orderId: order.id, reason: 'x', cause: 'by-shop' }]));
  await endRefunds(t, order.id);
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'refunded', refundedFen: 2 * order.totalFen });
});

test('money that comes after the close, or is not the amount asked for, is refunded in full and pays nothing', async () => {
  const t = await start();
  const [late, short] = [await anOrder(t), await anOrder(t)];
  await t.transact((ctx) => closeOrders(ctx, [late.id], 'unpaid'));
  expect(await payOrder(t, late)).toBe('late');
  expect(await payOrder(t, short, { paidFen: 1 })).toBe('late');
  expect(await orderOf(t, late.id)).toMatchObject({
    state: 'closed',
    closeReason: 'late-payment',
    paidFen: late.totalFen,
    refundPendingFen: late.totalFen,
    paidAt: null,
  });
  expect(await orderOf(t, short.id)).toMatchObject({ state: 'unpaid', paidFen: 1, refundPendingFen: 1 });
  expect(await payOrder(t, short)).toBe('paid');
  for (const { id } of [late, short]) await endRefunds(t, id);
  expect(await orderOf(t, late.id)).toMatchObject({ state: 'closed', refundedFen: late.totalFen });
  expect(await orderOf(t, short.id)).toMatchObject({ state: 'paid', refundedFen: 1 });
  await untouched(t);
});

test('paying, closing and cancelling race for forty orders: each ends one way, and stock and seat go back or are taken once', async () => {
  const t = await start();
  offerKinds.provide('group-buy', seatPlay);
  await createSeatTables(t, { tm_00000001: 20 });
  const shop = await aShop(t);
  const { skuId } = await aProduct(t, shop.id, { stock: 40 });
  const buyer = await anAccount(t);
  const orders: Awaited<ReturnType<typeof anOrder>>[] = [];
  for (let i = 0; i < 40; i++)
    orders.push(await anOrder(t, { buyer, lines: [{ skuId, quantity: 1 }], ...(i % 2 === 0 && { offer: offer('tm_00000001') }) }));
  await Promise.all(
    orders.flatMap((order, i) =>
      [
        () => payOrder(t, order, { paymentId: `pay_race0000${i}` }),
        () => t.transact((ctx) => closeOrders(ctx, [order.id, orders[(i + 7) % 40]?.id ?? ''], 'unpaid')),
        () => t.call('POST /api/orders/{orderId}/cancel', { params: { orderId: order.id } }, buyer),
        () => payOrder(t, order, { paymentId: `pay_race0000${i}` }),
      ]
        .toSorted(() => Math.random() - 0.5)
        .map((act) => act()),
    ),
  );
  const ended = await Promise.all(orders.map(({ id }) => orderOf(t, id)));
  const paid = ended.filter((order) => order.state === 'paid');
  expect(ended.filter((order) => order.state === 'closed')).toHaveLength(40 - paid.length);
  for (const order of ended) expect(order.refundPendingFen).toBe(order.state === 'closed' ? order.totalFen : 0);
  const seated = paid.filter((order) => order.teamId !== null).length;
  expect(await seatsOf(t.read(), 'tm_00000001')).toEqual({ seats: 20 - seated, paid: seated, held: 0, released: 20 - seated });
  expect(await levelOf(t, skuId)).toMatchObject({ onHand: 40 - paid.length, reserved: 0, sold: paid.length });
  expect(await eventsOf(t, 'order.paid')).toHaveLength(paid.length);
  expect(await eventsOf(t, 'order.closed')).toHaveLength(40 - paid.length);
  await untouched(t);
});

test('orders nobody pays close by themselves at their time, not before, and a thousand sweeps give back once', async () => {
  const t = await start();
  const shop = await aShop(t, { paymentMinutes: 15 });
  const { skuId } = await aProduct(t, shop.id, { stock: 5 });
  const orders = [await anOrder(t, { lines: [{ skuId, quantity: 2 }] }), await anOrder(t, { lines: [{ skuId, quantity: 1 }] })];
  t.clock.advance(14 * 60_000);
  await t.drain();
  expect(await levelOf(t, skuId)).toMatchObject({ reserved: 3 });
  t.clock.advance(61_000);
  await Promise.all([t.drain(), t.drain(), t.drain()]);
  for (const { id } of orders) expect(await orderOf(t, id)).toMatchObject({ state: 'closed', closeReason: 'unpaid' });
  expect(await levelOf(t, skuId)).toMatchObject({ onHand: 5, reserved: 0 });
  await untouched(t);
});

test('a play that refuses the money has the order refunded and its stock back', async () => {
  const t = await start();
  offerKinds.provide('group-buy', seatPlay);
  await createSeatTables(t, { tm_00000001: 2 });
  const shop = await aShop(t);
  const { skuId } = await aProduct(t, shop.id, { stock: 5 });
  const order = await anOrder(t, { lines: [{ skuId, quantity: 2 }], offer: offer('tm_00000001') });
  expect(order).toMatchObject({ isWaiting: true, teamId: 'tm_00000001', totalFen: 3980 });
  await endTeam(t, 'tm_00000001');
  expect(await payOrder(t, order)).toBe('paid');
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'paid', refundPendingFen: 3980 });
  await endRefunds(t, order.id);
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'refunded', closeReason: 'team-failed', refundedFen: 3980, isWaiting: false });
  expect(await levelOf(t, skuId)).toMatchObject({ onHand: 5, reserved: 0, sold: 0 });
  expect(await seatsOf(t.read(), 'tm_00000001')).toMatchObject({ seats: 2, paid: 0 });
  await untouched(t);
});

test('refunds asked for and ended many times at once give back no fen more than was paid', async () => {
  const t = await start();
  const order = await aPaidOrder(t);
  await Promise.allSettled(
    Array.from({ length: 12 }, () =>
      t.transact((ctx) => requestRefunds(ctx, [{ orderId: order.id, amountFen: 1500, reason: 'x', cause: 'by-shop' }])),
    ),
  );
  expect((await orderOf(t, order.id)).refundPendingFen).toBe(3000);
  await t.transact((ctx) =>
    requestRefunds(ctx, [
      { orderId: order.id, reason: 'rest', cause: 'team-failed' },
      { orderId: order.id, reason: 'again', cause: 'team-failed' },
    ]),
  );
  const asked = await eventsOf(t, 'order.refund-requested');
  expect(asked.map((refund) => refund['amountFen'])).toEqual([1500, 1500, order.totalFen - 3000]);
  const ends = asked.map((refund) => ({ refundId: String(refund['refundId']), isSucceeded: true }));
  const settled = await Promise.all(Array.from({ length: 8 }, () => t.transact((ctx) => settleRefunds(ctx, ends))));
  expect(settled.flat()).toHaveLength(3);
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'refunded', refundedFen: order.totalFen, refundPendingFen: 0 });
  const told = await eventsOf(t, 'order.refunded');
  expect(told.map((refund) => refund['isFull'])).toEqual([false, false, true]);
});

test('a refund the provider refused for good frees its amount, and it may be asked for again', async () => {
  const t = await start();
  const order = await aPaidOrder(t);
  const all = () => t.transact((ctx) => requestRefunds(ctx, [{ orderId: order.id, reason: 'x', cause: 'by-shop' }]));
  await all();
  await endRefunds(t, order.id, { isSucceeded: false });
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'paid', refundPendingFen: 0, refundedFen: 0 });
  await all();
  await endRefunds(t, order.id);
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'refunded' });
  await untouched(t);
});

/** An order as a few sentences would describe it. */
interface Model {
  state: string;
  readonly seen: Set<number>;
  arrived: number;
  accepted: number;
  refunded: number;
  returned: number;
  pending: { amountFen: number; isLate: boolean }[];
}
type Step =
  | { do: 'pay'; payment: number; isExact: boolean }
  | { do: 'close' }
  | { do: 'refund'; amountFen: number }
  | { do: 'end'; isSucceeded: boolean };
const sumOf = (refunds: Model['pending']) => refunds.reduce((sum, refund) => sum + refund.amountFen, 0);

/** Takes a step in the model; answers what the real thing must answer. */
function foretell(model: Model, step: Step, totalFen: number): unknown {
  if (step.do === 'pay') {
    const paidFen = step.isExact ? totalFen : totalFen + 1;
    if (model.seen.has(step.payment)) return 'duplicate';
    model.seen.add(step.payment);
    model.arrived += paidFen;
    if (model.state === 'unpaid' && step.isExact) {
      Object.assign(model, { state: 'paid', accepted: paidFen });
      return 'paid';
    }
    model.pending.push({ amountFen: paidFen, isLate: true });
    return 'late';
  }
  if (step.do === 'close') {
    if (model.state !== 'unpaid') return 0;
    model.state = 'closed';
    return 1;
  }
  if (step.do === 'refund') {
    if (model.accepted === 0) return 'order_not_paid';
    if (step.amountFen > model.accepted - model.returned - sumOf(model.pending.filter((refund) => !refund.isLate)))
      return 'refund_too_large';
    model.pending.push({ amountFen: step.amountFen, isLate: false });
    return 'asked';
  }
  const ended = model.pending.splice(0);
  if (step.isSucceeded) {
    model.refunded += sumOf(ended);
    model.returned += sumOf(ended.filter((refund) => !refund.isLate));
  }
  if (model.accepted > 0 && model.returned === model.accepted) model.state = 'refunded';
  return 'ended';
}

async function take(t: TestApp, order: Awaited<ReturnType<typeof anOrder>>, step: Step): Promise<unknown> {
  if (step.do === 'pay')
    return payOrder(t, order, {
      paymentId: `pay_${order.id.slice(4)}${step.payment}`,
      paidFen: step.isExact ? order.totalFen : order.totalFen + 1,
    });
  if (step.do === 'close') return (await t.transact((ctx) => closeOrders(ctx, [order.id], 'unpaid'))).size;
  if (step.do === 'refund')
    return t
      .transact((ctx) => requestRefunds(ctx, [{ orderId: order.id, amountFen: step.amountFen, reason: 'x', cause: 'by-shop' }]))
      .then(
        () => 'asked',
        (error: { code: string }) => error.code,
      );
  await endRefunds(t, order.id, { isSucceeded: step.isSucceeded });
  return 'ended';
}

test('whatever happens in whatever order, an order follows the model: paid once, closed once, never a fen lost', async () => {
  const t = await start();
  const buyer = await anAccount(t);
  const { skuId } = await aProduct(t, (await aShop(t)).id, { stock: 100_000, priceFen: 700 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('pay' as const), payment: fc.integer({ min: 1, max: 3 }), isExact: fc.boolean() }),
    fc.record({ do: fc.constant('close' as const) }),
    fc.record({ do: fc.constant('refund' as const), amountFen: fc.integer({ min: 1, max: 2100 }) }),
    fc.record({ do: fc.constant('end' as const), isSucceeded: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { minLength: 1, maxLength: 12 }), async (quantity, steps) => {
      const order = await anOrder(t, { buyer, lines: [{ skuId, quantity }] });
      const model: Model = { state: 'unpaid', seen: new Set(), arrived: 0, accepted: 0, refunded: 0, returned: 0, pending: [] };
      for (const each of steps) {
        expect(await take(t, order, each)).toBe(foretell(model, each, order.totalFen));
        expect(await orderOf(t, order.id)).toMatchObject({
          state: model.state,
          paidFen: model.arrived,
          refundedFen: model.refunded,
          refundPendingFen: sumOf(model.pending),
        });
      }
    }),
    { numRuns: 60 },
  );
  await untouched(t);
});
