import { isAtLeast, rolesOf } from '#modules/identity';
import { linkTargets, titleOf, type LinkTarget } from '#modules/links';
import { getPictures } from '#modules/media';
import { sceneKinds, type SceneKind, type SceneRole } from '#modules/scenes';
import { readCommunities, readMembers } from './store.ts';

/**
 * A community as a scene. Anybody may look in before joining; members speak; the leader and the shop's operators keep it.
 * Nothing anybody says is ever left out.
 */
const communityScene: SceneKind = {
  isSampled: false,
  async standingsOf(ctx, asked) {
    const known = asked.flatMap(({ scene, caller: { accountId } }) => (accountId === null ? [] : [{ ...scene, accountId }]));
    const [members, shopRoles] = await Promise.all([
      readMembers(
        ctx,
        known.map(({ refId, accountId }) => ({ communityId: refId, accountId })),
      ),
      rolesOf(ctx, known),
    ]);
    const memberOf = new Map(members.map((member) => [`${member.communityId} ${member.accountId}`, member]));
    const isKeeper = new Set(
      known.filter((_, i) => isAtLeast(shopRoles[i] ?? null, 'operator')).map(({ id, accountId }) => `${id} ${accountId}`),
    );
    return asked.map(({ scene, caller: { accountId } }) => {
      const member = memberOf.get(`${scene.refId} ${accountId}`);
      const isIn = member?.state === 'in';
      const leads = (isIn && member.role === 'leader') || isKeeper.has(`${scene.id} ${accountId}`);
      const role: SceneRole = leads ? 'leader' : isIn ? 'member' : 'visitor';
      return { role, refusal: role === 'visitor' ? 'members_only' : null };
    });
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
          subtitle: titleOf(row.intro),
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
