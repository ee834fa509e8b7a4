import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { makeLink } from '#modules/links';
import { requestRefunds } from '#modules/orders';
import { handleBatch } from '#platform/subscriptions';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aStaffMember, anAccount } from '../identity/testing.ts';
import { anOrder, aPaidOrder, endRefunds, payOrder } from '../orders/testing.ts';
import { becomePromoter } from '#modules/promoters';
import { aScene } from '../scenes/testing.ts';
import { aShop } from '../shops/testing.ts';
import { countedTypes, countEvents } from './count-events.ts';
import { countersSubscriber, rebuildInsights } from './rebuild-insights.ts';
import { aStudio, insightsModules, type Studio } from './testing.ts';

const tables = ['scene_minutes', 'scene_products', 'scene_cards', 'scene_viewers', 'origins', 'shop_days', 'shop_day_buyers'];

/** Every counter there is, as text. */
async function allCounters(t: TestApp): Promise<string[]> {
  const found: string[] = [];
  for (const table of tables) {
    const { rows } = await sql<{
      row: string;
    }>`select ${table}::text || ' ' || row_to_json(x)::text as row from insights.${sql.ref(table)} x order by 1`.execute(t.read().db);
    found.push(...rows.map(({ row }) => row));
  }
  return found;
}

function ofRoom({ skuId, roomId }: Studio, quantity = 1) {
  return { lines: [{ skuId, quantity }], trace: { sceneId: roomId } };
}

/** A morning in the room: talk, hearts, taps, people coming and going, orders from the room and from a link shared there, a refund. */
async function aMorning(
  studio: Studio,
): Promise<{ sharer: Awaited<ReturnType<typeof anAccount>>; code: string; byLink: string; inRoom: string }> {
  const { t, roomId, roomCardId, skuId, product } = studio;
  const [anna, bo, cai] = [await anAccount(t), await anAccount(t), await anAccount(t)];
  for (const [person, text] of [
    [anna, '真甜 🍎'],
    [bo, 'how much?'],
    [anna, '买了'],
  ] as const) {
    const said = await t.call(
      'POST /api/scenes/{sceneId}/comments',
      { params: { sceneId: roomId }, body: { text, clientId: `client-${text.length}-${person.accountId.slice(-8)}`, pictureIds: [] } },
      person,
    );
    expect(said.status).toBe(201);
    t.clock.advance(20_000);
  }
  const at = () => t.clock.now().toISOString();
  await t.transact(async (ctx) => {
    await ctx.publish('scene.liked', { sceneId: roomId, count: 7, at: at() }, { sceneId: roomId, count: 3, at: at() });
    await ctx.publish(
      'card.tapped',
      { sceneId: roomId, cardId: roomCardId, productId: null, count: 4, at: at() },
      { sceneId: roomId, cardId: null, productId: product.productId, count: 2, at: at() },
    );
    await ctx.publish(
      'scene.entered',
      { sceneId: roomId, accountIds: [anna.accountId, bo.accountId], at: at() },
      { sceneId: roomId, accountIds: [anna.accountId, cai.accountId], at: at() },
    );
    await ctx.publish('scene.online', { sceneId: roomId, online: 3, peak: 3, at: at() }, { sceneId: roomId, online: 2, peak: 3, at: at() });
  });
  const inRoom = await aPaidOrder(t, { buyer: anna, ...ofRoom(studio, 2) });
  await anOrder(t, { buyer: bo, ...ofRoom(studio) });
  const { code } = await t.transact(async (ctx) => {
    await becomePromoter(ctx, anna.accountId);
    return makeLink(ctx, {
      ownerId: anna.accountId,
      target: { kind: 'product', id: product.productId },
      sceneId: roomId,
      cardId: roomCardId,
    });
  });
  const byLink = await aPaidOrder(t, { buyer: cai, lines: [{ skuId, quantity: 1 }], trace: { linkCode: code } });
  await t.transact((ctx) => requestRefunds(ctx, [{ orderId: inRoom.id, amountFen: 1000, reason: '压坏了一个', cause: 'by-shop' }]));
  await endRefunds(t, inRoom.id);
  await t.drain();
  return { sharer: anna, code, byLink: byLink.id, inRoom: inRoom.id };
}

test('the studio shows what happened in the room, to the fen, and links shared there count for it', async () => {
  const studio = await aStudio();
  const { t, sessionId, shop, product } = studio;
  await aMorning(studio);
  const { body, status } = await t.call('GET /api/studio/{sessionId}/dashboard', { params: { sessionId } }, shop.owner);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    sessionId,
    comments: 3,
    cardTaps: 6,
    onlinePeak: 3,
    viewers: 3,
    orders: 3,
    paidOrders: 2,
    paidFen: 3 * 3990,
    refundedFen: 1000,
  });
  expect(body.minutes.reduce((sum, minute) => sum + minute.comments, 0)).toBe(3);
  expect(body.minutes.reduce((sum, minute) => sum + minute.paidFen, 0)).toBe(3 * 3990);
  expect(body.products).toHaveLength(1);
  expect(body.products[0]).toMatchObject({ product: { id: product.productId }, taps: 6, paidOrders: 2, paidFen: 3 * 3990 });
});

