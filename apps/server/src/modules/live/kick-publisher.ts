import type { App } from '#platform/app';
import type { Ctx } from '#platform/ctx';

export const kickJob = 'live.kick-publisher';

/** The media server is told after the commit, and again until it has heard. */
export async function kickPublisher(ctx: Ctx, sessionId: string, reason: string): Promise<void> {
  await ctx.addJobs({ name: kickJob, payload: { sessionId, reason }, key: `${kickJob}:${sessionId}` });
}

export async function runKick(app: App, payload: Record<string, unknown>): Promise<void> {
  await app.ports.media.kick(String(payload['sessionId']), String(payload['reason']));
}
