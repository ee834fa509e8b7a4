import { accountMerges } from '#modules/identity';
import { linkTargets, type LinkTarget } from '#modules/links';
import { orderFacts, type OrderFacts } from '#modules/orders';
import { offerKinds } from '#modules/pricing';
import { cardKinds, type CardKind } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { distinct } from './claim-seats.ts';
import { groupBuyOffer } from './offer-kind.ts';
import { presentCampaigns, presentGroupBuys, titleOf } from './present.ts';
import { seatsLeft } from './rules.ts';
import { lockCampaigns, readCampaigns } from './store.ts';
import { handOverMembers, readCampaignsOfAccount, readTeams } from './store-teams.ts';

/** What this module offers to those above it. */
export function provideGroupBuys(): void {
  offerKinds.provide('group-buy', groupBuyOffer);
  cardKinds.provide('group-buy', groupBuyCard);
  linkTargets.provide('team', teamTarget);
  orderFacts.provide('group-buy', campaignTitles);
  accountMerges.provide('group-buy', mergeMember);
}

const groupBuyCard: CardKind = {
  async present(ctx, refIds) {
    return presentGroupBuys(ctx, refIds);
  },
  async shopOf(ctx, refId) {
    return (await readCampaigns(ctx, [refId]))[0]?.shopId ?? null;
  },
};

/** A shared team in three seconds: what, for how much, how many are missing, until when. */
const teamTarget: LinkTarget = {
  async preview(ctx, ids) {
    const teams = await readTeams(ctx, ids);
    const campaigns = new Map(
      (await presentCampaigns(ctx, await readCampaigns(ctx, distinct(teams.map((team) => team.campaignId))))).map((campaign) => [
        campaign.id,
        campaign,
      ]),
    );
    return new Map(
      teams.flatMap((team) => {
        const campaign = campaigns.get(team.campaignId);
        if (campaign === undefined) return [];
        const missing = team.size - team.paidCount;
        const subtitle =
          team.state === 'completed'
            ? { zh: `${team.size}人团，已成团`, en: `Team of ${team.size}, complete` }
            : { zh: `${team.size}人团，还差${missing}人`, en: `Team of ${team.size}, ${missing} to go` };
        return [
          [
            team.id,
            {
              path: `/teams/${team.id}`,
              title: campaign.product.title,
              subtitle,
              picture: campaign.product.picture,
              priceFen: campaign.lowestPriceFen,
              compareAtFen: campaign.shopPriceFen,
              endsAt: team.endsAt,
              isOver: team.state !== 'open' || team.endsAt <= ctx.now || seatsLeft(team) === 0,
              shopId: campaign.shopId,
              team: { paidCount: team.paidCount, size: team.size },
            },
          ],
        ];
      }),
    );
  },
};

const campaignTitles: OrderFacts = async (ctx, orders) => {
  const campaigns = new Map(
    (await readCampaigns(ctx, distinct(orders.flatMap((order) => order.campaignId ?? [])))).map((campaign) => [
      campaign.id,
      titleOf(campaign),
    ]),
  );
  return new Map(
    orders.flatMap((order) => {
      const campaignTitle = campaigns.get(order.campaignId ?? '');
      return campaignTitle === undefined ? [] : [[order.id, { campaignTitle }]];
    }),
  );
};

async function mergeMember(ctx: Ctx, { fromId, intoId }: { fromId: string; intoId: string }): Promise<void> {
  await lockCampaigns(ctx, (await readCampaignsOfAccount(ctx, [fromId])).toSorted());
  await handOverMembers(ctx, fromId, intoId);
}
