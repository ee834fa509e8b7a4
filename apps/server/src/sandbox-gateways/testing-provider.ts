import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { closeOrders, requestRefunds } from '#modules/orders';
import { orderOf } from '../modules/orders/testing.ts';
import type { GatewayTestApp } from './testing.ts';
import { aShopper, clearing, start, untouched } from './testing-flows.ts';

/** What holds for every provider, proven with its real client against its gateway, through the whole payments module. */
const promises: Readonly<Record<string, (t: GatewayTestApp) => Promise<void>>> = {
  'a shopper pays, the notice arrives, the order is paid once and the books say so': async (t) => {
    const { shop, buyer, order } = await aShopper(t);
    const { id } = await order();
    const opened = await start(t, id, buyer);
    expect([opened.status, opened.body]).toMatchObject([201, { state: 'pending', amountFen: 3000, cashier: { kind: 'redirect' } }]);
    expect(await t.press(opened.page, 'pay')).toBe(`http://shop.test/orders/${id}?from=pay`);
    expect(await orderOf(t, id)).toMatchObject({ state: 'paid', paidFen: 3000 });
    expect((await t.call('GET /api/payments/{paymentId}', { params: { paymentId: opened.body.id } }, buyer)).body).toMatchObject({
      state: 'succeeded',
      cashier: null,
    });
    expect(await clearing(t, shop.id)).toEqual([3000, -3000]);
    await untouched(t);
  },

  'a notice told four times counts once; one that is lost is found by asking (Y4, Y9)': async (t) => {
    const { shop, buyer, order } = await aShopper(t);
    const [repeated, lost] = [await order(), await order()];
    await t.press((await start(t, repeated.id, buyer)).page, 'pay-repeat');
    await t.drain();
    expect(await orderOf(t, repeated.id)).toMatchObject({ state: 'paid', paidFen: 3000 });
    await t.press((await start(t, lost.id, buyer)).page, 'pay-late');
    await sql`update sandbox_gateways.notices set next_at = null where answered_at is null`.execute(t.app.database.db);
    await t.drain();
    expect((await orderOf(t, lost.id)).state).toBe('unpaid');
    t.clock.advance(61_000);
    await t.drain();
    expect(await orderOf(t, lost.id)).toMatchObject({ state: 'paid', paidFen: 3000 });
    expect(await clearing(t, shop.id)).toEqual([6000, -6000]);
    const { rows } = await sql<{
      answered: number;
    }>`select count(*) as answered from sandbox_gateways.notices where answered_at is not null`.execute(t.app.database.db);
    expect(rows).toEqual([{ answered: 4 }]);
    await untouched(t);
  },

  'what was paid at the last moment is found by asking before the order closes, also when its notice is lost (Y6)': async (t) => {
    const { buyer, order } = await aShopper(t);
    const { id } = await order();
    const { page } = await start(t, id, buyer);
    const endsAt = (await orderOf(t, id)).payBy.getTime();
    t.clock.advance(endsAt - 120_000 - t.clock.now().getTime());
    await t.drain();
    await t.press(page, 'pay-late');
    await sql`update sandbox_gateways.notices set next_at = null`.execute(t.app.database.db);
    t.clock.advance(endsAt - 14_500 - t.clock.now().getTime());
    await t.drain();
    expect((await orderOf(t, id)).state).toBe('paid');
    await untouched(t);
  },

  'an order that closes closes its cashier; money that came before goes back by itself (Y6)': async (t) => {
    const { shop, buyer, order } = await aShopper(t);
    const [idle, paying] = [await order(), await order()];
    const pages = [(await start(t, idle.id, buyer)).page, (await start(t, paying.id, buyer)).page];
    await t.press(pages[1] ?? '', 'pay-late');
    await t.transact((ctx) => closeOrders(ctx, [idle.id, paying.id], 'unpaid'));
    await t.drain();
    await t.press(pages[0] ?? '', 'pay');
    await t.drain();
    expect(await orderOf(t, idle.id)).toMatchObject({ state: 'closed', paidFen: 0 });
    for (let i = 0; i < 3; i++) {
      t.clock.advance(60_000);
      await t.drain();
    }
    expect(await orderOf(t, paying.id)).toMatchObject({ state: 'closed', paidFen: 3000, refundedFen: 3000, refundPendingFen: 0 });
    expect(await clearing(t, shop.id)).toEqual([0, 0]);
    await untouched(t);
  },

  'a payment is paid or closed, never both, whoever comes first': async (t) => {
    const { buyer, order } = await aShopper(t);
    for (let i = 0; i < 4; i++) {
      const { id } = await order();
      const { body, page } = await start(t, id, buyer);
      const { rows } = await sql<{ ref: string | null }>`select provider_ref as ref from payments.payments where id = ${body.id}`.execute(
        t.app.database.db,
      );
      const ref = { merchantRef: body.id, providerRef: rows[0]?.ref ?? null };
      const [closed] = await Promise.all([t.port.close(ref), t.press(page, 'pay')]);
      expect((await t.port.query(ref))?.state).toBe(closed.isPaid ? 'paid' : 'closed');
      await t.drain();
      expect((await orderOf(t, id)).state).toBe(closed.isPaid ? 'paid' : 'unpaid');
    }
  },

  'partial refunds add up to no more than was paid, each once, and are told apart (Y7, Y14)': async (t) => {
    const { shop, buyer, order } = await aShopper(t);
    const { id } = await order();
    const { body, page } = await start(t, id, buyer);
    await t.press(page, 'pay');
    for (const amountFen of [1000, 700]) {
      await t.transact((ctx) => requestRefunds(ctx, [{ orderId: id, amountFen, reason: '坏果', cause: 'by-shop' }]));
      await t.drain();
      t.clock.advance(4000);
      await t.drain();
    }
    for (let i = 0; i < 2; i++) {
      t.clock.advance(60_000);
      await t.drain();
    }
    expect(await orderOf(t, id)).toMatchObject({ state: 'paid', refundedFen: 1700, refundPendingFen: 0 });
    const { rows } = await sql<{ ref: string | null }>`select provider_ref as ref from payments.payments where id = ${body.id}`.execute(
      t.app.database.db,
    );
    const input = {
      merchantRef: body.id,
      providerRef: rows[0]?.ref ?? null,
      totalFen: 3000,
      reason: '差价',
      notifyUrl: `http://shop.test/api/payment-callbacks/${t.port.name}`,
    };
    const same = () => t.port.refund({ ...input, refundRef: 'rfd_same0001', amountFen: 1000 });
    const answers = await Promise.all([same(), same(), same()]);
    expect(answers.every(({ state }) => state !== 'failed')).toBe(true);
    expect(await t.port.refund({ ...input, refundRef: 'rfd_more0001', amountFen: 301 })).toEqual({ state: 'failed' });
    const { rows: sums } = await sql<{ sum: number; count: number }>`
      select sum(amount_fen)::bigint as sum, count(*) as count from sandbox_gateways.refunds`.execute(t.app.database.db);
    expect(sums).toEqual([{ sum: 2700, count: 3 }]);
    expect(await t.port.queryRefund({ ...input, refundRef: 'rfd_none0001' })).toBeUndefined();
    t.clock.advance(4000);
    await t.drain();
    expect(await t.port.queryRefund({ ...input, refundRef: 'rfd_same0001' })).toEqual({ state: 'succeeded' });
    expect(await clearing(t, shop.id)).toEqual([1300, -1300]);
    await untouched(t);
  },
};

export function testProvider(name: string, createApp: () => Promise<GatewayTestApp>): void {
  for (const [promise, prove] of Object.entries(promises))
    test(`${name}: ${promise}`, async () => {
      await expect(createApp().then(prove)).resolves.toBeUndefined();
    });
}
