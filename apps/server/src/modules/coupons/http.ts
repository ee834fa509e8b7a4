import { coupons } from '@tuanzi/contract/coupons';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import { createCombiner } from '#platform/combiner';
import { systemActor } from '#platform/ctx';
import { requireAccount } from '#platform/http/access';
import { mount } from '#platform/http/mount';
import { createReader } from '#platform/reader';
import { claimCoupons, type ClaimRequest } from './claim-coupons.ts';
import { changeCoupon, planCoupon, stopCoupon } from './plan-coupon.ts';
import { listClaims, listCoupons, listHeld, listOffered, readHeld, showConsoleCoupon, showCoupon } from './show-coupons.ts';

export function couponRoutes(app: App, http: FastifyInstance): void {
  // A room claims in the same second: one transaction hands out hundreds.
  const claiming = createCombiner<ClaimRequest, string>((requests) => app.transact(systemActor, (ctx) => claimCoupons(ctx, requests)), {
    batchMax: 500,
    lanes: 1,
    queueMax: 20_000,
    keyOf: ({ couponId }) => couponId,
  });
  app.onClose(() => claiming.drain());
  const heldOf = createReader(app, readHeld);
  mount(http, coupons, {
    'GET /api/shops/{shopId}/coupons': ({ params, query, caller }) =>
      listOffered(app.read(caller), { shopId: params.shopId, productId: query.productId, accountId: caller.accountId }),
    'GET /api/coupons/{couponId}': ({ params, caller }) => showCoupon(app.read(caller), params.couponId, caller.accountId),
    'POST /api/coupons/{couponId}/claims': async ({ params, caller, idempotency }) => {
      const { accountId } = requireAccount(caller);
      const claimId = await claiming.submit({ couponId: params.couponId, accountId, claim: idempotency });
      return must(await heldOf(claimId), 'it was claimed');
    },
    'GET /api/me/coupons': ({ query, caller }) => listHeld(app.read(caller), caller.accountId, query),
    'GET /api/console/shops/{shopId}/coupons': ({ params, query, caller }) => listCoupons(app.read(caller), { ...params, ...query }),
    'POST /api/console/shops/{shopId}/coupons': async ({ params, body, caller }) => {
      const couponId = await app.transact(caller, (ctx) => planCoupon(ctx, params.shopId, body));
      return showConsoleCoupon(app.read(caller), { shopId: params.shopId, couponId });
    },
    'GET /api/console/shops/{shopId}/coupons/{couponId}': ({ params, caller }) => showConsoleCoupon(app.read(caller), params),
    'PUT /api/console/shops/{shopId}/coupons/{couponId}': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => changeCoupon(ctx, { ...params, plan: body }));
      return showConsoleCoupon(app.read(caller), params);
    },
    'POST /api/console/shops/{shopId}/coupons/{couponId}/stop': async ({ params, caller }) => {
      await app.transact(caller, (ctx) => stopCoupon(ctx, params.shopId, params.couponId));
      return showConsoleCoupon(app.read(caller), params);
    },
    'GET /api/console/shops/{shopId}/coupons/{couponId}/claims': ({ params, query, caller }) =>
      listClaims(app.read(caller), { ...params, ...query }),
  });
}
