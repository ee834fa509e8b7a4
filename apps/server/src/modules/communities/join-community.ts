import { append, forgetSpeaker, sceneOf } from '#modules/scenes';
import type { Verdict } from '#platform/combiner';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { admitMembers, lockCommunities, readMembers, type Joining } from './store.ts';

export interface JoinRequest {
  readonly communityId: string;
  readonly accountId: string;
  readonly fromSceneId?: string | undefined;
  readonly linkCode?: string | undefined;
}

/**
 * Lets people in, many in one transaction: a host says "join us" and a whole room taps. Each community's row is locked
 * once, the places left are handed out in order, and the count and the rows change together, so a community never
 * holds more than its capacity. Joining twice is joining once.
 */
export async function joinCommunities(ctx: Ctx, requests: readonly JoinRequest[]): Promise<Verdict<null>[]> {
  const communities = await lockCommunities(
    ctx,
    requests.map((request) => request.communityId),
  );
  const known = new Map((await readMembers(ctx, requests)).map((member) => [`${member.communityId} ${member.accountId}`, member.state]));
  const heads = new Map(
    [
      ...(await sceneOf(
        ctx,
        [...communities.values()].map((community) => community.sceneId),
      )),
    ].map(([id, scene]) => [id, scene.head]),
  );
  const placesLeft = new Map([...communities.values()].map((community) => [community.id, community.capacity - community.memberCount]));
  const joining: Joining[] = [];
  const verdicts = requests.map(({ communityId, accountId, fromSceneId, linkCode }): Verdict<null> => {
    const community = communities.get(communityId);
    if (community === undefined) return { ok: false, error: problem('not_found') };
    const state = known.get(`${communityId} ${accountId}`);
    if (state === 'in') return { ok: true, value: null };
    if (state === 'removed') return { ok: false, error: problem('removed_from_community') };
    const left = placesLeft.get(communityId) ?? 0;
    if (left <= 0) return { ok: false, error: problem('community_full') };
    placesLeft.set(communityId, left - 1);
    known.set(`${communityId} ${accountId}`, 'in');
    joining.push({
      communityId,
      accountId,
      role: 'member',
      readSeq: heads.get(community.sceneId) ?? 0,
      fromSceneId: fromSceneId ?? null,
      linkCode: linkCode ?? null,
    });
    return { ok: true, value: null };
  });
  await admitMembers(ctx, joining);
  for (const [communityId, of] of [...Map.groupBy(joining, (one) => one.communityId)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const community = communities.get(communityId);
    if (community === undefined) continue;
    await append(
      ctx,
      community.sceneId,
      of.map(({ accountId }) => ({ type: 'joined' as const, accountId })),
    );
    await ctx.publish(
      'community.joined',
      ...of.map(({ accountId, fromSceneId, linkCode }) => ({
        communityId,
        shopId: community.shopId,
        accountId,
        fromSceneId,
        linkCode,
        at: ctx.now.toISOString(),
      })),
    );
  }
  ctx.afterCommit(() => {
    for (const { accountId } of joining) forgetSpeaker(accountId);
  });
  return verdicts;
}
