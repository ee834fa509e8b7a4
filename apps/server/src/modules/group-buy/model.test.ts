import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeOrders, getOrders } from '#modules/orders';
import { newId } from '#platform/ids';
import { createTestApp, type TestApp } from '../../testing.ts';
import type { TestPerson } from '../identity/testing.ts';
import { brokenStock } from '../inventory/testing.ts';
import { sweepDueTeams } from './expire-teams.ts';
import { readMembers, readTeams } from './store-teams.ts';
import {
  aGroupBuy,
  brokenGroupBuys,
  buy,
  groupBuyModules as modules,
  pay,
  settleAllRefunds,
  shoppers,
  type TestGroupBuy,
} from './testing.ts';

type Step =
  | { kind: 'open' | 'join'; person: number; team: number; quantity: number }
  | { kind: 'pay' | 'payTwice' | 'close' | 'refund'; order: number }
  | { kind: 'wait'; minutes: number }
  | { kind: 'sweep' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('open' as const, 'join' as const, 'join' as const),
      person: fc.nat(5),
      team: fc.nat(50),
      quantity: fc.integer({ min: 1, max: 2 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('pay' as const, 'pay' as const, 'pay' as const, 'payTwice' as const, 'close' as const, 'refund' as const),
      order: fc.nat(50),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'sweep' as const }) },
);

test('whatever people do in whatever order: seats, quota and caps agree with who sits where, and in the end everybody has a complete team or their money back', async () => {
  const t = await createTestApp(modules);
  const people = await shoppers(t, 6);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 45 }), async (steps) => {
      const groupBuy = await aGroupBuy(t, { quota: 12, perBuyerMax: 5, teamMinutes: 5, teamSize: 2 });
      const orders: { id: string; totalFen: number; teamId: string }[] = [];
      for (const each of steps) {
        await play(t, { groupBuy, people, orders }, each);
        expect(await brokenGroupBuys(t.read())).toEqual([]);
      }
      await expectEverybodyServed(
        t,
        orders.map((order) => order.id),
      );
      expect(await brokenStock(t.read())).toEqual([]);
    }),
    { numRuns: 20, endOnFailure: true },
  );
}, 120_000);

interface World {
  readonly groupBuy: TestGroupBuy;
  readonly people: readonly TestPerson[];
  readonly orders: { id: string; totalFen: number; teamId: string }[];
}

async function play(t: TestApp, { groupBuy, people, orders }: World, each: Step): Promise<void> {
  if (each.kind === 'wait') return t.clock.advance(each.minutes * 60_000);
  if (each.kind === 'sweep') return void (await sweepDueTeams(t.app));
  if ('person' in each) {
    const teamId = orders.at(-1 - (each.team % Math.max(1, Math.min(orders.length, 4))))?.teamId;
    if (each.kind === 'join' && teamId === undefined) return;
    const placed = await buy(t, groupBuy, people[each.person]!, {
      quantity: each.quantity,
      ...(each.kind === 'join' && { teamId: teamId! }),
    });
    expect(placed.status === 201 ? 'placed' : placed.problem.code).toMatch(
      /^(placed|team_full|team_ended|already_in_team|campaign_sold_out|campaign_limit_reached)$/,
    );
    if (placed.status === 201) orders.push({ id: placed.body.id, totalFen: placed.body.totalFen, teamId: placed.body.teamId! });
    return;
  }
  const order = orders.at(-1 - (each.order % Math.max(1, Math.min(orders.length, 6))));
  if (order === undefined) return;
  if (each.kind === 'close') return void (await t.transact((ctx) => closeOrders(ctx, [order.id], 'by-buyer')));
  if (each.kind === 'refund') {
    const params = { shopId: groupBuy.shop.id, orderId: order.id };
    await t.call(
      'POST /api/console/shops/{shopId}/orders/{orderId}/refund',
      { params, body: { reason: '缺货' } },
      { cookie: groupBuy.shop.owner.cookie, idempotencyKey: newId('key') },
    );
    return t.drain();
  }
  await pay(t, order);
  if (each.kind === 'payTwice') await pay(t, order);
}

async function expectEverybodyServed(t: TestApp, orderIds: readonly string[]): Promise<void> {
  t.clock.advance(3_600_000);
  await t.drain();
  await settleAllRefunds(t);
  await t.drain();
  expect(await brokenGroupBuys(t.read())).toEqual([]);
  const orders = await getOrders(t.read(), orderIds);
  const members = new Map((await readMembers(t.read(), orderIds)).map((member) => [member.orderId, member]));
  const teams = new Map(
    (
      await readTeams(
        t.read(),
        [...members.values()].map((member) => member.teamId),
      )
    ).map((team) => [team.id, team]),
  );
  // A closed order gave its seat back; a refunded one got everything back; every other is in a complete team and may ship.
  const ends = [...orders.values()].map((order) => {
    const member = members.get(order.id)!;
    const isWhole = order.state !== 'refunded' || order.refundedFen === order.paidFen;
    return `${order.state}${order.isWaiting && order.state === 'paid' ? ' waiting' : ''} ${member.state} ${isWhole && order.teamId === member.teamId ? (order.state === 'paid' ? teams.get(member.teamId)!.state : 'over') : 'wrong'}`;
  });
  expect(['closed released over', 'refunded refunded over', 'paid paid completed']).toEqual(expect.arrayContaining([...new Set(ends)]));
}
