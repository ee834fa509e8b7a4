import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { balancesOf, totalOf } from '#modules/ledger';
import { createTestApp, type TestApp } from '../../testing.ts';
import { deliverOrder, shipOrder } from './ship-order.ts';
import { anOrder, aPaidOrder, endRefunds, orderOf, payOrder, orderModules } from './testing.ts';

const start = () => createTestApp(orderModules);
const dayMs = 86_400_000;
async function aDeliveredOrder(t: TestApp) {
  const order = await aPaidOrder(t);
  await t.transact((ctx) => shipOrder(ctx, { orderId: order.id, carrier: '顺丰', trackingNo: 'SF0000000001' }));
  await t.transact((ctx) => deliverOrder(ctx, order.id));
  return order;
}

test('an order that cannot be closed is left alone; the others are closed and their stock is back', async () => {
  const t = await start();
  const broken = await anOrder(t);
  t.clock.advance(1000);
  const good = [await anOrder(t), await anOrder(t)];
  // What can only be a bug: an unpaid order that holds no stock.
  await sql`delete from inventory.reservations where ref = ${broken.id}`.execute(t.app.database.db);
  t.clock.advance(dayMs);
  await t.drain();
  expect((await orderOf(t, broken.id)).state).toBe('unpaid');
  for (const { id } of good) expect(await orderOf(t, id)).toMatchObject({ state: 'closed', closeReason: 'unpaid' });
});

test('an order that cannot be completed does not keep the shop from what the others brought', async () => {
  const t = await start();
  const broken = await aDeliveredOrder(t);
  t.clock.advance(1000);
  const good = await aDeliveredOrder(t);
  await sql`delete from orders.receipts where order_id = ${broken.id}`.execute(t.app.database.db);
  t.clock.advance(8 * dayMs);
  await t.drain();
  expect((await orderOf(t, broken.id)).state).toBe('delivered');
  expect((await orderOf(t, good.id)).state).toBe('completed');
  expect((await balancesOf(t.read(), [`shop:${good.shopId}:settled`])).get(`shop:${good.shopId}:settled`)).toBe(-good.totalFen);
});

test('a second payment that comes after completion goes back from what is held, not from what is settled', async () => {
  const t = await start();
  const order = await aDeliveredOrder(t);
  t.clock.advance(8 * dayMs);
  await t.drain();
  expect(await payOrder(t, order)).toBe('late');
  await endRefunds(t, order.id);
  const [held, settled] = [`shop:${order.shopId}:held`, `shop:${order.shopId}:settled`];
  expect(await balancesOf(t.read(), [held, settled])).toEqual(
    new Map([
      [held, 0],
      [settled, -order.totalFen],
    ]),
  );
  expect(await totalOf(t.read())).toBe(0);
});
