import { expect, test } from 'vitest';
import { findOrder } from '#modules/orders';
import { withdrawCard } from '#modules/scenes';
import { newId } from '#platform/ids';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { aGuest, aStaffMember } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import {
  aGroupBuy,
  aSceneWith,
  aTeam,
  brokenGroupBuys,
  buy,
  groupBuyModules as modules,
  pay,
  settleAllRefunds,
  shoppers,
} from './testing.ts';

const hour = 3_600_000;
async function aPlan(t: TestApp) {
  const shop = await aShop(t);
  const product = await aProduct(t, shop.id, { skus: 2, priceFen: 3990 });
  const now = t.clock.now().getTime();
  const body = {
    productId: product.productId,
    title: { zh: '洛川红富士三人团', en: 'Fuji for three' },
    teamSize: 3,
    teamMinutes: 60,
    startsAt: new Date(now - 1000).toISOString(),
    endsAt: new Date(now + 24 * hour).toISOString(),
    quota: 100,
    perBuyerMax: 2,
    skus: product.skuIds.map((skuId) => ({ skuId, groupPriceFen: 2990 })),
  };
  return { shop, product, body, now, owner: { cookie: shop.owner.cookie }, params: { shopId: shop.id } };
}

test('a group buy is planned, listed, changed and ended by operators of its shop', async () => {
  const t = await createTestApp(modules);
  const { body, owner, params } = await aPlan(t);
  const planned = await t.call('POST /api/console/shops/{shopId}/group-buys', { params, body }, owner);
  expect(planned).toMatchObject({
    status: 201,
    body: {
      state: 'running',
      quotaLeft: 100,
      lowestPriceFen: 2990,
      shopPriceFen: 3990,
      title: { zh: '洛川红富士三人团', en: 'Fuji for three' },
    },
  });
  const ofShop = { ...params, campaignId: planned.body.id };
  const changed = await t.call(
    'PUT /api/console/shops/{shopId}/group-buys/{campaignId}',
    { params: ofShop, body: { ...body, teamSize: 5, title: { zh: '五人团 🎉' } } },
    owner,
  );
  expect(changed.body).toMatchObject({ teamSize: 5, title: { zh: '五人团 🎉' } });
  const list = await t.call('GET /api/console/shops/{shopId}/group-buys', { params, query: { state: 'running' } }, owner);
  expect(list.body.items).toMatchObject([{ id: planned.body.id, teamsOpen: 0, teamsCompleted: 0, teamsFailed: 0, paidFen: 0 }]);
  expect((await t.call('GET /api/console/shops/{shopId}/group-buys', { params, query: { state: 'draft' } }, owner)).body.items).toEqual([]);
  expect((await t.call('GET /api/group-buys/{campaignId}', { params: { campaignId: planned.body.id } })).body).toMatchObject({
    campaign: { id: planned.body.id },
    openTeams: [],
    completedTeams: 0,
    paidMembers: 0,
  });
  const ended = await t.call('POST /api/console/shops/{shopId}/group-buys/{campaignId}/end', { params: ofShop }, owner);
  expect(ended.body.state).toBe('ended');
  expect((await t.call('GET /api/console/shops/{shopId}/group-buys/{campaignId}', { params: ofShop }, owner)).body).toMatchObject({
    campaign: { state: 'ended' },
    teams: [],
  });
});

test('a plan that cannot hold is refused with its reason', async () => {
  const t = await createTestApp(modules);
  const { body, owner, params, now } = await aPlan(t);
  const planned = async (change: Record<string, unknown>) =>
    (await t.call('POST /api/console/shops/{shopId}/group-buys', { params, body: { ...body, ...change } }, owner)).problem.code;
  expect(await planned({ skus: body.skus.map((sku) => ({ ...sku, groupPriceFen: 3990 })) })).toBe('group_price_not_lower');
  expect(await planned({ endsAt: body.startsAt })).toBe('campaign_time_wrong');
  expect(await planned({ startsAt: new Date(now - 2 * hour).toISOString(), endsAt: new Date(now - hour).toISOString() })).toBe(
    'campaign_time_wrong',
  );
  expect(await planned({ productId: newId('prd') })).toBe('product_unavailable');
  const foreign = await aProduct(t, (await aShop(t)).id);
  expect(await planned({ productId: foreign.productId, skus: [{ skuId: foreign.skuId, groupPriceFen: 1 }] })).toBe('product_unavailable');
  expect(await planned({ skus: [{ skuId: foreign.skuId, groupPriceFen: 1 }] })).toBe('product_unavailable');
  expect(await planned({ skus: [body.skus[0]!, body.skus[0]!] })).toBe('product_unavailable');
  for (const wrong of [
    { teamSize: 1 },
    { teamSize: 51 },
    { quota: 0 },
    { quota: -1 },
    { perBuyerMax: 0 },
    { skus: [{ skuId: body.skus[0]!.skuId, groupPriceFen: 0 }] },
    { skus: [{ skuId: body.skus[0]!.skuId, groupPriceFen: 1e12 }] },
    { title: { zh: '长'.repeat(121) } },
  ])
    expect(await planned(wrong)).toBe('invalid_input');
});

