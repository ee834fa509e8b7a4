import { promoters } from '@tuanzi/contract/promoters';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { mount } from '#platform/http/mount';
import { becomePromoter } from './become-promoter.ts';
import { presentCentre, presentCommissions, presentShopPromoters } from './present.ts';

export function promotersRoutes(app: App, http: FastifyInstance): void {
  mount(http, promoters, {
    'GET /api/promoter': ({ caller }) => presentCentre(app.read(caller), caller.accountId),
    'POST /api/promoter': async ({ caller }) => {
      await app.transact(caller, (ctx) => becomePromoter(ctx, caller.accountId));
      return presentCentre(app.read(caller), caller.accountId);
    },
    'GET /api/promoter/commissions': ({ query, caller }) =>
      presentCommissions(app.read(caller), { promoterId: caller.accountId, ...query }),
    'GET /api/console/shops/{shopId}/promoters': ({ params, query, caller }) =>
      presentShopPromoters(app.read(caller), { shopId: params.shopId, ...query }),
  });
}
