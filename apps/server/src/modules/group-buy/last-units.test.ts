import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { placeOrders, type PlaceRequest } from '#modules/orders';
import { createTestApp, type TestApp } from '../../testing.ts';
import { brokenStock, levelOf } from '../inventory/testing.ts';
import { aPlaceRequest } from '../orders/testing.ts';
import { aGroupBuy, aTeam, brokenGroupBuys, groupBuyModules as modules, shoppers } from './testing.ts';

/** A hundred people who want into one team in one batch, and more of them than its stock can serve. */
async function aCrowd(t: TestApp, stock: number) {
  const groupBuy = await aGroupBuy(t, { stock });
  const { teamId } = await aTeam(t, groupBuy);
  const [first] = await shoppers(t, 1);
  const offer = { kind: 'group-buy' as const, campaignId: groupBuy.campaignId, teamId };
  const request = await aPlaceRequest(t, { buyerId: first!.accountId, lines: [{ skuId: groupBuy.skuId, quantity: 1 }], offer });
  const crowd = Array.from({ length: 100 }, (_, i): PlaceRequest => ({
    ...request,
    buyerId: `acc_crowd${i}`,
    claim: { ...request.claim, accountId: `acc_crowd${i}`, key: `key-crowd-${i}` },
  }));
  return { groupBuy, crowd };
}
// Undone work leaves a trace in the sequence of the event log: one number for each time the seats were dealt out.
const numbersUsed = async (t: TestApp) =>
  (
    await sql<{
      n: number;
    }>`select last_value as n from pg_sequences where schemaname = 'platform' and sequencename = 'events_id_seq'`.execute(t.app.database.db)
  ).rows[0]?.n ?? 0;

test.each([
  [1, 0],
  [2, 1],
])(
  'a team with two seats and %i units in all: a crowd that arrives together is answered in a few rounds, and what is left is sold once',
  async (stock, sold) => {
    const t = await createTestApp(modules);
    const { groupBuy, crowd } = await aCrowd(t, stock);
    const before = await numbersUsed(t);
    const verdicts = await t.transact((ctx) => placeOrders(ctx, crowd));
    expect((await numbersUsed(t)) - before).toBeLessThan(40);
    expect(verdicts.filter((verdict) => verdict.ok)).toHaveLength(sold);
    expect((await levelOf(t, groupBuy.skuId)).reserved).toBe(sold);
    expect(await brokenGroupBuys(t.read())).toEqual([]);
    expect(await brokenStock(t.read())).toEqual([]);
  },
);
