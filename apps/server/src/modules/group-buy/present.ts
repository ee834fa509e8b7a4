import type { CampaignView, GroupBuyCard, TeamView } from '@tuanzi/contract/group-buy';
import type { Person } from '@tuanzi/contract/shapes';
import { getProductCards, getSkus } from '#modules/catalog';
import { getPeople, maskNickname } from '#modules/identity';
import type { Ctx } from '#platform/ctx';
import { distinct } from './claim-seats.ts';
import { campaignState, seatsLeft } from './rules.ts';
import { readCampaigns, readPrices, type Campaign } from './store.ts';
import { readMembersOfTeams, readOpenTeams, type Member, type Team } from './store-teams.ts';

/** On a card there is room for a few; the others are found through their links. */
const openTeamsShown = 20;

/** Views of campaigns, in the order given, with their goods asked for once. Campaigns whose product is gone are left out. */
export async function presentCampaigns(ctx: Ctx, campaigns: readonly Campaign[]): Promise<CampaignView[]> {
  if (campaigns.length === 0) return [];
  const prices = await readPrices(
    ctx,
    campaigns.map((campaign) => campaign.id),
  );
  const products = await getProductCards(ctx, distinct(campaigns.map((campaign) => campaign.productId)));
  const skus = await getSkus(ctx, distinct(prices.map((price) => price.skuId)));
  return campaigns.flatMap((campaign) => {
    const product = products.get(campaign.productId);
    if (product === undefined) return [];
    const offered = prices
      .filter((price) => price.campaignId === campaign.id)
      .flatMap(({ skuId, groupPriceFen }) => {
        const sku = skus.get(skuId);
        return sku === undefined ? [] : [{ skuId, options: [...sku.options], shopPriceFen: sku.priceFen, groupPriceFen }];
      });
    // As quotes charge it: a shop price lowered below the group price holds for teams as well. The plan keeps its own.
    const lowest = offered
      .map(({ shopPriceFen, groupPriceFen }) => ({ shopPriceFen, paidFen: Math.min(groupPriceFen, shopPriceFen) }))
      .toSorted((a, b) => a.paidFen - b.paidFen)[0];
    return [
      {
        id: campaign.id,
        shopId: campaign.shopId,
        productId: campaign.productId,
        title: titleOf(campaign),
        product: { title: product.title, picture: product.picture },
        state: campaignState(campaign, ctx.now),
        teamSize: campaign.teamSize,
        teamMinutes: campaign.teamMinutes,
        startsAt: campaign.startsAt.toISOString(),
        endsAt: (campaign.endedAt ?? campaign.endsAt).toISOString(),
        quota: campaign.quota,
        quotaLeft: campaign.quota - campaign.claimed,
        perBuyerMax: campaign.perBuyerMax,
        skus: offered,
        lowestPriceFen: lowest?.paidFen ?? 0,
        shopPriceFen: lowest?.shopPriceFen ?? 0,
      },
    ];
  });
}

export const titleOf = (campaign: Campaign) =>
  campaign.titleEn === null ? { zh: campaign.titleZh } : { zh: campaign.titleZh, en: campaign.titleEn };

/** `isMasked` where strangers look: names of people who bought are for those who hold the team's link. */
export async function presentTeams(ctx: Ctx, teams: readonly Team[], { isMasked }: { isMasked: boolean }): Promise<TeamView[]> {
  if (teams.length === 0) return [];
  // Those refunded after the team completed made it complete; those who left it while it was open are not in it.
  const members = (
    await readMembersOfTeams(
      ctx,
      teams.map((team) => team.id),
      ['paid', 'refunding', 'refunded'],
    )
  ).filter((member) => member.paidAt !== null && member.leftAt === null);
  const people = await getPeople(ctx, distinct([...teams.map((team) => team.leaderId), ...members.map((member) => member.accountId)]));
  const person = (id: string): Person => {
    const known = people.get(id) ?? { id, nickname: '', avatarUrl: null };
    return isMasked ? { ...known, nickname: maskNickname(known.nickname) } : known;
  };
  return teams.map((team) => {
    const shown = members.filter((member) => member.teamId === team.id);
    return {
      id: team.id,
      campaignId: team.campaignId,
      state: team.state === 'void' ? 'failed' : team.state,
      size: team.size,
      paidCount: team.paidCount,
      seatsLeft: team.state === 'open' ? seatsLeft(team) : 0,
      endsAt: team.endsAt.toISOString(),
      completedAt: team.completedAt?.toISOString() ?? null,
      leader: person(team.leaderId),
      members: shown.map((member) => ({
        ...person(member.accountId),
        joinedAt: (member.paidAt ?? member.joinedAt).toISOString(),
        isLeader: member.accountId === team.leaderId,
      })),
    };
  });
}

/** The state of each campaign's card, the same for everybody. */
export async function presentGroupBuys(ctx: Ctx, campaignIds: readonly string[]): Promise<Map<string, GroupBuyCard>> {
  const campaigns = await readCampaigns(ctx, distinct(campaignIds));
  const views = await presentCampaigns(ctx, campaigns);
  const teams = await presentTeams(
    ctx,
    await readOpenTeams(
      ctx,
      campaigns.map((campaign) => campaign.id),
      openTeamsShown,
    ),
    { isMasked: true },
  );
  return new Map(
    views.map((view) => {
      const campaign = campaigns.find(({ id }) => id === view.id);
      return [
        view.id,
        {
          campaign: view,
          openTeams: teams.filter((team) => team.campaignId === view.id),
          completedTeams: campaign?.teamsCompleted ?? 0,
          paidMembers: campaign?.paidMembers ?? 0,
        },
      ];
    }),
  );
}

/** What became of my order in this team. */
export function presentMine(member: Member, teamId: string) {
  const state = member.state === 'refused' ? ('refunding' as const) : member.state;
  return { orderId: member.orderId, state, movedTo: member.teamId === teamId ? null : member.teamId };
}
