import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createTestApp } from '../../testing.ts';
import { aGroupBuy, aTeam, buy, groupBuyModules as modules, pay, shoppers } from './testing.ts';

test('a shop price lowered below a running group price is what members pay, what the card shows and what the campaign counts', async () => {
  const t = await createTestApp(modules);
  const groupBuy = await aGroupBuy(t, { priceFen: 3990, groupPriceFen: 2990 });
  const { teamId } = await aTeam(t, groupBuy);
  const [person] = await shoppers(t, 1);
  await sql`update catalog.skus set price_fen = 1990 where id = ${groupBuy.skuId}`.execute(t.app.database.db);
  expect((await buy(t, groupBuy, person!, { teamId, totalFen: 2990 })).problem).toMatchObject({ code: 'price_changed', totalFen: 1990 });
  const placed = await buy(t, groupBuy, person!, { teamId, totalFen: 1990 });
  expect(placed.body).toMatchObject({ totalFen: 1990, teamId, lines: [{ unitPriceFen: 1990 }] });
  await pay(t, placed.body);
  const { shop, campaignId } = groupBuy;
  expect((await t.call('GET /api/group-buys/{campaignId}', { params: { campaignId } })).body.campaign).toMatchObject({
    lowestPriceFen: 1990,
    shopPriceFen: 1990,
  });
  const { body } = await t.call(
    'GET /api/console/shops/{shopId}/group-buys',
    { params: { shopId: shop.id }, query: {} },
    { cookie: shop.owner.cookie },
  );
  expect(body.items).toMatchObject([{ paidFen: 2990 + 1990, skus: [{ groupPriceFen: 2990 }] }]);
});