test('every order of a session says who shared, in which scene, from which card', async () => {
  const studio = await aStudio();
  const { t, sessionId, shop, roomId, roomCardId } = studio;
  const { sharer, code, byLink, inRoom } = await aMorning(studio);
  const list = await t.call('GET /api/studio/{sessionId}/orders', { params: { sessionId }, query: {} }, shop.owner);
  expect(list.body.items).toHaveLength(3);
  const found = (id: string) => list.body.items.find((order) => order.id === id);
  expect(found(byLink)?.origin).toMatchObject({
    sharer: { id: sharer.accountId },
    linkCode: code,
    sceneId: roomId,
    sceneTitle: { zh: '早市直播' },
    sceneKind: 'session',
    cardId: roomCardId,
    cardKind: 'group-buy',
  });
  expect(found(byLink)?.commissionFen).toBeGreaterThan(0);
  expect(found(inRoom)?.origin).toMatchObject({ sharer: null, linkCode: null, sceneId: roomId, cardId: null });
  const first = await t.call('GET /api/studio/{sessionId}/orders', { params: { sessionId }, query: { limit: 2 } }, shop.owner);
  const second = await t.call(
    'GET /api/studio/{sessionId}/orders',
    { params: { sessionId }, query: { limit: 2, cursor: first.body.nextCursor ?? '' } },
    shop.owner,
  );
  expect([...first.body.items, ...second.body.items].map((order) => order.id)).toEqual(list.body.items.map((order) => order.id));
  expect(second.body.nextCursor).toBeNull();
  const moderator = await aStaffMember(t, shop.id, 'moderator');
  const masked = await t.call('GET /api/studio/{sessionId}/orders', { params: { sessionId }, query: {} }, moderator);
  expect(masked.body.items[0]?.address?.phone).not.toBe(list.body.items[0]?.address?.phone);
});

test('a trace is a claim: scenes of other shops and cards of other scenes count for nobody', async () => {
  const studio = await aStudio();
  const { t, skuId, roomId, cardId } = studio;
  const elsewhere = await aScene(t, { shopId: (await aShop(t)).id });
  await aPaidOrder(t, { lines: [{ skuId, quantity: 1 }], trace: { sceneId: elsewhere } });
  await aPaidOrder(t, { lines: [{ skuId, quantity: 1 }], trace: { sceneId: 'scn_0000000000' } });
  const crossed = await aPaidOrder(t, { lines: [{ skuId, quantity: 1 }], trace: { sceneId: roomId, cardId } });
  await t.drain();
  const origins = await t.read().db.selectFrom('insights.origins').select(['orderId', 'sceneId', 'cardId']).orderBy('orderId').execute();
  expect(origins.map(({ sceneId }) => sceneId)).toEqual([null, null, roomId]);
  expect(origins.at(-1)).toMatchObject({ orderId: crossed.id, cardId: null });
});

test('counting everything again gives the same numbers', async () => {
  const studio = await aStudio();
  const { t } = studio;
  await aMorning(studio);
  t.clock.advance(36 * 3_600_000);
  await aMorning(studio);
  const before = await allCounters(t);
  expect(before.length).toBeGreaterThan(15);
  await t.transact(rebuildInsights);
  await t.drain();
  expect(await allCounters(t)).toEqual(before);
});

test('a batch that dies half-way counts once', async () => {
  const studio = await aStudio();
  const { t } = studio;
  await aMorning(studio);
  const once = await allCounters(t);
  await t.transact(rebuildInsights);
  for (let i = 0; i < 3; i++) {
    let left = i;
    // It counts some, and then the process is gone: what the transaction wrote goes with it.
    const dying = {
      name: countersSubscriber,
      types: countedTypes,
      batchMax: 7,
      handle: async (ctx: Parameters<typeof countEvents>[0], events: Parameters<typeof countEvents>[1]) => {
        await countEvents(ctx, events);
        if (left-- <= 0) throw new Error('power cut');
      },
    };
    await handleBatch(t.app, () => {}, dying).catch(() => {});
    await sql`update platform.subscribers set retry_at = null, failures = 0`.execute(t.read().db);
  }
  await t.drain();
  expect(await allCounters(t)).toEqual(once);
});

test('a guest who signs in is one viewer and one buyer, also when counted again', async () => {
  const studio = await aStudio();
  const { t, roomId, shop, sessionId } = studio;
  const [guest, account] = ['acc_guestguest', 'acc_accountaccount'];
  const at = t.clock.now().toISOString();
  await t.transact(async (ctx) => {
    await ctx.publish('scene.entered', { sceneId: roomId, accountIds: [guest, account], at });
    await ctx.publish('account.merged', { fromId: guest, intoId: account });
    await ctx.publish('scene.entered', { sceneId: roomId, accountIds: [account], at });
  });
  const viewers = async () => (await t.call('GET /api/studio/{sessionId}/dashboard', { params: { sessionId } }, shop.owner)).body.viewers;
  await t.drain();
  expect(await viewers()).toBe(1);
  await t.transact(rebuildInsights);
  await t.drain();
  expect(await viewers()).toBe(1);
});