test('once a team exists only the end and the quota change, and the quota not below what is sold', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t);
  await aTeam(t, groupBuy);
  const now = t.clock.now().getTime();
  const params = { shopId: groupBuy.shop.id, campaignId: groupBuy.campaignId };
  const as = { cookie: groupBuy.shop.owner.cookie };
  const { campaign } = (await t.call('GET /api/group-buys/{campaignId}', { params })).body;
  const body = {
    productId: campaign.productId,
    title: campaign.title,
    teamSize: 3,
    teamMinutes: 60,
    startsAt: campaign.startsAt,
    endsAt: new Date(now + 48 * hour).toISOString(),
    quota: 50,
    perBuyerMax: 5,
    skus: [{ skuId: groupBuy.skuId, groupPriceFen: groupBuy.groupPriceFen }],
  };
  const put = (change: Record<string, unknown> = {}) =>
    t.call('PUT /api/console/shops/{shopId}/group-buys/{campaignId}', { params, body: { ...body, ...change } }, as);
  expect((await put()).body).toMatchObject({ quota: 50, quotaLeft: 49 });
  for (const change of [
    { teamSize: 2 },
    { perBuyerMax: 1 },
    { teamMinutes: 30 },
    { title: { zh: '别的' } },
    { skus: [{ skuId: groupBuy.skuId, groupPriceFen: 100 }] },
  ])
    expect((await put(change)).problem.code).toBe('campaign_in_use');
  expect((await put({ endsAt: new Date(now - hour).toISOString() })).problem.code).toBe('campaign_time_wrong');
  for (const person of await shoppers(t, 1)) await buy(t, groupBuy, person, { quantity: 3 });
  expect((await put({ quota: 3 })).problem.code).toBe('invalid_input');
});

test('other shops’ staff, lesser roles and strangers are refused, and a group buy of another shop is not found', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t);
  const other = await aShop(t);
  const staff = await aStaffMember(t, groupBuy.shop.id, 'staff');
  const own = { shopId: groupBuy.shop.id, campaignId: groupBuy.campaignId };
  const guest = await aGuest(t);
  expect(
    (await t.call('GET /api/console/shops/{shopId}/group-buys', { params: own, query: {} }, { cookie: other.owner.cookie })).problem.code,
  ).toBe('not_allowed');
  expect(
    (await t.call('POST /api/console/shops/{shopId}/group-buys/{campaignId}/end', { params: own }, { cookie: staff.cookie })).problem.code,
  ).toBe('not_allowed');
  expect(
    (await t.call('POST /api/console/shops/{shopId}/group-buys/{campaignId}/end', { params: own }, { cookie: guest.cookie })).problem.code,
  ).toBe('account_required');
  expect((await t.call('POST /api/console/shops/{shopId}/group-buys/{campaignId}/end', { params: own })).problem.code).toBe(
    'sign_in_required',
  );
  const foreign = { shopId: other.id, campaignId: groupBuy.campaignId };
  expect(
    (await t.call('POST /api/console/shops/{shopId}/group-buys/{campaignId}/end', { params: foreign }, { cookie: other.owner.cookie }))
      .status,
  ).toBe(404);
  expect(
    (await t.call('GET /api/console/shops/{shopId}/group-buys/{campaignId}', { params: foreign }, { cookie: other.owner.cookie })).status,
  ).toBe(404);
  expect((await t.call('GET /api/group-buys/{campaignId}', { params: { campaignId: newId('cam') } })).status).toBe(404);
  expect((await t.call('GET /api/teams/{teamId}', { params: { teamId: newId('tm') } })).status).toBe(404);
});

