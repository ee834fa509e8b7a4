import { shops } from '@tuanzi/contract/shops';
import type { FastifyInstance } from 'fastify';
import { deviceName, presentMe, setSessionCookie } from '#modules/identity';
import type { App } from '#platform/app';
import type { Ctx } from '#platform/ctx';
import { mount } from '#platform/http/mount';
import { problem } from '#platform/problem';
import { changeShop } from './change-shop.ts';
import { getShop, type Shop } from './get-shop.ts';
import { presentSettings, presentShop } from './present.ts';
import { isSetUpNeeded, setUp } from './set-up.ts';
import { dismiss, employ, listStaff } from './staff.ts';

const done = { ok: true } as const;

export function shopsRoutes(app: App, http: FastifyInstance): void {
  mount(http, shops, {
    'GET /api/setup': async ({ caller }) => ({ isNeeded: await isSetUpNeeded(app.read(caller)) }),
    'POST /api/setup': async ({ body, caller, request, reply }) => {
      const session = await app.transact(caller, (ctx) => setUp(ctx, { ...body, device: deviceName(request.headers['user-agent']) }));
      setSessionCookie(request, reply, session.token);
      return presentMe(app.read(caller), session.accountId);
    },
    'GET /api/shops/{shopId}': async ({ params, caller }) => {
      const ctx = app.read(caller);
      return presentShop(ctx, await knownShop(ctx, params.shopId));
    },
    'GET /api/console/shops/{shopId}': async ({ params, caller }) => {
      const ctx = app.read(caller);
      return presentSettings(ctx, await knownShop(ctx, params.shopId));
    },
    'PATCH /api/console/shops/{shopId}': async ({ params, body, caller }) => {
      const shop = await app.transact(caller, (ctx) => changeShop(ctx, params.shopId, body));
      return presentSettings(app.read(caller), shop);
    },
    'GET /api/console/shops/{shopId}/staff': async ({ params, caller }) => ({ items: await listStaff(app.read(caller), params.shopId) }),
    'PUT /api/console/shops/{shopId}/staff': async ({ params, body, caller }) => {
      const { role, ...contact } = body;
      await app.transact(caller, (ctx) => employ(ctx, params.shopId, { contact, role, byId: caller.accountId }));
      return done;
    },
    'DELETE /api/console/shops/{shopId}/staff/{accountId}': async ({ params, caller }) => {
      await app.transact(caller, (ctx) => dismiss(ctx, params.shopId, { accountId: params.accountId, byId: caller.accountId }));
      return done;
    },
  });
}

async function knownShop(ctx: Ctx, shopId: string): Promise<Shop> {
  const shop = await getShop(ctx, shopId);
  if (shop === undefined) throw problem('not_found');
  return shop;
}
