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

/** What somebody may do in a session, in its studio and in its room alike: its own host and the shop's operators host, moderators moderate. */
async function roleIn(ctx: Ctx, session: { hostId: string; shopId: string }, accountId: string): Promise<'host' | 'moderator' | 'visitor'> {
  if (session.hostId === accountId || (await hasRole(ctx, accountId, session.shopId, 'operator'))) return 'host';
  return (await hasRole(ctx, accountId, session.shopId, 'moderator')) ? 'moderator' : 'visitor';
}

/** `session:host` and `session:moderator`; a host may what a moderator may. */
export function sessionPolicies(app: App): AccessPolicies {
  return {
    session: async (role, { caller, params }) => {
      const { accountId } = requireAccount(caller);
      const ctx = app.read(caller);
      const [session] = await readSessions(ctx, [params['sessionId'] ?? '']);
      if (session === undefined) throw problem('not_found');
      const held = await roleIn(ctx, session, accountId);
      if (held !== 'host' && held !== role) throw problem('not_allowed');
    },
  };
}

const sessionScene: SceneKind = {
  isSampled: true,
  async roleOf(ctx, scene, caller) {
    if (caller.accountId === null) return 'visitor';
    const [session] = await readSessions(ctx, [scene.refId]);
    return session === undefined ? 'visitor' : roleIn(ctx, session, caller.accountId);
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
    const covers = await getPictures(
      ctx,
      sessions.flatMap((session) => session.coverId ?? []),
    );
    const shops = await getShops(ctx, [...new Set(sessions.map((session) => session.shopId))]);
    return new Map(
      sessions.map((session) => [
        session.id,
        {
          path: `/live/${session.id}`,
          title: titleOf(session),
          subtitle: shops.get(session.shopId)?.name ?? null,
          picture: covers.get(session.coverId ?? '') ?? null,
          priceFen: null,
          compareAtFen: null,
          endsAt: null,
          isOver: isOver(session.state),
          shopId: session.shopId,
        },
      ]),
    );
  },
};
