import { insights } from '@tuanzi/contract/insights';
import type { FastifyInstance } from 'fastify';
import { hasRole } from '#modules/identity';
import type { App } from '#platform/app';
import { mount } from '#platform/http/mount';
import { problem } from '#platform/problem';
import { createReader } from '#platform/reader';
import { readCommunities, readFront } from './home.ts';
import { listSessionOrders, showDashboard } from './session-dashboard.ts';
import { showToday } from './today.ts';

export function insightsRoutes(app: App, http: FastifyInstance): void {
  const fronts = createReader(app, async (ctx, shopIds) => {
    const found = await Promise.all(
      shopIds.map(async (shopId) => [shopId, await readFront(ctx, shopId === '' ? undefined : shopId)] as const),
    );
    return new Map(found);
  });
  mount(http, insights, {
    'GET /api/studio/{sessionId}/dashboard': ({ params, caller }) => showDashboard(app.read(caller), params.sessionId),
    'GET /api/studio/{sessionId}/orders': ({ params, query, caller }) => {
      const ctx = app.read(caller);
      // Who lives where is for those who ship.
      return listSessionOrders(
        ctx,
        { sessionId: params.sessionId, ...query },
        async (shopId) => !(await hasRole(ctx, caller.accountId, shopId, 'operator')),
      );
    },
    'GET /api/home': async ({ query, caller }) => {
      const front = await fronts(query.shopId ?? '');
      if (front === undefined && query.shopId !== undefined) throw problem('not_found');
      const ctx = app.read(caller);
      const now = ctx.now.toISOString();
      // Without a shop there is nothing yet, and the page says so kindly.
      if (front === undefined) return { shop: null, live: [], upcoming: [], plays: [], communities: [], products: [], now };
      return { ...front, communities: await readCommunities(ctx, front.shop.id, caller.accountId), now };
    },
    'GET /api/console/shops/{shopId}/today': ({ params, caller }) => showToday(app.read(caller), params.shopId),
  });
}
