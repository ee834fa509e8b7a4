import { problem } from '#platform/problem';
import type { Caller } from '#platform/http/access';
import type { Ctx } from '#platform/ctx';
import { must } from '#platform/assert';
import { findCard } from '#modules/scenes';
import { distinct } from './claim-seats.ts';
import { presentCampaigns, presentGroupBuys, presentMine, presentTeams } from './present.ts';
import { readCampaignFigures, readCampaigns, readCampaignsOfShop, type Campaign } from './store.ts';
import { readMembersOfAccount, readMineInTeam, readOpenTeams, readTeams, readTeamsOfCampaign } from './store-teams.ts';

export async function showGroupBuy(ctx: Ctx, campaignId: string) {
  const card = (await presentGroupBuys(ctx, [campaignId])).get(campaignId);
  if (card === undefined) throw problem('not_found');
  return card;
}

export async function showTeam(ctx: Ctx, teamId: string, caller: Caller) {
  const [team] = await readTeams(ctx, [teamId]);
  const [campaign] = team === undefined ? [] : await presentCampaigns(ctx, await readCampaigns(ctx, [team.campaignId]));
  if (team === undefined || campaign === undefined) throw problem('not_found');
  const others = (await readOpenTeams(ctx, [team.campaignId], 6)).filter(({ id }) => id !== teamId).slice(0, 5);
  const [view] = await presentTeams(ctx, [team], { isMasked: false });
  const mine = caller.accountId === null ? undefined : await readMineInTeam(ctx, teamId, caller.accountId);
  // A withdrawn card opens no new team, so it is not offered any more.
  const card = await findCard(ctx, team.cardId);
  return {
    team: must(view, 'a team we read is presented'),
    campaign,
    cardId: card?.isLive === true ? card.id : null,
    mine: mine === undefined ? null : presentMine(mine, teamId),
    otherTeams: await presentTeams(ctx, others, { isMasked: true }),
  };
}

export async function listMyTeams(ctx: Ctx, accountId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const members = await readMembersOfAccount(ctx, { accountId, cursor, limit: limit + 1 });
  const shown = members.slice(0, limit);
  const teams = new Map(
    (await presentTeams(ctx, await readTeams(ctx, distinct(shown.map((member) => member.teamId))), { isMasked: false })).map((team) => [
      team.id,
      team,
    ]),
  );
  const campaigns = new Map(
    (await presentCampaigns(ctx, await readCampaigns(ctx, distinct(shown.map((member) => member.campaignId))))).map((campaign) => [
      campaign.id,
      campaign,
    ]),
  );
  const items = shown.flatMap((member) => {
    const team = teams.get(member.teamId);
    const campaign = campaigns.get(member.campaignId);
    return team === undefined || campaign === undefined ? [] : [{ team, campaign, orderId: member.orderId }];
  });
  return { items, nextCursor: members.length > limit ? (shown.at(-1)?.orderId ?? null) : null };
}

export async function listCampaigns(
  ctx: Ctx,
  shopId: string,
  {
    state,
    teamsEndBefore,
    cursor,
    limit,
  }: { state?: 'draft' | 'running' | 'ended' | undefined; teamsEndBefore?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const before = teamsEndBefore === undefined ? undefined : new Date(teamsEndBefore);
  const rows = await readCampaignsOfShop(ctx, { shopId, state, teamsEndBefore: before, cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const views = new Map((await presentCampaigns(ctx, shown)).map((view) => [view.id, view]));
  const figures = await readCampaignFigures(
    ctx,
    shown.map((row) => row.id),
  );
  const items = shown.flatMap((row) => {
    const view = views.get(row.id);
    return view === undefined
      ? []
      : [
          {
            ...view,
            teamsOpen: figures.get(row.id)?.teamsOpen ?? 0,
            teamsCompleted: row.teamsCompleted,
            teamsFailed: row.teamsFailed,
            paidFen: figures.get(row.id)?.paidFen ?? 0,
          },
        ];
  });
  return { items, nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** A campaign of this shop, or there is nothing here. */
export async function showCampaign(ctx: Ctx, shopId: string, campaignId: string) {
  const [view] = await presentCampaigns(ctx, await campaignOf(ctx, shopId, campaignId));
  return must(view, 'the product of a campaign is never deleted, only archived');
}

export async function showCampaignWithTeams(ctx: Ctx, shopId: string, campaignId: string) {
  const campaign = await showCampaign(ctx, shopId, campaignId);
  return { campaign, teams: await presentTeams(ctx, await readTeamsOfCampaign(ctx, campaignId, 200), { isMasked: false }) };
}

async function campaignOf(ctx: Ctx, shopId: string, campaignId: string): Promise<Campaign[]> {
  const campaigns = await readCampaigns(ctx, [campaignId]);
  if (campaigns[0]?.shopId !== shopId) throw problem('not_found');
  return campaigns;
}
