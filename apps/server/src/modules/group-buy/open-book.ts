import { findCards } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { seatKey, unitsKey, type SeatBook, type SeatRequest } from './rules.ts';
import { lockCampaigns, readCampaigns, readPrices, readUnits, type Campaign } from './store.ts';
import { readSeats, readTeams } from './store-teams.ts';

export interface BookWanted {
  readonly campaignIds: Iterable<string>;
  readonly teamIds: Iterable<string>;
  readonly people: readonly { campaignId: string; accountId: string; teamId: string | undefined }[];
  readonly cardIds: Iterable<string>;
  /** Locked for deciding; not for a quote, which promises nothing. */
  readonly isLocked: boolean;
}

/** What has to be known to judge requests for seats; a card counts only for whoever opens a team. */
export function bookFor(requests: readonly SeatRequest[], isLocked: boolean): BookWanted {
  return {
    campaignIds: requests.map((request) => request.offer.campaignId),
    teamIds: requests.flatMap((request) => request.offer.teamId ?? []),
    people: requests.map((request) => ({
      campaignId: request.offer.campaignId,
      accountId: request.accountId,
      teamId: request.offer.teamId,
    })),
    cardIds: requests.flatMap((request) => (request.offer.teamId === undefined ? (request.offer.cardId ?? []) : [])),
    isLocked,
  };
}

/** Reads what a batch of decisions looks at: a fixed number of statements, however many requests there are. */
export async function openBook(ctx: Ctx, wanted: BookWanted): Promise<SeatBook & { readonly campaigns: Map<string, Campaign> }> {
  const ids = [...new Set(wanted.campaignIds)].toSorted();
  // Sent together, the lock first: each statement sees what was committed when it began, and nothing of these campaigns changes then.
  const [campaigns, teams, seated, units, rows, liveCards] = await Promise.all([
    wanted.isLocked ? lockCampaigns(ctx, ids) : readCampaigns(ctx, ids),
    readTeams(ctx, [...new Set(wanted.teamIds)]),
    readSeats(
      ctx,
      wanted.people.flatMap(({ teamId, accountId }) => (teamId === undefined ? [] : [{ teamId, accountId }])),
    ),
    readUnits(ctx, wanted.people),
    readPrices(ctx, ids),
    readLiveCards(ctx, wanted.cardIds),
  ]);
  const prices = new Map<string, Map<string, number>>();
  for (const { campaignId, skuId, groupPriceFen } of rows)
    prices.set(campaignId, (prices.get(campaignId) ?? new Map<string, number>()).set(skuId, groupPriceFen));
  return {
    campaigns: new Map(campaigns.map((campaign) => [campaign.id, campaign])),
    prices,
    teams: new Map(teams.map((team) => [team.id, team])),
    units: new Map(units.map((row) => [unitsKey(row.campaignId, row.accountId), row.units])),
    seated: new Set(seated.map((seat) => seatKey(seat.teamId, seat.accountId))),
    liveCards,
  };
}

async function readLiveCards(ctx: Ctx, cardIds: Iterable<string>): Promise<Map<string, string>> {
  const cards = await findCards(ctx, [...new Set(cardIds)]);
  return new Map([...cards.values()].filter((card) => card.kind === 'group-buy' && card.isLive).map((card) => [card.id, card.refId]));
}
