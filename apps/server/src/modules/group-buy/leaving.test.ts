import { expect, test } from 'vitest';
import { accountMerges } from '#modules/identity';
import { closeOrders } from '#modules/orders';
import { newId } from '#platform/ids';
import { createTestApp } from '../../testing.ts';
import { anAccount } from '../identity/testing.ts';
import { aGroupBuy, aTeam, brokenGroupBuys, buy, groupBuyModules as modules, pay, settleAllRefunds, shoppers } from './testing.ts';

test('when the leader leaves, the next member leads and the deadline stays; a team nobody paid for is shown to nobody', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t);
  const [a, b] = await shoppers(t, 2);
  const opened = (await buy(t, groupBuy, a!)).body;
  const joined = (await buy(t, groupBuy, b!, { teamId: opened.teamId! })).body;
  await pay(t, joined);
  const before = (await t.call('GET /api/teams/{teamId}', { params: { teamId: opened.teamId! } })).body.team;
  await t.transact((ctx) => closeOrders(ctx, [opened.id], 'by-buyer'));
  const after = (await t.call('GET /api/teams/{teamId}', { params: { teamId: opened.teamId! } })).body.team;
  expect(after).toMatchObject({ leader: { id: b!.accountId }, endsAt: before.endsAt, seatsLeft: 2 });
  const lone = (await buy(t, groupBuy, a!)).body;
  await t.transact((ctx) => closeOrders(ctx, [lone.id, lone.id], 'unpaid'));
  expect((await t.call('GET /api/teams/{teamId}', { params: { teamId: lone.teamId! } })).body.team).toMatchObject({
    state: 'failed',
    paidCount: 0,
    members: [],
  });
  expect(
    (
      await t.call(
        'GET /api/console/shops/{shopId}/group-buys/{campaignId}',
        { params: { shopId: groupBuy.shop.id, campaignId: groupBuy.campaignId } },
        { cookie: groupBuy.shop.owner.cookie },
      )
    ).body.teams.map((team) => team.id),
  ).toEqual([opened.teamId]);
  expect(await brokenGroupBuys(t.read())).toEqual([]);
});

test('a member the shop refunds leaves an open team at once, and a completed team stays complete', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t, { teamSize: 2 });
  const refund = (orderId: string) =>
    t.call(
      'POST /api/console/shops/{shopId}/orders/{orderId}/refund',
      { params: { shopId: groupBuy.shop.id, orderId }, body: { reason: '缺货' } },
      { cookie: groupBuy.shop.owner.cookie, idempotencyKey: newId('key') },
    );
  const { teamId, orderId } = await aTeam(t, groupBuy);
  expect((await refund(orderId)).status).toBe(200);
  await t.drain();
  expect((await t.call('GET /api/teams/{teamId}', { params: { teamId } })).body.team).toMatchObject({ paidCount: 0, members: [] });
  const full = await aTeam(t, groupBuy);
  const [person] = await shoppers(t, 1);
  await pay(t, (await buy(t, groupBuy, person!, { teamId: full.teamId })).body);
  expect((await refund(full.orderId)).status).toBe(200);
  await t.drain();
  await settleAllRefunds(t);
  expect((await t.call('GET /api/teams/{teamId}', { params: { teamId: full.teamId } })).body.team).toMatchObject({
    state: 'completed',
    paidCount: 2,
    members: [{}, {}],
  });
  expect(await brokenGroupBuys(t.read())).toEqual([]);
});

test('a shared team opens with what it buys, for how much and how many are missing', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t);
  const { teamId, leader } = await aTeam(t, groupBuy);
  const made = await t.call(
    'POST /api/links',
    { body: { target: { kind: 'team', id: teamId }, cardId: groupBuy.cardId } },
    { cookie: leader.cookie },
  );
  expect(made.status).toBe(200);
  const link = await t.call('GET /api/links/{code}', { params: { code: made.body.code } });
  expect(link.body).toMatchObject({
    path: `/teams/${teamId}`,
    priceFen: 2990,
    compareAtFen: 3990,
    isOver: false,
    subtitle: { zh: '3人团，还差2人', en: 'Team of 3, 2 to go' },
  });
});

test('a guest’s seats belong to the account the guest turns out to be', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t);
  const { teamId, leader } = await aTeam(t, groupBuy);
  const account = await anAccount(t);
  const merge = { fromId: leader.accountId, intoId: account.accountId };
  for (let again = 0; again < 2; again++) await t.transact((ctx) => accountMerges.get('group-buy')!(ctx, merge));
  expect((await t.call('GET /api/teams/{teamId}', { params: { teamId } }, { cookie: account.cookie })).body).toMatchObject({
    mine: { state: 'paid' },
    team: { leader: { id: account.accountId } },
  });
  expect(await brokenGroupBuys(t.read())).toEqual([]);
});