test('today says what needs a hand, and the days are the shop’s', async () => {
  const studio = await aStudio();
  const { t, shop, skuId, sessionId } = studio;
  const empty = await t.call('GET /api/console/shops/{shopId}/today', { params: { shopId: shop.id } }, shop.owner);
  expect(empty.body).toMatchObject({ toShip: 0, unpaid: 0, refundsPending: 0, todayPaidFen: 0, todayOrders: 0, todayBuyers: 0 });
  expect(empty.body.days).toHaveLength(14);
  expect(empty.body.sessions.map((session) => session.id)).toEqual([sessionId]);
  const buyer = await anAccount(t);
  await aPaidOrder(t, { buyer, lines: [{ skuId, quantity: 1 }] });
  const second = await anOrder(t, { buyer, lines: [{ skuId, quantity: 1 }] });
  await payOrder(t, second);
  const refunded = await aPaidOrder(t, { lines: [{ skuId, quantity: 1 }] });
  await t.transact((ctx) => requestRefunds(ctx, [{ orderId: refunded.id, reason: '不要了', cause: 'by-shop' }]));
  await anOrder(t, { lines: [{ skuId, quantity: 1 }] });
  await t.drain();
  const today = await t.call('GET /api/console/shops/{shopId}/today', { params: { shopId: shop.id } }, shop.owner);
  expect(today.body).toMatchObject({
    toShip: 2,
    unpaid: 1,
    refundsPending: 1,
    todayPaidFen: 3 * 3990,
    todayOrders: 3,
    todayBuyers: 2,
    yesterdayPaidFen: 0,
  });
  t.clock.advance(24 * 3_600_000);
  const tomorrow = await t.call('GET /api/console/shops/{shopId}/today', { params: { shopId: shop.id } }, shop.owner);
  expect(tomorrow.body).toMatchObject({ todayPaidFen: 0, yesterdayPaidFen: 3 * 3990 });
  expect(tomorrow.body.days.at(-2)).toMatchObject({ paidFen: 3 * 3990, orders: 3 });
});

test('the first page shows the shop, what is on, and the group buy with the place it is offered in', async () => {
  const { t, shop, sceneId, cardId, campaignId, sessionId } = await aStudio();
  const { body, status } = await t.call('GET /api/home', { query: {} });
  expect(status).toBe(200);
  expect(body).toMatchObject({ shop: { id: shop.id }, live: [], upcoming: [{ id: sessionId }] });
  expect(body.plays).toHaveLength(1);
  expect(body.plays[0]).toMatchObject({ kind: 'group-buy', groupBuy: { campaign: { id: campaignId } }, cardId, sessionId: null });
  expect(body.plays[0]?.communityId).not.toBe(sceneId);
  expect(body.products).toHaveLength(1);
  expect((await t.call('GET /api/home', { query: { shopId: 'shp_0000000000' } })).problem).toMatchObject({
    status: 404,
    code: 'not_found',
  });
});

test('an installation without a shop has an empty first page', async () => {
  const t = await createTestApp(insightsModules);
  expect((await t.call('GET /api/home', { query: {} })).body).toMatchObject({ shop: null, live: [], plays: [], products: [] });
});

test('numbers of a shop are for those who work there, numbers of a session for those who keep it', async () => {
  const { t, shop, sessionId } = await aStudio();
  const other = await aShop(t);
  const [stranger, colleague, host] = [
    await anAccount(t),
    await aStaffMember(t, other.id, 'owner'),
    await aStaffMember(t, shop.id, 'staff'),
  ];
  for (const person of [stranger, colleague]) {
    expect((await t.call('GET /api/console/shops/{shopId}/today', { params: { shopId: shop.id } }, person)).status).toBe(403);
    expect((await t.call('GET /api/studio/{sessionId}/dashboard', { params: { sessionId } }, person)).status).toBe(403);
    expect((await t.call('GET /api/studio/{sessionId}/orders', { params: { sessionId }, query: {} }, person)).status).toBe(403);
  }
  expect((await t.call('GET /api/console/shops/{shopId}/today', { params: { shopId: shop.id } }, host)).status).toBe(200);
  expect((await t.call('GET /api/studio/{sessionId}/dashboard', { params: { sessionId } }, host)).status).toBe(403);
  expect((await t.call('GET /api/studio/{sessionId}/dashboard', { params: { sessionId } })).status).toBe(401);
  expect((await t.call('GET /api/studio/{sessionId}/dashboard', { params: { sessionId: 'ses_0000000000' } }, shop.owner)).status).toBe(404);
});
