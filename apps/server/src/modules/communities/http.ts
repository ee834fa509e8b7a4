import { communities } from '@tuanzi/contract/communities';
import type { FastifyInstance } from 'fastify';
import { hasRole } from '#modules/identity';
import { sceneOf } from '#modules/scenes';
import type { App } from '#platform/app';
import { createCombiner } from '#platform/combiner';
import { systemActor, type Ctx } from '#platform/ctx';
import { mount } from '#platform/http/mount';
import { problem } from '#platform/problem';
import { joinCommunities, type JoinRequest } from './join-community.ts';
import { leaveCommunity } from './leave-community.ts';
import { listCommunities, listCommunitiesOfShop, listMembers, readCommunity, requireCommunity } from './read-communities.ts';
import { changeCommunity, createCommunity } from './save-community.ts';
import { raiseReadSeq } from './store.ts';

const done = { ok: true } as const;

export function communityRoutes(app: App, http: FastifyInstance): void {
  const joins = createCombiner<JoinRequest, null>((requests) => app.transact(systemActor, (ctx) => joinCommunities(ctx, requests)), {
    batchMax: 500,
    lanes: 1,
    queueMax: 5000,
    keyOf: ({ communityId }) => communityId,
  });
  app.onClose(() => joins.drain());
  mount(http, communities, {
    'GET /api/communities': ({ query, caller }) => listCommunities(app.read(caller), caller.accountId, query),
    'GET /api/communities/{communityId}': ({ params, caller }) => readCommunity(app.read(caller), params.communityId, caller.accountId),
    'POST /api/communities/{communityId}/join': async ({ params, body, caller }) => {
      await joins.submit({
        communityId: params.communityId,
        accountId: caller.accountId,
        fromSceneId: body.fromSceneId,
        linkCode: body.linkCode,
      });
      return readCommunity(app.read(caller), params.communityId, caller.accountId);
    },
    'POST /api/communities/{communityId}/leave': async ({ params, caller }) => {
      await app.transact(caller, (ctx) => leaveCommunity(ctx, { communityId: params.communityId, accountId: caller.accountId, by: null }));
      return done;
    },
    'POST /api/communities/{communityId}/read': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => markRead(ctx, params.communityId, caller.accountId, body.seq));
      return done;
    },
    'GET /api/communities/{communityId}/members': ({ params, query, caller }) => listMembers(app.read(caller), params.communityId, query),
    'DELETE /api/communities/{communityId}/members/{accountId}': async ({ params, caller }) => {
      await app.transact(caller, async (ctx) => {
        const community = await requireCommunity(ctx, params.communityId);
        if (community.leaderId !== caller.accountId && !(await hasRole(ctx, caller.accountId, community.shopId, 'operator')))
          throw problem('not_allowed');
        await leaveCommunity(ctx, { communityId: community.id, accountId: params.accountId, by: caller.accountId });
      });
      return done;
    },
    'GET /api/console/shops/{shopId}/communities': ({ params, query, caller }) =>
      listCommunitiesOfShop(app.read(caller), params.shopId, caller.accountId, query),
    'POST /api/console/shops/{shopId}/communities': async ({ params, body, caller }) => {
      const { id } = await app.transact(caller, (ctx) => createCommunity(ctx, params.shopId, body));
      return readCommunity(app.read(caller), id, caller.accountId);
    },
    'PUT /api/console/shops/{shopId}/communities/{communityId}': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => changeCommunity(ctx, params, body));
      return readCommunity(app.read(caller), params.communityId, caller.accountId);
    },
  });
}

/** Nobody has read further than the log goes. */
async function markRead(ctx: Ctx, communityId: string, accountId: string, seq: number): Promise<void> {
  const community = await requireCommunity(ctx, communityId);
  const head = (await sceneOf(ctx, [community.sceneId])).get(community.sceneId)?.head ?? 0;
  if (!(await raiseReadSeq(ctx, communityId, accountId, Math.min(seq, head)))) throw problem('not_found');
}
