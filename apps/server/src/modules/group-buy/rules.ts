/** What a group buy allows, decided on rows that are already locked. No I/O and no clock in here. */
import { assert } from '#platform/assert';

export type CampaignState = 'draft' | 'running' | 'ended';
export interface CampaignTimes {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly endedAt: Date | null;
}

export function campaignState(campaign: CampaignTimes, now: Date): CampaignState {
  if (campaign.endedAt !== null || campaign.endsAt <= now) return 'ended';
  return campaign.startsAt <= now ? 'running' : 'draft';
}

/** A team never outlives its campaign: nobody could join it any more at the group price. */
export function teamDeadline(campaign: CampaignTimes & { readonly teamMinutes: number }, now: Date): Date {
  return new Date(Math.min(now.getTime() + campaign.teamMinutes * 60_000, campaign.endsAt.getTime()));
}

export interface CampaignSeats extends CampaignTimes {
  readonly id: string;
  readonly teamSize: number;
  readonly teamMinutes: number;
  readonly quota: number;
  readonly perBuyerMax: number;
  claimed: number;
}
export interface TeamSeats {
  readonly id: string;
  readonly campaignId: string;
  readonly cardId: string;
  readonly size: number;
  readonly endsAt: Date;
  state: 'open' | 'completed' | 'failed' | 'void';
  paidCount: number;
  heldCount: number;
}
/** Everything a decision looks at; deciding changes it, so each request sees what those before it took. */
export interface SeatBook {
  readonly campaigns: Map<string, CampaignSeats>;
  readonly prices: Map<string, ReadonlyMap<string, number>>;
  readonly teams: Map<string, TeamSeats>;
  /** Units by `unitsKey`. */
  readonly units: Map<string, number>;
  /** Who sits where, by `seatKey`. */
  readonly seated: Set<string>;
  /** Campaign of each card that is live in its scene. */
  readonly liveCards: Map<string, string>;
}
export const unitsKey = (campaignId: string, accountId: string) => `${campaignId} ${accountId}`;
export const seatKey = (teamId: string, accountId: string) => `${teamId} ${accountId}`;
export const seatsLeft = (team: TeamSeats) => team.size - team.paidCount - team.heldCount;
const isJoinable = (team: TeamSeats, now: Date) => team.state === 'open' && team.endsAt > now && seatsLeft(team) > 0;

export type Refusal =
  | 'team_full'
  | 'team_ended'
  | 'already_in_team'
  | 'campaign_not_running'
  | 'campaign_sold_out'
  | 'campaign_limit_reached'
  | 'offer_not_here';
export interface SeatRequest {
  readonly accountId: string;
  readonly offer: { readonly campaignId: string; readonly cardId?: string | undefined; readonly teamId?: string | undefined };
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
}
export type SeatAnswer =
  | { readonly isOk: true; readonly quantity: number; readonly cardId: string }
  | { readonly isOk: false; readonly code: Refusal };

/**
 * May this person buy these lines by this offer now? Asked for quotes on what is committed, and again on locked rows
 * when the seat is taken. Joining a team needs no card: the team carries the one it was opened from, and runs on when
 * that card is withdrawn.
 */
export function judgeSeat(book: SeatBook, { accountId, offer, lines }: SeatRequest, now: Date): SeatAnswer {
  const refuse = (code: Refusal): SeatAnswer => ({ isOk: false, code });
  const campaign = book.campaigns.get(offer.campaignId);
  if (campaign === undefined) return refuse('campaign_not_running');
  const prices = book.prices.get(campaign.id);
  let quantity = 0;
  for (const line of lines) {
    if (prices?.has(line.skuId) !== true) return refuse('offer_not_here');
    quantity += line.quantity;
  }
  let cardId = offer.cardId ?? '';
  if (offer.teamId === undefined) {
    if (campaignState(campaign, now) !== 'running') return refuse('campaign_not_running');
    if (book.liveCards.get(cardId) !== campaign.id) return refuse('offer_not_here');
  } else {
    const team = book.teams.get(offer.teamId);
    if (team === undefined || team.campaignId !== campaign.id) return refuse('offer_not_here');
    if (book.seated.has(seatKey(team.id, accountId))) return refuse('already_in_team');
    if (team.state === 'completed') return refuse('team_full');
    if (team.state !== 'open' || team.endsAt <= now) return refuse('team_ended');
    if (seatsLeft(team) <= 0) return refuse('team_full');
    cardId = team.cardId;
  }
  if ((book.units.get(unitsKey(campaign.id, accountId)) ?? 0) + quantity > campaign.perBuyerMax) return refuse('campaign_limit_reached');
  if (campaign.claimed + quantity > campaign.quota) return refuse('campaign_sold_out');
  return { isOk: true, quantity, cardId };
}

