import { record } from '#modules/audit';
import { append, forgetSpeaker } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { endMembership, lockCommunities } from './store.ts';

/** Ends a membership: one's own (`by` null), or a member's under the rules, who may not come back. Twice is once. */
export async function leaveCommunity(
  ctx: Ctx,
  { communityId, accountId, by }: { communityId: string; accountId: string; by: string | null },
): Promise<void> {
  const community = (await lockCommunities(ctx, [communityId])).get(communityId);
  if (community === undefined) throw problem('not_found');
  if (community.leaderId === accountId) throw problem('leader_cannot_leave');
  if (!(await endMembership(ctx, communityId, accountId, by))) {
    if (by !== null) throw problem('not_found');
    return;
  }
  await append(ctx, community.sceneId, [{ type: 'left', accountId }]);
  await ctx.publish('community.left', { communityId, shopId: community.shopId, accountId, by, at: ctx.now.toISOString() });
  if (by !== null) await record(ctx, { shopId: community.shopId, action: 'member.removed', targetId: accountId, detail: { communityId } });
  ctx.afterCommit(() => forgetSpeaker(accountId));
}
