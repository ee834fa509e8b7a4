import { hasRole } from '#modules/identity';
import { linkTargets, type LinkTarget } from '#modules/links';
import { getPictures } from '#modules/media';
import { sceneKinds, type SceneKind } from '#modules/scenes';
import { getShops } from '#modules/shops';
import type { App } from '#platform/app';
import type { Ctx } from '#platform/ctx';
import { requireAccount, type AccessPolicies } from '#platform/http/access';
import { problem } from '#platform/problem';
import { titleOf } from './present.ts';
import { isOver } from './rules.ts';
import { readSessions } from './store.ts';

/** What this module offers to those above it. */
export function provideSessions(): void {
  sceneKinds.provide('session', sessionScene);
  linkTargets.provide('session', sessionTarget);
}

/** `session:host` is the session's own host and the shop's operators; `session:moderator` also whoever moderates for the shop. */
export function sessionPolicies(app: App): AccessPolicies {
  return {
    session: async (role, { caller, params }) => {
      const { accountId } = requireAccount(caller);
      const ctx = app.read(caller);
      const [session] = await readSessions(ctx, [params['sessionId'] ?? '']);
      if (session === undefined) throw problem('not_found');
      if (session.hostId === accountId) return;
      if (!(await hasRole(ctx, accountId, session.shopId, role === 'host' ? 'operator' : 'moderator'))) throw problem('not_allowed');
    },
  };
}

const sessionScene: SceneKind = {
  isSampled: true,
  async roleOf(ctx, scene, caller) {
    if (caller.accountId === null) return 'visitor';
    const [session] = await readSessions(ctx, [scene.refId]);
    if (session?.hostId === caller.accountId) return 'host';
    return (await hasRole(ctx, caller.accountId, scene.shopId, 'moderator')) ? 'moderator' : 'visitor';
  },
  async mayComment(ctx, scene, caller) {
    if (caller.accountId === null) return 'sign_in_required';
    const [session] = await readSessions(ctx, [scene.refId]);
    if (session === undefined || isOver(session.state)) return 'comments_closed';
    if (caller.kind !== 'guest') return null;
    return (await getShops(ctx, [scene.shopId])).get(scene.shopId)?.guestsMayComment === true ? null : 'account_required';
  },
};

const sessionTarget: LinkTarget = {
  async preview(ctx: Ctx, ids: readonly string[]) {
    const sessions = await readSessions(ctx, ids);
    const covers = await getPictures(ctx, sessions.flatMap((session) => session.coverId ?? []));
    const shops = await getShops(ctx, [...new Set(sessions.map((session) => session.shopId))]);
    return new Map(sessions.map((session) => [session.id, {
      path: `/live/${session.id}`, title: titleOf(session), subtitle: shops.get(session.shopId)?.name ?? null, picture: covers.get(session.coverId ?? '') ?? null,
      priceFen: null, compareAtFen: null, endsAt: null, isOver: isOver(session.state), shopId: session.shopId,
    }]));
  },
};
