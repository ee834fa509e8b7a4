import { planCampaign } from '../../apps/server/src/modules/group-buy/index.ts';
import { createScene, dropCard } from '../../apps/server/src/modules/scenes/index.ts';
import { systemActor } from '../../apps/server/src/platform/ctx.ts';
import { newId } from '../../apps/server/src/platform/ids.ts';
import { createBuying } from './buying.ts';
import { acceptedOf, orderBody, others, placing, type Measure } from './measure.ts';
import { send } from './send.ts';
import { priceFen, type Buyer, type ShopUnderLoad } from './shop-under-load.ts';

const teamSize = 50;
const teamsPerRound = 40;

export const teamJoin: Measure = {
  what: 'taking seats in teams of one group buy, joins a second',
  bar: 1,
  against: 5000,
  env: { SANDBOX_PAY: '1' },
  buyerCount: (teamSize + 10) * teamsPerRound,
  async prepare(shop) {
    const product = await shop.addProduct(900_000);
    const { campaignId, cardId } = await openGroupBuy(shop, product);
    const wrong: string[] = [];
    let teams: string[] = [];
    const before = async () => {
      teams = await openTeams(shop, { skuId: product.skuId, campaignId, cardId });
    };
    const round = async () => {
      let i = 0;
      // Ten more want in than there are seats: the last ones race for what is left and are refused.
      const joiners = shop.buyers.slice(teamsPerRound);
      const result = await send(
        shop.url,
        () => {
          const turn = i++;
          return placing(joiners[turn % joiners.length] as Buyer, product.skuId, {
            kind: 'group-buy',
            campaignId,
            teamId: teams[turn % teams.length],
          });
        },
        { amount: joiners.length },
      );
      wrong.push(...others(result, ['201', '409']).map((status) => `a join was answered ${status}`));
      const {
        rows: [seats],
      } = await shop.app.database.pool.query<{ taken: number }>(
        `select count(*)::int as taken from group_buy.members where team_id = any($1) and state in ('reserved', 'paid')`,
        [teams],
      );
      const expected = teamsPerRound * (teamSize - 1);
      if (acceptedOf(result) !== expected || seats?.taken !== teamsPerRound * teamSize)
        wrong.push(`of ${expected} seats ${acceptedOf(result)} were promised; ${seats?.taken} are taken with the leaders`);
      return result;
    };
    return { before, round, check: async () => wrong };
  },
};

async function openGroupBuy(
  { app, shopId }: ShopUnderLoad,
  { productId, skuId }: { productId: string; skuId: string },
): Promise<{ campaignId: string; cardId: string }> {
  return app.transact(systemActor, async (ctx) => {
    const now = ctx.now.getTime();
    const campaignId = await planCampaign(ctx, shopId, {
      productId,
      title: { zh: '五十人团' },
      teamSize,
      teamMinutes: 600,
      startsAt: new Date(now - 60_000).toISOString(),
      endsAt: new Date(now + 86_400_000).toISOString(),
      quota: 900_000,
      perBuyerMax: 999,
      skus: [{ skuId, groupPriceFen: priceFen - 1000 }],
    });
    const sceneId = newId('scn');
    await createScene(ctx, { id: sceneId, kind: 'community', shopId, title: { zh: '曲江水果团' }, refId: newId('com') });
    return { campaignId, cardId: (await dropCard(ctx, { sceneId, kind: 'group-buy', refId: campaignId })).id };
  });
}

/** Teams whose leaders have ordered and paid. */
async function openTeams(
  { url, buyers }: ShopUnderLoad,
  { skuId, campaignId, cardId }: { skuId: string; campaignId: string; cardId: string },
): Promise<string[]> {
  const buying = createBuying(url, teamsPerRound);
  try {
    return await Promise.all(
      buyers.slice(0, teamsPerRound).map(async (leader) => {
        const body = orderBody(skuId, { kind: 'group-buy', campaignId, cardId });
        const { id, teamId } = await buying.call<{ id: string; teamId: string }>(leader, 'POST', '/api/orders', body);
        await buying.pay(leader, id);
        return teamId;
      }),
    );
  } finally {
    buying.close();
  }
}
