import { cardsChanged } from '#modules/scenes';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import { systemActor, type Ctx } from '#platform/ctx';
import { distinct } from './claim-seats.ts';
import { returnUnits } from './release-seats.ts';
import { changeCampaigns, lockCampaigns } from './store.ts';
import { failTeams, moveMembers, readDueTeams, readMembersOfTeams } from './store-teams.ts';

const teamsAtOnce = 200;

/**
 * Ends teams that are not full at their deadline. Payment takes the same lock first, so a team that was completed is
 * never ended and one that was ended never completes. A team that cannot be ended is left alone with its error and does
 * not hold up the others.
 */
export async function sweepDueTeams(app: App): Promise<number> {
  const due = await readDueTeams(app.read(systemActor), teamsAtOnce);
  if (due.length === 0) return 0;
  const ids = due.map((team) => team.id);
  try {
    return await app.transact(systemActor, (ctx) => expireTeams(ctx, due));
  } catch (error) {
    app.log.error({ err: error, teams: ids.length }, 'teams could not be ended together; trying one by one');
  }
  let ended = 0;
  for (const team of due) {
    // One team's error is logged and met again at the next sweep; the others are ended now.
    ended += await app
      .transact(systemActor, (ctx) => expireTeams(ctx, [team]))
      .catch((error: unknown) => {
        app.log.error({ err: error, teamId: team.id }, 'team could not be ended');
        return 0;
      });
  }
  return ended;
}

/** Returns how many teams it ended. Refunds are requested by whoever hears `team.failed`, each member's own order. */
export async function expireTeams(ctx: Ctx, due: readonly { id: string; campaignId: string }[]): Promise<number> {
  const campaigns = new Map(
    (await lockCampaigns(ctx, distinct(due.map((team) => team.campaignId)).toSorted())).map((campaign) => [campaign.id, campaign]),
  );
  const { failed, voided } = await failTeams(
    ctx,
    due.map((team) => team.id),
  );
  const members = await readMembersOfTeams(
    ctx,
    failed.map((team) => team.id),
    ['paid'],
  );
  const leaving = await moveMembers(ctx, { orderIds: members.map((member) => member.orderId), from: ['paid'], to: 'refunding' });
  await returnUnits(ctx, leaving);
  await changeCampaigns(
    ctx,
    failed.map((team) => ({ id: team.campaignId, failed: 1 })),
  );
  await changeCampaigns(
    ctx,
    leaving.map((member) => ({ id: member.campaignId, paidMembers: -1 })),
  );
  await ctx.publish(
    'team.failed',
    ...failed.map((team) => ({
      teamId: team.id,
      campaignId: team.campaignId,
      shopId: must(campaigns.get(team.campaignId), 'the campaign of a team we ended is locked').shopId,
      at: ctx.now.toISOString(),
      orderIds: leaving.filter((member) => member.teamId === team.id).map((member) => member.orderId),
    })),
  );
  await cardsChanged(ctx, 'group-buy', distinct([...failed, ...voided].map((team) => team.campaignId)));
  return failed.length + voided.length;
}