test('the group price holds only where the card was dropped: no card, a withdrawn one, or another campaign’s is refused', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t);
  const other = await aGroupBuy(t);
  const [person] = await shoppers(t, 1);
  const as = { cookie: person!.cookie };
  const quoted = (offer: { cardId?: string; teamId?: string }) =>
    t.call(
      'POST /api/quote',
      {
        body: { lines: [{ skuId: groupBuy.skuId, quantity: 2 }], offer: { kind: 'group-buy', campaignId: groupBuy.campaignId, ...offer } },
      },
      as,
    );
  const quote = await quoted({ cardId: groupBuy.cardId });
  expect(quote.body).toMatchObject({
    totalFen: 2 * 2990,
    lines: [
      {
        reasons: [
          { code: 'shop-price', amountFen: 7980 },
          { code: 'group-buy', amountFen: -2000, ref: groupBuy.campaignId },
        ],
      },
    ],
  });
  expect((await quoted({})).body).toMatchObject({ totalFen: 2 * 3990, problems: [{ code: 'offer_not_here' }] });
  expect((await quoted({ cardId: other.cardId })).body).toMatchObject({ totalFen: 2 * 3990, problems: [{ code: 'offer_not_here' }] });
  expect((await quoted({ teamId: newId('tm') })).body).toMatchObject({ totalFen: 2 * 3990, problems: [{ code: 'offer_not_here' }] });
  const { teamId } = await aTeam(t, groupBuy);
  await t.transact((ctx) => withdrawCard(ctx, groupBuy.sceneId, groupBuy.cardId));
  expect((await buy(t, groupBuy, person!)).problem.code).toBe('offer_not_here');
  // The team runs on, and its link still carries the price.
  expect((await quoted({ teamId })).body).toMatchObject({ totalFen: 2 * 2990, problems: [] });
  expect((await buy(t, groupBuy, person!, { cardId: other.cardId })).problem.code).toBe('offer_not_here');
  expect((await buy(t, groupBuy, person!, { teamId })).status).toBe(201);
  expect((await t.call('GET /api/teams/{teamId}', { params: { teamId } })).body.cardId).toBeNull();
});

test('a campaign that has not begun, is over or is not there sells nothing', async () => {
  const t = await createTestApp(modules);
  const [person] = await shoppers(t, 1);
  const now = t.clock.now().getTime();
  const later = await aGroupBuy(t, { startsAt: new Date(now + hour).toISOString() });
  expect((await buy(t, later, person!)).problem.code).toBe('campaign_not_running');
  const over = await aGroupBuy(t, { endsAt: new Date(now + hour).toISOString() });
  t.clock.advance(hour);
  expect((await buy(t, over, person!)).problem.code).toBe('campaign_not_running');
  expect((await buy(t, { ...later, campaignId: newId('cam') }, person!)).problem.code).toBe('campaign_not_running');
});

test('three friends: the first opens and shares, the others join, the team completes, the orders may ship, and the scenes are told', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t);
  const second = await aSceneWith(t, groupBuy.shop.id, groupBuy.campaignId);
  const [a, b, c] = await shoppers(t, 3);
  const opened = await buy(t, groupBuy, a!);
  expect(opened.body).toMatchObject({ state: 'unpaid', isWaiting: true, waitingFor: 'team' });
  const teamId = opened.body.teamId!;
  // Nobody has paid yet: there is no team to show to strangers.
  expect((await t.call('GET /api/group-buys/{campaignId}', { params: groupBuy })).body.openTeams).toEqual([]);
  await pay(t, opened.body);
  const shown = (await t.call('GET /api/group-buys/{campaignId}', { params: groupBuy })).body;
  expect(shown).toMatchObject({ paidMembers: 1, openTeams: [{ id: teamId, paidCount: 1, seatsLeft: 2, leader: { id: a!.accountId } }] });
  expect(shown.openTeams[0]!.leader.nickname).not.toBe(a!.nickname);
  for (const person of [b!, c!]) await pay(t, (await buy(t, groupBuy, person, { teamId })).body);
  const team = (await t.call('GET /api/teams/{teamId}', { params: { teamId } }, { cookie: b!.cookie })).body;
  expect(team).toMatchObject({
    team: { state: 'completed', paidCount: 3, seatsLeft: 0 },
    mine: { state: 'paid', movedTo: null },
    cardId: groupBuy.cardId,
  });
  expect(team.team.members.map((member) => [member.id, member.isLeader])).toEqual([
    [a!.accountId, true],
    [b!.accountId, false],
    [c!.accountId, false],
  ]);
  const [late] = await shoppers(t, 1);
  expect((await buy(t, groupBuy, late!, { teamId })).problem).toMatchObject({ code: 'team_full', otherTeamIds: [] });
  await t.drain();
  t.clock.advance(2000);
  await t.drain();
  expect((await t.call('GET /api/orders/{orderId}', { params: { orderId: opened.body.id } }, { cookie: a!.cookie })).body).toMatchObject({
    state: 'paid',
    isWaiting: false,
  });
  expect((await t.call('GET /api/me/teams', { query: {} }, { cookie: b!.cookie })).body.items).toMatchObject([
    { team: { id: teamId }, campaign: { id: groupBuy.campaignId } },
  ]);
  for (const { sceneId, cardId } of [groupBuy, second]) {
    const { rows } = await t.app.database.pool.query(`select type, body from scenes.entries where scene_id = $1 order by seq`, [sceneId]);
    expect(rows.filter(({ type }) => type === 'ticker').map(({ body }) => [body.what, body.count, body.cardId])).toEqual([
      ['team-opened', 3, cardId],
      ['team-joined', 2, cardId],
      ['team-joined', 3, cardId],
      ['team-completed', 3, cardId],
    ]);
    expect(rows.some(({ type, body }) => type === 'card.changed' && body.cardId === cardId)).toBe(true);
  }
});

