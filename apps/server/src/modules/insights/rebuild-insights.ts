import type { Ctx } from '#platform/ctx';
import { rewindSubscriber } from '#platform/subscriptions';
import { clearCounters } from './store.ts';

export const countersSubscriber = 'insights.counters';

/**
 * Forgets every counter and sends the subscriber back to the beginning of the log, which counts everything again. Where
 * the log has forgotten its beginning nothing is done: what was counted is all there is.
 */
export async function rebuildInsights(ctx: Ctx): Promise<void> {
  // First, because it waits for a batch under way, whose counts must be cleared as well.
  if (await rewindSubscriber(ctx, countersSubscriber)) await clearCounters(ctx);
  else ctx.log.warn('the event log no longer has its beginning, so the counters stay as they are');
}
