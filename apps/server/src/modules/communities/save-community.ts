import { record } from '#modules/audit';
import { getPeople } from '#modules/identity';
import { requirePictures } from '#modules/media';
import { createScene, forgetSpeaker, renameScene } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { admitMembers, handOver, insertCommunity, lockCommunities, readMember, updateCommunityRow, type CommunityFacts } from './store.ts';

/** Founds a community with its place to talk; its leader is its first member. */
export async function createCommunity(ctx: Ctx, shopId: string, facts: CommunityFacts): Promise<{ id: string; sceneId: string }> {
  await checkFacts(ctx, facts);
  const id = newId('com', ctx.now.getTime());
  const sceneId = newId('scn', ctx.now.getTime());
  await createScene(ctx, { id: sceneId, kind: 'community', shopId, title: facts.name, refId: id });
  await insertCommunity(ctx, { id, sceneId, shopId, ...facts });
  await admitMembers(ctx, [{ communityId: id, accountId: facts.leaderId, role: 'leader', readSeq: 0, fromSceneId: null, linkCode: null }]);
  await record(ctx, { shopId, action: 'community.founded', targetId: id, detail: { name: facts.name, leaderId: facts.leaderId } });
  return { id, sceneId };
}

/** Changes what a community is called and how many it holds, and hands it over when another leader is named. */
export async function changeCommunity(
  ctx: Ctx,
  { shopId, communityId }: { shopId: string; communityId: string },
  facts: CommunityFacts,
): Promise<void> {
  const community = (await lockCommunities(ctx, [communityId])).get(communityId);
  if (community === undefined || community.shopId !== shopId) throw problem('not_found');
  await checkFacts(ctx, facts);
  if (facts.capacity < community.memberCount)
    throw problem('invalid_input', {
      errors: [{ in: 'body', path: 'capacity', code: 'too_small', message: `there are ${community.memberCount} members` }],
    });
  // The new capacity first: a leader from outside may need the place it makes.
  await updateCommunityRow(ctx, communityId, facts);
  if (facts.leaderId !== community.leaderId) {
    const successor = await readMember(ctx, communityId, facts.leaderId);
    if (successor?.state !== 'in') {
      if (community.memberCount >= facts.capacity) throw problem('community_full');
      await admitMembers(ctx, [
        { communityId, accountId: facts.leaderId, role: 'member', readSeq: successor?.readSeq ?? 0, fromSceneId: null, linkCode: null },
      ]);
    }
    await handOver(ctx, communityId, community.leaderId, facts.leaderId);
    await record(ctx, {
      shopId,
      action: 'community.handed-over',
      targetId: communityId,
      detail: { from: community.leaderId, to: facts.leaderId },
    });
    ctx.afterCommit(() => {
      forgetSpeaker(community.leaderId);
      forgetSpeaker(facts.leaderId);
    });
  }
  await renameScene(ctx, community.sceneId, facts.name);
}

async function checkFacts(ctx: Ctx, { leaderId, coverId }: CommunityFacts): Promise<void> {
  if (!(await getPeople(ctx, [leaderId])).has(leaderId)) throw problem('no_such_person');
  if (coverId !== null) await requirePictures(ctx, [coverId]);
}
