import { expect, test } from 'vitest';
import { randomText } from '#platform/ids';
import { anAccount, type TestPerson } from '../identity/testing.ts';
import { pay } from '../group-buy/testing.ts';
import { testAddress } from '../orders/testing.ts';
import { aStudio, type Studio } from './testing.ts';

async function join(
  { t, campaignId, skuId, groupPriceFen }: Studio,
  person: TestPerson,
  from: { teamId?: string; cardId?: string; trace?: { linkCode?: string; sceneId?: string; cardId?: string } },
) {
  const offer = {
    kind: 'group-buy' as const,
    campaignId,
    ...(from.teamId !== undefined && { teamId: from.teamId }),
    ...(from.cardId !== undefined && { cardId: from.cardId }),
  };
  const placed = await t.call(
    'POST /api/orders',
    {
      body: {
        lines: [{ skuId, quantity: 1 }],
        offer,
        address: testAddress,
        expectedTotalFen: groupPriceFen,
        ...(from.trace !== undefined && { trace: from.trace }),
      },
    },
    { cookie: person.cookie, idempotencyKey: `key-${randomText(16)}` },
  );
  expect(placed.status).toBe(201);
  await pay(t, placed.body);
  return placed.body;
}

test('A opens a team in the room and shares it; B and C come by the link: the team is full, both orders count for the room and pay A', async () => {
  const studio = await aStudio();
  const { t, roomId, roomCardId, sessionId, shop } = studio;
  const [a, b, c] = [await anAccount(t, { nickname: '小红' }), await anAccount(t), await anAccount(t)];
  await t.call('POST /api/promoter', { body: { hasAcceptedRules: true } }, a);
  const opened = await join(studio, a, { cardId: roomCardId, trace: { sceneId: roomId, cardId: roomCardId } });
  const teamId = opened.teamId ?? '';
  const { body: link } = await t.call(
    'POST /api/links',
    { body: { target: { kind: 'team', id: teamId }, sceneId: roomId, cardId: roomCardId } },
    a,
  );
  for (const person of [b, c]) {
    const landed = await t.call('POST /api/links/{code}/visits', { params: { code: link.code } }, person);
    expect(landed.body).toMatchObject({
      path: `/teams/${teamId}`,
      sharer: { nickname: '小红' },
      priceFen: studio.groupPriceFen,
      isOver: false,
    });
  }
  // B's app remembers the link; C comes back by themselves and only the chain remembers.
  await join(studio, b, { teamId, trace: { linkCode: link.code } });
  await join(studio, c, { teamId });
  await t.drain();
  expect((await t.call('GET /api/links/{code}', { params: { code: link.code } })).body.isOver).toBe(true);
  expect((await t.call('GET /api/promoter', {}, a)).body).toMatchObject({ ordersCount: 2, visitorsCount: 2 });
  expect((await t.call('GET /api/promoter', {}, a)).body.pendingFen).toBeGreaterThan(0);
  const { body: orders } = await t.call('GET /api/studio/{sessionId}/orders', { params: { sessionId }, query: {} }, shop.owner);
  expect(orders.items.map((order) => order.origin.sharer?.id ?? null)).toEqual([a.accountId, a.accountId, null]);
  expect(orders.items.map((order) => [order.origin.sceneId, order.origin.cardId, order.origin.cardKind])).toEqual(
    Array.from({ length: 3 }, () => [roomId, roomCardId, 'group-buy']),
  );
  const { body: dashboard } = await t.call('GET /api/studio/{sessionId}/dashboard', { params: { sessionId } }, shop.owner);
  expect(dashboard).toMatchObject({ orders: 3, paidOrders: 3, paidFen: 3 * studio.groupPriceFen });
  const poster = await t.http.inject({ url: link.posterUrl });
  expect(poster.statusCode).toBe(200);
});
