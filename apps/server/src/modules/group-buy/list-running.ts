import type { Ctx } from '#platform/ctx';
import { readRunningCampaigns } from './store.ts';
import { countTeamsEnding } from './store-teams.ts';

/** Campaigns people can open teams in now, those that end first in front; for the shop's first page. */
export async function listRunning(ctx: Ctx, shopId: string, limit: number): Promise<string[]> {
  return readRunningCampaigns(ctx, shopId, limit);
}

/** Open teams of a shop that somebody paid for and that end before `before`: those that may need a hand. */
export async function countExpiring(ctx: Ctx, shopId: string, before: Date): Promise<number> {
  return countTeamsEnding(ctx, shopId, before);
}
