import { cardsChanged } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { distinct } from './claim-seats.ts';
import { changeCampaigns, giveBackUnits, lockCampaigns } from './store.ts';
import { changeTeams, markLeft, moveMembers, passLeadership, readMembers, readTeams, type Member } from './store-teams.ts';

/** Gives back the seats, quota and shares of orders that closed unpaid; each exactly once, however often it is said. */
export async function releaseSeats(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  const campaignIds = distinct((await readMembers(ctx, orderIds)).map((member) => member.campaignId)).toSorted();
  if (campaignIds.length === 0) return;
  await lockCampaigns(ctx, campaignIds);
  const released = await moveMembers(ctx, { orderIds, from: ['reserved'], to: 'released' });
  await returnUnits(ctx, released);
  await changeTeams(
    ctx,
    released.map((member) => ({ id: member.teamId, paid: 0, held: -1 })),
  );
  await passLeadership(ctx, distinct(released.map((member) => member.teamId)));
  await cardsChanged(ctx, 'group-buy', distinct(released.map((member) => member.campaignId)));
}

/**
 * Members whose money is on its way back, or back: they leave a team that is still open, and their units can be sold
 * again. A completed team stays complete: it was made of people who had paid.
 */
export async function leaveTeams(ctx: Ctx, orderIds: readonly string[], to: 'refunding' | 'refunded'): Promise<void> {
  const campaignIds = distinct((await readMembers(ctx, orderIds)).map((member) => member.campaignId)).toSorted();
  if (campaignIds.length === 0) return;
  await lockCampaigns(ctx, campaignIds);
  const left = await moveMembers(ctx, { orderIds, from: to === 'refunding' ? ['paid'] : ['paid', 'refunding', 'refused'], to });
  await returnUnits(ctx, left);
  const teams = new Map((await readTeams(ctx, distinct(left.map((member) => member.teamId)))).map((team) => [team.id, team]));
  const fromOpen = left.filter((member) => member.before === 'paid' && teams.get(member.teamId)?.state === 'open');
  await markLeft(
    ctx,
    fromOpen.map((member) => member.orderId),
  );
  await changeTeams(
    ctx,
    fromOpen.map((member) => ({ id: member.teamId, paid: -1, held: 0 })),
  );
  await passLeadership(ctx, distinct(fromOpen.map((member) => member.teamId)));
  await changeCampaigns(
    ctx,
    left.filter((member) => member.before === 'paid').map((member) => ({ id: member.campaignId, paidMembers: -1 })),
  );
  await cardsChanged(ctx, 'group-buy', distinct(left.map((member) => member.campaignId)));
}

/** Units leave the campaign's and the buyer's count in the same transaction in which `holds_units` turned false. */
export async function returnUnits(ctx: Ctx, members: readonly (Member & { gaveBack: boolean })[]): Promise<void> {
  const returned = members.filter((member) => member.gaveBack);
  await changeCampaigns(
    ctx,
    returned.map((member) => ({ id: member.campaignId, claimed: -member.quantity })),
  );
  await giveBackUnits(
    ctx,
    returned.map((member) => ({ campaignId: member.campaignId, accountId: member.accountId, units: member.quantity })),
  );
}
