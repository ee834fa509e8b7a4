import { cardsChanged } from '#modules/scenes';
import type { App } from '#platform/app';
import { systemActor, type Ctx } from '#platform/ctx';

export const announceJob = 'group-buy.announce';

/** Cards change by themselves when a campaign starts and ends; a job says so at both moments, to whoever looks at one. */
export async function announceTimes(ctx: Ctx, campaign: { id: string; startsAt: Date; endsAt: Date }): Promise<void> {
  const jobs = (['startsAt', 'endsAt'] as const).filter((when) => campaign[when] > ctx.now);
  await ctx.addJobs(
    ...jobs.map((when) => ({
      name: announceJob,
      payload: { campaignId: campaign.id },
      runAt: campaign[when],
      key: `${announceJob}:${campaign.id}:${when}`,
    })),
  );
}

export async function runAnnounce(app: App, payload: Record<string, unknown>): Promise<void> {
  await app.transact(systemActor, (ctx) => cardsChanged(ctx, 'group-buy', [String(payload['campaignId'])]));
}
