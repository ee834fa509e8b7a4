import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeOrders, placeOrders, requestRefunds } from '#modules/orders';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { aGuest, anAccount, aStaffMember, type TestPerson } from '../identity/testing.ts';
import { aPlaceRequest, anOrder, endRefunds, payOrder } from '../orders/testing.ts';
import { aShop } from '../shops/testing.ts';
import { aCoupon, aPlan, brokenCoupons, claim, couponModules as modules } from './testing.ts';

async function aScene(over: Parameters<typeof aCoupon>[2] = {}) {
  const t = await createTestApp(modules);
  const shop = await aShop(t);
  const { skuId, productId } = await aProduct(t, shop.id, { stock: 1000, priceFen: 1000 });
  const couponId = await aCoupon(t, shop.id, over);
  return { t, shop, skuId, productId, couponId, buyer: await anAccount(t), lines: [{ skuId, quantity: 2 }] };
}
const held = (t: TestApp, { cookie }: TestPerson, state: 'usable' | 'used' | 'expired' = 'usable') =>
  t.call('GET /api/me/coupons', { query: { state } }, { cookie }).then(({ body }) => body.items);

describe('claiming', () => {
  test('fifty people want the last thirty in the same moment: thirty get one, twenty are told, and nobody gets two', async () => {
    const { t, couponId } = await aScene({ quantity: 30 });
    const people = await Promise.all(Array.from({ length: 50 }, () => anAccount(t)));
    const answers = await Promise.all(people.flatMap((person) => [claim(t, couponId, person), claim(t, couponId, person)]));
    const codes = Object.groupBy(answers, (answer) => (answer.status === 201 ? 'claimed' : answer.problem.code));
    expect(codes['claimed']).toHaveLength(30);
    expect(codes['coupon_limit_reached']?.length ?? 0).toBe(30);
    expect(codes['coupon_all_claimed']).toHaveLength(40);
    expect(await brokenCoupons(t.read())).toEqual([]);
  });

  test('the same request again is the same coupon; another key is another', async () => {
    const { t, couponId, buyer } = await aScene({ perPersonMax: 2 });
    const [first, again, other] = [
      await claim(t, couponId, buyer, 'key-1234567890'),
      await claim(t, couponId, buyer, 'key-1234567890'),
      await claim(t, couponId, buyer),
    ];
    expect(again.body.id).toBe(first.body.id);
    expect(other.body.id).not.toBe(first.body.id);
    expect(await held(t, buyer)).toHaveLength(2);
  });

  test('a guest, one who comes too early or too late, and one who bought here before are refused with the reason', async () => {
    const { t, shop, couponId, skuId } = await aScene();
    expect((await claim(t, couponId, await aGuest(t))).status).toBe(403);
    const at = (ms: number) => new Date(t.clock.now().getTime() + ms).toISOString();
    const person = await anAccount(t);
    const early = await aCoupon(t, shop.id, { claimFrom: at(60_000) });
    expect((await claim(t, early, person)).problem.code).toBe('coupon_not_running');
    const fresh = await aCoupon(t, shop.id, { terms: { isForNewBuyers: true } });
    await payOrder(t, await anOrder(t, { buyer: person, lines: [{ skuId, quantity: 1 }] }));
    expect((await claim(t, fresh, person)).problem.code).toBe('coupon_new_buyers_only');
    t.clock.advance(2 * 86_400_000);
    expect((await claim(t, couponId, person)).problem.code).toBe('coupon_not_running');
    expect((await claim(t, 'cpn_1234567890', person)).status).toBe(404);
  });
});