test('a team that is not full at its deadline fails once: every member gets everything back, and units can be sold again', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t, { quota: 2 });
  const { teamId, orderId, leader } = await aTeam(t, groupBuy);
  const [person] = await shoppers(t, 1);
  const second = (await buy(t, groupBuy, person!, { teamId })).body;
  await pay(t, second);
  expect((await buy(t, groupBuy, person!)).problem.code).toBe('campaign_sold_out');
  // The shop finds it among those whose teams end soon, and no longer once they ended.
  const teamsEndBefore = new Date(t.clock.now().getTime() + hour).toISOString();
  const ending = async (before: string) =>
    (
      await t.call(
        'GET /api/console/shops/{shopId}/group-buys',
        { params: { shopId: groupBuy.shop.id }, query: { teamsEndBefore: before } },
        { cookie: groupBuy.shop.owner.cookie },
      )
    ).body.items.map(({ id }) => id);
  expect(await ending(teamsEndBefore)).toEqual([groupBuy.campaignId]);
  expect(await ending(t.clock.now().toISOString())).toEqual([]);
  t.clock.advance(hour);
  expect(await ending(teamsEndBefore)).toEqual([]);
  await t.drain();
  await t.drain();
  expect((await t.call('GET /api/teams/{teamId}', { params: { teamId } }, { cookie: person!.cookie })).body).toMatchObject({
    team: { state: 'failed', members: [{}, {}] },
    mine: { state: 'refunding' },
  });
  for (const id of [orderId, second.id])
    expect(await findOrder(t.read(), { orderId: id, shopId: groupBuy.shop.id })).toMatchObject({ refundPendingFen: 2990 });
  await settleAllRefunds(t);
  expect(await findOrder(t.read(), { orderId, buyerId: leader.accountId })).toMatchObject({
    state: 'refunded',
    closeReason: 'team-failed',
    refundedFen: 2990,
  });
  expect((await t.call('GET /api/teams/{teamId}', { params: { teamId } }, { cookie: leader.cookie })).body.mine).toMatchObject({
    state: 'refunded',
  });
  expect((await t.call('GET /api/group-buys/{campaignId}', { params: groupBuy })).body).toMatchObject({
    campaign: { quotaLeft: 2 },
    paidMembers: 0,
    openTeams: [],
  });
  expect((await buy(t, groupBuy, person!)).status).toBe(201);
  expect(
    (
      await t.call(
        'GET /api/console/shops/{shopId}/group-buys',
        { params: { shopId: groupBuy.shop.id }, query: {} },
        { cookie: groupBuy.shop.owner.cookie },
      )
    ).body.items,
  ).toMatchObject([{ teamsFailed: 1, paidFen: 0 }]);
  expect(await brokenGroupBuys(t.read())).toEqual([]);
});

test('a payment after the deadline with no open team and no card left is refunded in full', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t, { teamMinutes: 5 });
  const { teamId } = await aTeam(t, groupBuy);
  const [person] = await shoppers(t, 1);
  const order = (await buy(t, groupBuy, person!, { teamId })).body;
  await t.transact((ctx) => withdrawCard(ctx, groupBuy.sceneId, groupBuy.cardId));
  t.clock.advance(6 * 60_000);
  expect(await pay(t, order)).toEqual(['paid']);
  expect((await t.call('GET /api/teams/{teamId}', { params: { teamId } }, { cookie: person!.cookie })).body.mine).toMatchObject({
    orderId: order.id,
    state: 'refunding',
  });
  await settleAllRefunds(t);
  expect(await findOrder(t.read(), { orderId: order.id, buyerId: person!.accountId })).toMatchObject({
    state: 'refunded',
    refundedFen: 2990,
  });
  expect(await brokenGroupBuys(t.read())).toEqual([]);
});
