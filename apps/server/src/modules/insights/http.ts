import { insights } from '@tuanzi/contract/insights';
import type { FastifyInstance } from 'fastify';
import { hasRole } from '#modules/identity';
import type { App } from '#platform/app';
import { mount } from '#platform/http/mount';
import { showHome } from './home.ts';
import { listSessionOrders, showDashboard } from './session-dashboard.ts';
import { showToday } from './today.ts';

export function insightsRoutes(app: App, http: FastifyInstance): void {
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
    'GET /api/home': ({ query, caller }) => showHome(app.read(caller), { shopId: query.shopId, accountId: caller.accountId }),
    'GET /api/console/shops/{shopId}/today': ({ params, caller }) => showToday(app.read(caller), params.shopId),
  });
}
