import { moveToTeam } from '#modules/orders';
import { cardsChanged } from '#modules/scenes';
import { assert, must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { distinct } from './claim-seats.ts';
import { openBook } from './open-book.ts';
import { returnUnits } from './release-seats.ts';
import { decidePayments, seatKey, type PaidSeat } from './rules.ts';
import { changeCampaigns, lockCampaigns, type Campaign } from './store.ts';
import {
  changeTeams,
  insertTeams,
  moveMembers,
  passLeadership,
  readMembers,
  readMembersOfTeams,
  readOpenTeams,
  seatMembers,
  type Member,
} from './store-teams.ts';

/** `refuse` must be refunded; otherwise the team the order is in now, which may be another than the one it was placed for. */
export type SeatPayment =
  | { readonly verdict: 'accepted'; readonly teamId: string; readonly isWaiting: boolean }
  | { readonly verdict: 'refuse' };

/** Open teams looked at for people whose own team is over; far more than are ever needed at once. */
const candidatesMax = 100;

/**
 * Turns held seats into members when their orders are paid. The last seat completes the team in this transaction, so it
 * completes exactly once and with exactly `size` people; expiry takes the same lock, so a team is either completed or
 * failed. Saying it again changes nothing and answers the same.
 */
export async function confirmSeats(ctx: Ctx, orderIds: readonly string[]): Promise<Map<string, SeatPayment>> {
  const campaignIds = distinct((await readMembers(ctx, orderIds)).map((member) => member.campaignId)).toSorted();
  if (campaignIds.length === 0) return new Map(orderIds.map((orderId) => [orderId, { verdict: 'refuse' }]));
  const campaigns = new Map((await lockCampaigns(ctx, campaignIds)).map((campaign) => [campaign.id, campaign]));
  const members = new Map((await readMembers(ctx, orderIds)).map((member) => [member.orderId, member]));
  const held = distinct(orderIds)
    .flatMap((orderId) => members.get(orderId) ?? [])
    .filter((member) => member.state === 'reserved');
  const paid = await decide(ctx, held);
  await store(ctx, paid);
  await announce(ctx, paid, campaigns);
  const outcomes = new Map(paid.map((each) => [each.seat.orderId, each]));
  return new Map(orderIds.map((orderId) => [orderId, answerOf(outcomes.get(orderId), members.get(orderId))]));
}

function answerOf(outcome: PaidSeat | undefined, member: Member | undefined): SeatPayment {
  if (outcome !== undefined)
    return outcome.team === null ? { verdict: 'refuse' } : { verdict: 'accepted', teamId: outcome.team.id, isWaiting: true };
  return member?.state === 'paid' ? { verdict: 'accepted', teamId: member.teamId, isWaiting: true } : { verdict: 'refuse' };
}

async function decide(ctx: Ctx, held: readonly Member[]): Promise<PaidSeat[]> {
  if (held.length === 0) return [];
  const book = await openBook(ctx, {
    campaignIds: held.map((member) => member.campaignId),
    teamIds: held.map((member) => member.teamId),
    people: [],
    cardIds: [],
    isLocked: true,
  });
  const isLate = (member: Member) => {
    const team = book.teams.get(member.teamId);
    return team?.state !== 'open' || team.endsAt <= ctx.now;
  };
  const late = held.filter(isLate);
  if (late.length > 0) {
    const campaignIds = distinct(late.map((member) => member.campaignId));
    const others = await readOpenTeams(ctx, campaignIds, candidatesMax);
    for (const team of others) if (!book.teams.has(team.id)) book.teams.set(team.id, team);
    for (const member of await readMembersOfTeams(ctx, [...book.teams.keys()], ['reserved', 'paid']))
      book.seated.add(seatKey(member.teamId, member.accountId));
    const cards = await openBook(ctx, {
      campaignIds: [],
      teamIds: [],
      people: [],
      cardIds: late.map((member) => member.cardId),
      isLocked: false,
    });
    for (const [cardId, campaignId] of cards.liveCards) book.liveCards.set(cardId, campaignId);
  }
  return decidePayments(book, held, { now: ctx.now, newTeamId: () => newId('tm', ctx.now.getTime()) });
}

async function store(ctx: Ctx, paid: readonly PaidSeat[]): Promise<void> {
  const seated = paid.flatMap(({ seat, outcome, team, paidCount }) =>
    team === null ? [] : [{ ...seat, heldTeamId: seat.teamId, outcome, team, teamId: team.id, paidCount }],
  );
  const refused = paid.filter((each) => each.team === null).map((each) => each.seat);
  await insertTeams(
    ctx,
    seated.filter((seat) => seat.outcome === 'opened').map((seat) => ({ team: seat.team, leaderId: seat.accountId })),
  );
  await returnUnits(ctx, await moveMembers(ctx, { orderIds: refused.map((seat) => seat.orderId), from: ['reserved'], to: 'refused' }));
  await seatMembers(ctx, seated);
  // The order's row is locked by whoever settles it, so its owner reads there at once where it sits now.
  await moveToTeam(
    ctx,
    seated.filter((seat) => seat.outcome !== 'seated').map((seat) => ({ orderId: seat.orderId, teamId: seat.teamId })),
  );
  await changeTeams(ctx, [
    ...paid.map(({ seat }) => ({ id: seat.teamId, paid: 0, held: -1 })),
    ...seated.map((seat) => ({ id: seat.teamId, paid: 1, held: 0 })),
  ]);
  await passLeadership(ctx, distinct([...seated.map((seat) => seat.heldTeamId), ...refused.map((seat) => seat.teamId)]));
  await changeCampaigns(
    ctx,
    seated.map((seat) => ({ id: seat.campaignId, paidMembers: 1, completed: seat.paidCount === seat.team.size ? 1 : 0 })),
  );
}

/** What the scenes, the orders and the promoters hear; counts are those each payment made true. */
async function announce(ctx: Ctx, paid: readonly PaidSeat[], campaigns: ReadonlyMap<string, Campaign>): Promise<void> {
  const seated = paid.flatMap(({ seat, outcome, team, paidCount }) => (team === null ? [] : [{ seat, outcome, team, paidCount }]));
  const shopOf = (campaignId: string) => must(campaigns.get(campaignId), 'a seat is in a campaign we locked').shopId;
  const facts = ({ seat, team, paidCount, outcome }: (typeof seated)[number]) => ({
    teamId: team.id,
    campaignId: team.campaignId,
    shopId: shopOf(team.campaignId),
    orderId: seat.orderId,
    accountId: seat.accountId,
    paidCount,
    size: team.size,
    isMoved: outcome !== 'seated',
    at: ctx.now.toISOString(),
  });
  await ctx.publish('team.opened', ...seated.filter((each) => each.paidCount === 1).map(facts));
  await ctx.publish('team.joined', ...seated.filter((each) => each.paidCount > 1).map(facts));
  const completed = seated.filter((each) => each.paidCount === each.team.size).map((each) => each.team);
  const members = await readMembersOfTeams(
    ctx,
    completed.map((team) => team.id),
    ['paid'],
  );
  await ctx.publish(
    'team.completed',
    ...completed.map((team) => {
      const ours = members.filter((member) => member.teamId === team.id);
      assert(
        ours.length === team.size && new Set(ours.map((member) => member.accountId)).size === team.size,
        'a completed team has exactly as many different people as its size',
      );
      return {
        teamId: team.id,
        campaignId: team.campaignId,
        shopId: shopOf(team.campaignId),
        orderIds: ours.map((member) => member.orderId),
        accountIds: ours.map((member) => member.accountId),
        at: ctx.now.toISOString(),
      };
    }),
  );
  await cardsChanged(ctx, 'group-buy', distinct(paid.map(({ seat }) => seat.campaignId)));
}
