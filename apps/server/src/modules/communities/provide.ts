import { hasRole } from '#modules/identity';
import { linkTargets, type LinkTarget } from '#modules/links';
import { getPictures } from '#modules/media';
import { sceneKinds, type SceneKind } from '#modules/scenes';
import { readCommunities, readMember } from './store.ts';

/**
 * A community as a scene. Anybody may look in before joining; members speak; the leader and the shop's operators keep it.
 * Nothing anybody says is ever left out.
 */
const communityScene: SceneKind = {
  isSampled: false,
  async roleOf(ctx, scene, { accountId }) {
    if (accountId === null) return 'visitor';
    const member = await readMember(ctx, scene.refId, accountId);
    if (member?.state === 'in' && member.role === 'leader') return 'leader';
    if (await hasRole(ctx, accountId, scene.shopId, 'operator')) return 'leader';
    return member?.state === 'in' ? 'member' : 'visitor';
  },
  async mayComment(ctx, scene, caller) {
    const role = await communityScene.roleOf(ctx, scene, caller);
    return role === 'leader' || role === 'member' ? null : 'members_only';
  },
};

const communityTarget: LinkTarget = {
  async preview(ctx, ids) {
    const rows = await readCommunities(ctx, ids);
    const covers = await getPictures(
      ctx,
      rows.flatMap((row) => (row.coverId === null ? [] : [row.coverId])),
    );
    return new Map(
      rows.map((row) => [
        row.id,
        {
          path: `/communities/${row.id}`,
          title: row.name,
          subtitle: row.intro === '' ? null : { zh: row.intro.slice(0, 120) },
          picture: row.coverId === null ? null : (covers.get(row.coverId) ?? null),
          priceFen: null,
          compareAtFen: null,
          endsAt: null,
          isOver: false,
          shopId: row.shopId,
        },
      ]),
    );
  },
};

export function provideCommunities(): void {
  sceneKinds.provide('community', communityScene);
  linkTargets.provide('community', communityTarget);
}