export interface ClaimRequest extends SeatRequest {
  readonly orderId: string;
}
export type Claim = { readonly request: ClaimRequest } & (
  | { readonly isOk: false; readonly code: Refusal }
  | { readonly isOk: true; readonly quantity: number; readonly cardId: string; readonly teamId: string; readonly opens: TeamSeats | null }
);

/** Gives out seats in the order of the requests. */
export function decideClaims(
  book: SeatBook,
  requests: readonly ClaimRequest[],
  { now, newTeamId }: { now: Date; newTeamId: () => string },
): Claim[] {
  return requests.map((request) => {
    const answer = judgeSeat(book, request, now);
    if (!answer.isOk) return { request, ...answer };
    const { accountId, offer } = request;
    const campaign = book.campaigns.get(offer.campaignId);
    assert(campaign !== undefined, 'a seat was granted in a campaign we know');
    const opens = offer.teamId === undefined ? openTeam(book, campaign, { id: newTeamId(), cardId: answer.cardId, now }) : null;
    const team = opens ?? book.teams.get(offer.teamId ?? '');
    assert(team !== undefined, 'a seat was granted in a team we know');
    team.heldCount += 1;
    campaign.claimed += answer.quantity;
    const key = unitsKey(campaign.id, accountId);
    book.units.set(key, (book.units.get(key) ?? 0) + answer.quantity);
    book.seated.add(seatKey(team.id, accountId));
    return { request, ...answer, teamId: team.id, opens };
  });
}

function openTeam(book: SeatBook, campaign: CampaignSeats, { id, cardId, now }: { id: string; cardId: string; now: Date }): TeamSeats {
  const team: TeamSeats = {
    id,
    campaignId: campaign.id,
    cardId,
    size: campaign.teamSize,
    endsAt: teamDeadline(campaign, now),
    state: 'open',
    paidCount: 0,
    heldCount: 0,
  };
  book.teams.set(id, team);
  return team;
}

export interface HeldSeat {
  readonly orderId: string;
  readonly teamId: string;
  readonly campaignId: string;
  readonly accountId: string;
  readonly cardId: string;
}
export interface PaidSeat {
  readonly seat: HeldSeat;
  /** `seated` in the team it was held in; `moved` to another; `opened` a new one; `refused`, so refunded. */
  readonly outcome: 'seated' | 'moved' | 'opened' | 'refused';
  readonly team: TeamSeats | null;
  /** Members of the team who have paid, this one included. */
  readonly paidCount: number;
}

/**
 * Turns held seats into members. A payment for a team that is over goes to another open team, the one that ends first
 * because it needs people most; else it opens a new one, if the campaign still runs and the card is still there; else
 * it is refused.
 */
export function decidePayments(
  book: SeatBook,
  seats: readonly HeldSeat[],
  { now, newTeamId }: { now: Date; newTeamId: () => string },
): PaidSeat[] {
  return seats.map((seat) => {
    const held = book.teams.get(seat.teamId);
    assert(held !== undefined, 'a held seat is in a team we know');
    held.heldCount -= 1;
    const isInTime = held.state === 'open' && held.endsAt > now;
    const team = isInTime ? held : (anotherTeam(book, seat, now) ?? newTeamFor(book, seat, { now, newTeamId }));
    if (held.state === 'open' && held.paidCount + held.heldCount === 0 && team !== held) held.state = 'void';
    if (team === null) return { seat, outcome: 'refused', team, paidCount: 0 };
    const outcome = team === held ? 'seated' : team.paidCount + team.heldCount === 0 ? 'opened' : 'moved';
    book.seated.delete(seatKey(seat.teamId, seat.accountId));
    book.seated.add(seatKey(team.id, seat.accountId));
    team.paidCount += 1;
    if (team.paidCount === team.size) team.state = 'completed';
    return { seat, outcome, team, paidCount: team.paidCount };
  });
}

function anotherTeam(book: SeatBook, seat: HeldSeat, now: Date): TeamSeats | null {
  let best: TeamSeats | null = null;
  for (const team of book.teams.values()) {
    // A team of which nobody has paid yet may never come to be.
    if (
      team.campaignId !== seat.campaignId ||
      team.paidCount === 0 ||
      !isJoinable(team, now) ||
      book.seated.has(seatKey(team.id, seat.accountId))
    )
      continue;
    if (best === null || team.endsAt < best.endsAt) best = team;
  }
  return best;
}

function newTeamFor(book: SeatBook, seat: HeldSeat, { now, newTeamId }: { now: Date; newTeamId: () => string }): TeamSeats | null {
  const campaign = book.campaigns.get(seat.campaignId);
  assert(campaign !== undefined, 'a held seat is in a campaign we know');
  if (campaignState(campaign, now) !== 'running' || book.liveCards.get(seat.cardId) !== campaign.id) return null;
  return openTeam(book, campaign, { id: newTeamId(), cardId: seat.cardId, now });
}