describe('a coupon in an order', () => {
  test('is offered by the quote, taken with the order, used once it is paid, and split over the lines to the fen', async () => {
    const { t, shop, skuId, couponId, buyer } = await aScene();
    const pear = await aProduct(t, shop.id, { priceFen: 333 });
    const { id } = (await claim(t, couponId, buyer)).body;
    const lines = [
      { skuId, quantity: 1 },
      { skuId: pear.skuId, quantity: 2 },
    ];
    const quoted = await t.call('POST /api/quote', { body: { lines, coupon: 'best' } }, { cookie: buyer.cookie });
    expect(quoted.body).toMatchObject({ totalFen: 1166, couponId: id, coupons: [{ id, discountFen: 500, refusal: null }] });
    expect(quoted.body.lines.map((line) => line.totalFen)).toEqual([700, 466]);
    expect((await t.call('POST /api/quote', { body: { lines, coupon: 'none' } }, { cookie: buyer.cookie })).body).toMatchObject({
      totalFen: 1666,
      couponId: null,
      coupons: [{ id, discountFen: 500 }],
    });
    const order = await anOrder(t, { buyer, lines, couponId: id });
    expect(order.totalFen).toBe(1166);
    expect(await held(t, buyer)).toMatchObject([{ id, state: 'held', orderId: order.id }]);
    await payOrder(t, order);
    await t.drain();
    expect(await held(t, buyer)).toEqual([]);
    expect(await held(t, buyer, 'used')).toMatchObject([{ id, state: 'used', orderId: order.id }]);
    expect(await brokenCoupons(t.read())).toEqual([]);
    const operator = await aStaffMember(t, shop.id, 'operator');
    const shown = await t.call('GET /api/console/shops/{shopId}/coupons/{couponId}', { params: { shopId: shop.id, couponId } }, operator);
    expect(shown.body).toMatchObject({ claimed: 1, held: 0, used: 1, discountFen: 500, paidFen: 1166, quantityLeft: 99 });
    const claims = await t.call(
      'GET /api/console/shops/{shopId}/coupons/{couponId}/claims',
      { params: { shopId: shop.id, couponId }, query: {} },
      operator,
    );
    expect(claims.body.items).toMatchObject([{ id, state: 'used', orderId: order.id, discountFen: 500 }]);
  });

  test('is free again when the order is closed or refunded in full, and not after a refund of a part', async () => {
    const { t, couponId, buyer, lines } = await aScene();
    const { id } = (await claim(t, couponId, buyer)).body;
    const first = await anOrder(t, { buyer, lines, couponId: id });
    await t.transact((ctx) => closeOrders(ctx, [first.id], 'by-buyer'));
    await t.drain();
    expect(await held(t, buyer)).toMatchObject([{ id, state: 'usable', orderId: null }]);
    const second = await anOrder(t, { buyer, lines, couponId: id });
    await payOrder(t, second);
    await t.transact((ctx) => requestRefunds(ctx, [{ orderId: second.id, amountFen: 1, reason: '少一个', cause: 'by-shop' }]));
    await endRefunds(t, second.id);
    await t.drain();
    expect(await held(t, buyer, 'used')).toMatchObject([{ id }]);
    await t.transact((ctx) => requestRefunds(ctx, [{ orderId: second.id, reason: '全部退款', cause: 'by-shop' }]));
    await endRefunds(t, second.id);
    await t.drain();
    expect(await held(t, buyer)).toMatchObject([{ id, state: 'usable' }]);
    expect(await brokenCoupons(t.read())).toEqual([]);
  });

  test('belongs to one order, whoever asks in the same moment: in one batch, or in two at once', async () => {
    const { t, couponId, buyer, lines } = await aScene();
    const { id } = (await claim(t, couponId, buyer)).body;
    const requests = await Promise.all(
      Array.from({ length: 6 }, () => aPlaceRequest(t, { buyerId: buyer.accountId, lines, couponId: id })),
    );
    const batches = [requests.slice(0, 3), requests.slice(3)];
    const verdicts = (await Promise.all(batches.map((batch) => t.transact((ctx) => placeOrders(ctx, batch))))).flat();
    expect(verdicts.filter((verdict) => verdict.ok)).toHaveLength(1);
    expect(verdicts.flatMap((verdict) => (verdict.ok ? [] : [(verdict.error as { code: string }).code]))).toEqual(
      Array(5).fill('coupon_unusable'),
    );
    expect(await brokenCoupons(t.read())).toEqual([]);
  });

  test('of somebody else, of another shop, expired, or not for this sum is refused and nothing is placed', async () => {
    const { t, couponId, buyer, lines, skuId } = await aScene();
    const { id } = (await claim(t, couponId, buyer)).body;
    const stranger = await anAccount(t);
    const code = async (buyerId: string, wanted: typeof lines) => {
      const request = { ...(await aPlaceRequest(t, { buyerId, lines: wanted })), couponId: id };
      const [verdict] = await t.transact((ctx) => placeOrders(ctx, [request]));
      return verdict?.ok === false ? (verdict.error as { code: string }).code : 'placed';
    };
    const other = await aProduct(t, (await aShop(t)).id, { priceFen: 5000 });
    expect(await code(stranger.accountId, lines)).toBe('coupon_unusable');
    expect(await code(buyer.accountId, [{ skuId: other.skuId, quantity: 1 }])).toBe('coupon_unusable');
    expect(await code(buyer.accountId, [{ skuId, quantity: 1 }])).toBe('coupon_unusable');
    t.clock.advance(8 * 86_400_000);
    expect(await code(buyer.accountId, lines)).toBe('coupon_unusable');
    const shown = await t.call('POST /api/quote', { body: { lines, coupon: id } }, { cookie: (await anAccount(t)).cookie });
    expect(shown.body).toMatchObject({ totalFen: 2000, couponId: null, problems: [{ code: 'coupon_unusable' }] });
    expect(await held(t, buyer, 'expired')).toMatchObject([{ id, state: 'expired' }]);
  });
});

