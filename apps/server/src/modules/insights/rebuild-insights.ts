import type { Ctx } from '#platform/ctx';
import { rewindSubscriber } from '#platform/subscriptions';
import { clearCounters } from './store.ts';

export const countersSubscriber = 'insights.counters';

/** Forgets every counter and sends the subscriber back to the beginning of the log, which counts everything again. */
export async function rebuildInsights(ctx: Ctx): Promise<void> {
  // First, because it waits for a batch under way, whose counts must be cleared as well.
  await rewindSubscriber(ctx, countersSubscriber);
  await clearCounters(ctx);
}
