import { isAtLeast, rolesOf } from '#modules/identity';
import { linkTargets, type LinkTarget } from '#modules/links';
import { getPictures } from '#modules/media';
import { sceneKinds, type AtDoor, type SceneKind, type Standing } from '#modules/scenes';
import { getShops } from '#modules/shops';
import type { App } from '#platform/app';
import type { Ctx } from '#platform/ctx';
import { requireAccount, type AccessPolicies } from '#platform/http/access';
import { problem } from '#platform/problem';
import { titleOf } from './present.ts';
import { isOver } from './rules.ts';
import { readSessions, type Session } from './store.ts';

/** What this module offers to those above it. */
export function provideSessions(): void {
  sceneKinds.provide('session', sessionScene);
  linkTargets.provide('session', sessionTarget);
}

/**
 * What people may do in a session, in its studio and in its room alike: its own host and the shop's operators host,
 * moderators moderate.
 */
async function rolesIn(
  ctx: Ctx,
  asked: readonly { session: { hostId: string; shopId: string }; accountId: string }[],
): Promise<('host' | 'moderator' | 'visitor')[]> {
  const roles = await rolesOf(
    ctx,
    asked.map(({ session: { shopId }, accountId }) => ({ shopId, accountId })),
  );
  return asked.map(({ session, accountId }, i) => {
    const role = roles[i] ?? null;
    if (session.hostId === accountId || isAtLeast(role, 'operator')) return 'host';
    return isAtLeast(role, 'moderator') ? 'moderator' : 'visitor';
  });
}

/** `session:host` and `session:moderator`; a host may what a moderator may. */
export function sessionPolicies(app: App): AccessPolicies {
  return {
    session: async (role, { caller, params }) => {
      const { accountId } = requireAccount(caller);
      const ctx = app.read(caller);
      const [session] = await readSessions(ctx, [params['sessionId'] ?? '']);
      if (session === undefined) throw problem('not_found');
      const [held] = await rolesIn(ctx, [{ session, accountId }]);
      if (held !== 'host' && held !== role) throw problem('not_allowed');
    },
  };
}

const sessionScene: SceneKind = {
  isSampled: true,
  async standingsOf(ctx, asked) {
    const known = asked.flatMap(({ scene, caller }) =>
      caller.accountId === null ? [] : [{ scene, kind: caller.kind, accountId: caller.accountId }],
    );
    const sessions = new Map(
      (await readSessions(ctx, idsOf(known.map(({ scene }) => scene.refId)))).map((session) => [session.id, session]),
    );
    const inSessions = known.flatMap(({ scene, accountId }) => {
      const session = sessions.get(scene.refId);
      return session === undefined ? [] : [{ session, accountId }];
    });
    const [roles, shops] = await Promise.all([
      rolesIn(ctx, inSessions),
      // Only what guests may do depends on the shop.
      getShops(ctx, idsOf(known.filter(({ kind }) => kind === 'guest').map(({ scene }) => scene.shopId))),
    ]);
    const roleOf = new Map(inSessions.map(({ session, accountId }, i) => [`${session.id} ${accountId}`, roles[i]]));
    return asked.map(({ scene, caller }): Standing => {
      if (caller.accountId === null) return { role: 'visitor', refusal: 'sign_in_required' };
      const isGuestWelcome = shops.get(scene.shopId)?.guestsMayComment === true;
      return {
        role: roleOf.get(`${scene.refId} ${caller.accountId}`) ?? 'visitor',
        refusal: refusalOf({ session: sessions.get(scene.refId), caller, isGuestWelcome }),
      };
    });
  },
};

function refusalOf(of: { session: Session | undefined; caller: AtDoor['caller']; isGuestWelcome: boolean }): Standing['refusal'] {
  if (of.session === undefined || isOver(of.session.state)) return 'comments_closed';
  return of.caller.kind !== 'guest' || of.isGuestWelcome ? null : 'account_required';
}

const idsOf = (ids: readonly string[]) => [...new Set(ids)];

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
