import { expect, test } from 'vitest';
import { getOrders, settlePayments } from '#modules/orders';
import { newId } from '#platform/ids';
import { createTestApp } from '../../testing.ts';
import { levelOf, brokenStock } from '../inventory/testing.ts';
import { expireTeams } from './expire-teams.ts';
import { readTeams } from './store-teams.ts';
import { aGroupBuy, aTeam, brokenGroupBuys, buy, groupBuyModules as modules, pay, shoppers } from './testing.ts';

const tally = (codes: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, of]) => [code, of.length]));

test('fifty shoppers race for the seats of a team of three: exactly two join the leader, the others are told it is full and offered another team', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t);
  const { teamId } = await aTeam(t, groupBuy);
  const other = await aTeam(t, groupBuy);
  const people = await shoppers(t, 50);
  const answers = await Promise.all(people.map((person) => buy(t, groupBuy, person, { teamId })));
  expect(tally(answers.map((answer) => (answer.status === 201 ? 'joined' : answer.problem.code)))).toEqual({ joined: 2, team_full: 48 });
  for (const answer of answers.filter(({ status }) => status === 409)) expect(answer.problem['otherTeamIds']).toEqual([other.teamId]);
  const joined = answers.filter(({ status }) => status === 201).map(({ body }) => body);
  await Promise.all(joined.map((order) => pay(t, order)));
  expect((await readTeams(t.read(), [teamId]))[0]).toMatchObject({ state: 'completed', paidCount: 3, heldCount: 0 });
  await t.drain();
  expect(await brokenGroupBuys(t.read())).toEqual([]);
  expect(await brokenStock(t.read())).toEqual([]);
  expect(await levelOf(t, groupBuy.skuId)).toMatchObject({ reserved: 0, sold: 4 });
});

test('forty shoppers race for a quota of seven units: exactly seven are sold, never one more, and stock agrees', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t, { quota: 7 });
  const people = await shoppers(t, 40);
  const answers = await Promise.all(people.map((person) => buy(t, groupBuy, person)));
  expect(tally(answers.map((answer) => (answer.status === 201 ? 'opened' : answer.problem.code)))).toEqual({
    opened: 7,
    campaign_sold_out: 33,
  });
  expect(await brokenGroupBuys(t.read())).toEqual([]);
  expect((await levelOf(t, groupBuy.skuId)).reserved).toBe(7);
});

test('one person sends twenty orders at once against a cap of three units: three units are held', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t, { perBuyerMax: 3 });
  const [person] = await shoppers(t, 1);
  const answers = await Promise.all(Array.from({ length: 20 }, () => buy(t, groupBuy, person!)));
  expect(tally(answers.map((answer) => (answer.status === 201 ? 'placed' : answer.problem.code)))).toEqual({
    placed: 3,
    campaign_limit_reached: 17,
  });
  expect((await buy(t, groupBuy, person!, { quantity: 4 })).problem.code).toBe('campaign_limit_reached');
  expect(await brokenGroupBuys(t.read())).toEqual([]);
});

test('one person cannot take two seats of one team, however fast they tap', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t);
  const { teamId } = await aTeam(t, groupBuy);
  const [person] = await shoppers(t, 1);
  const answers = await Promise.all(Array.from({ length: 8 }, () => buy(t, groupBuy, person!, { teamId })));
  expect(tally(answers.map((answer) => (answer.status === 201 ? 'joined' : answer.problem.code)))).toEqual({
    joined: 1,
    already_in_team: 7,
  });
});

test('the last unit of stock goes to one of two seats; the other seat is given back with its order', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t, { stock: 5 });
  const people = await shoppers(t, 20);
  const answers = await Promise.all(people.map((person) => buy(t, groupBuy, person)));
  expect(tally(answers.map((answer) => (answer.status === 201 ? 'opened' : answer.problem.code)))).toEqual({ opened: 5, out_of_stock: 15 });
  expect(await brokenGroupBuys(t.read())).toEqual([]);
});

test('expiry races payment of the last seat: the team is completed or failed, never both, and the payer is never left without an answer', async () => {
  const t = await createTestApp(modules);
  const seen = new Set<string>();
  for (let round = 0; round < 6; round++) {
    const groupBuy = await aGroupBuy(t, { teamSize: 2, teamMinutes: 5 });
    const { teamId, orderId } = await aTeam(t, groupBuy);
    const [person] = await shoppers(t, 1);
    const { body: order } = await buy(t, groupBuy, person!, { teamId });
    const [team] = await readTeams(t.read(), [teamId]);
    // Some rounds a moment before the deadline, some a moment after it, so that either may come first.
    t.clock.advance(team!.endsAt.getTime() - t.clock.now().getTime() - 40 + round * 16);
    const due = [{ id: teamId, campaignId: groupBuy.campaignId }];
    const [settled] = await Promise.all([pay(t, order), ...Array.from({ length: 4 }, () => t.transact((ctx) => expireTeams(ctx, due)))]);
    expect(settled).toEqual(['paid']);
    const [after] = await readTeams(t.read(), [teamId]);
    expect(await brokenGroupBuys(t.read())).toEqual([]);
    t.clock.advance(1000);
    await t.drain();
    const isComplete = after!.state === 'completed';
    const mine = (await t.call('GET /api/teams/{teamId}', { params: { teamId } }, { cookie: person!.cookie })).body;
    // A late payer leads a team of their own now, and is told so; the leader who waited in vain is refunded.
    expect(mine).toMatchObject({
      team: { state: isComplete ? 'completed' : 'failed' },
      mine: { orderId: order.id, state: 'paid', movedTo: isComplete ? null : expect.any(String) },
    });
    const orders = await getOrders(t.read(), [orderId, order.id]);
    expect(orders.get(order.id)).toMatchObject({ state: 'paid', isWaiting: !isComplete, refundPendingFen: 0 });
    expect(orders.get(orderId)!.refundPendingFen).toBe(isComplete ? 0 : groupBuy.groupPriceFen);
    seen.add(after!.state);
  }
  expect(['completed', 'failed']).toEqual(expect.arrayContaining([...seen]));
});

test('many payments of one campaign in one batch fill teams exactly', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t, { teamSize: 5 });
  const people = await shoppers(t, 20);
  const { teamId } = await aTeam(t, groupBuy);
  const placed = await Promise.all(people.map((person, i) => buy(t, groupBuy, person, i < 4 ? { teamId } : {})));
  expect(placed.map(({ status }) => status)).toEqual(people.map(() => 201));
  await t.transact((ctx) =>
    settlePayments(
      ctx,
      placed.map(({ body }) => ({ orderId: body.id, paymentId: newId('pay'), paidFen: body.totalFen, paidAt: ctx.now })),
    ),
  );
  expect((await readTeams(t.read(), [teamId]))[0]).toMatchObject({ state: 'completed', paidCount: 5 });
  await t.drain();
  expect(await brokenGroupBuys(t.read())).toEqual([]);
});