describe('planning', () => {
  test('what takes off nothing, more than it asks for, or has no time is refused; terms stand once somebody holds one', async () => {
    const { t, shop, couponId, buyer, productId } = await aScene();
    const operator = await aStaffMember(t, shop.id, 'operator');
    const plan = (over: Parameters<typeof aPlan>[1]) =>
      t.call('POST /api/console/shops/{shopId}/coupons', { params: { shopId: shop.id }, body: aPlan(t, over) }, operator);
    const at = (days: number) => new Date(t.clock.now().getTime() + days * 86_400_000).toISOString();
    const foreign = await aProduct(t, (await aShop(t)).id);
    for (const [over, code] of [
      [{ terms: { amountFen: 1500 } }, 'coupon_terms_wrong'],
      [{ terms: { amountFen: null } }, 'coupon_terms_wrong'],
      [{ terms: { amountFen: 0 } }, 'coupon_terms_wrong'],
      [{ terms: { kind: 'percent', amountFen: null, percentOff: 20 } }, 'coupon_terms_wrong'],
      [{ claimUntil: at(-1) }, 'coupon_time_wrong'],
      [{ validDays: null }, 'coupon_time_wrong'],
      [{ validDays: null, useFrom: at(2), useUntil: at(1) }, 'coupon_time_wrong'],
      [{ validDays: null, useFrom: at(0), useUntil: at(0.5) }, 'coupon_time_wrong'],
      [{ terms: { productIds: [foreign.productId] } }, 'product_unavailable'],
    ] as const)
      expect([over, (await plan(over as never)).problem.code]).toEqual([over, code]);
    const made = await plan({ terms: { kind: 'percent', amountFen: null, percentOff: 20, capFen: 3000, productIds: [productId] } });
    expect(made).toMatchObject({ status: 201, body: { state: 'running', claimed: 0, terms: { percentOff: 20, capFen: 3000 } } });
    await claim(t, couponId, buyer);
    const params = { shopId: shop.id, couponId };
    const change = (over: Parameters<typeof aPlan>[1]) =>
      t.call('PUT /api/console/shops/{shopId}/coupons/{couponId}', { params, body: aPlan(t, over) }, operator);
    expect((await change({ terms: { amountFen: 600 } })).problem.code).toBe('coupon_terms_fixed');
    expect((await change({ title: { zh: '新名字' }, quantity: 5 })).body).toMatchObject({ title: { zh: '新名字' }, quantityLeft: 4 });
    expect((await t.call('POST /api/console/shops/{shopId}/coupons/{couponId}/stop', { params }, operator)).body.state).toBe('stopped');
    expect((await claim(t, couponId, await anAccount(t))).problem.code).toBe('coupon_not_running');
    expect(await held(t, buyer)).toHaveLength(1);
    const stranger = await aStaffMember(t, (await aShop(t)).id, 'operator');
    expect((await t.call('GET /api/console/shops/{shopId}/coupons/{couponId}', { params }, stranger)).status).toBe(403);
  });
});

const step = fc.record({
  what: fc.constantFrom('claim', 'order', 'order', 'pay', 'close', 'refund', 'wait'),
  who: fc.nat(2),
  which: fc.nat(20),
});

test('whatever people do in whatever order: no coupon is in two orders, none is lost, and prices and coupons agree', async () => {
  const { t, shop, lines } = await aScene();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const couponId = await aCoupon(t, shop.id, { quantity: 5, perPersonMax: 3, validDays: 2 });
      const people = [await anAccount(t), await anAccount(t), await anAccount(t)];
      const orders: Awaited<ReturnType<typeof anOrder>>[] = [];
      for (const { what, who, which } of steps) {
        const person = people[who]!;
        const order = orders[which % Math.max(1, orders.length)];
        if (what === 'claim') await claim(t, couponId, person);
        else if (what === 'wait') t.clock.advance(12 * 3_600_000);
        else if (what === 'order') {
          const mine = await held(t, person);
          const coupon = mine[which % Math.max(1, mine.length)];
          const placed = await anOrder(t, { buyer: person, lines, ...(coupon !== undefined && { couponId: coupon.id }) }).catch(
            () => undefined,
          );
          if (placed !== undefined) orders.push(placed);
        } else if (order !== undefined) {
          if (what === 'pay') await payOrder(t, order);
          else if (what === 'close') await t.transact((ctx) => closeOrders(ctx, [order.id], 'by-buyer'));
          else await t.transact((ctx) => requestRefunds(ctx, [{ orderId: order.id, reason: '不要了', cause: 'by-shop' }])).catch(() => {});
          if (what === 'refund') await endRefunds(t, order.id);
        }
        if (which % 3 === 0) await t.drain();
        expect(await brokenCoupons(t.read())).toEqual([]);
      }
    }),
    { numRuns: 8 },
  );
}, 120_000);
