import type { App, Module } from '#platform/app';
import { systemActor } from '#platform/ctx';
import { requireAccount } from '#platform/http/access';
import { problem } from '#platform/problem';
import './events.ts';
import { identityRoutes } from './http.ts';
import { mergeAgainJob, moveEverything } from './merge-guest.ts';
import { hasRole } from './roles.ts';
import { sessionLifeMs, type ShopRole } from './rules.ts';
import { runSendCode, sendCodeJob } from './send-code.ts';
import { deleteExpired } from './store.ts';

export const identityModule: Module = {
  name: 'identity',
  policies: (app) => ({
    // The keeper of the installation is not thereby staff of anybody's shop.
    shop: async (role, { caller, params }) => {
      const { accountId } = requireAccount(caller);
      if (!(await hasRole(app.read(caller), accountId, params['shopId'] ?? '', role as ShopRole))) throw problem('not_allowed');
    },
  }),
  routes: identityRoutes,
  jobs: {
    [sendCodeJob]: runSendCode,
    [mergeAgainJob]: async (app, payload) => {
      const merge = payload as { fromId: string; intoId: string };
      await app.transact(systemActor, (ctx) => moveEverything(ctx, merge));
    },
  },
  sweeps: [{ name: 'identity.forget-expired', everyMs: 60_000, run: forgetExpired }],
};

/** Ended sessions stay listed for nobody; a month later they are gone. */
function forgetExpired(app: App): Promise<number> {
  const before = new Date(app.clock.now().getTime() - sessionLifeMs / 3);
  return app.transact(systemActor, (ctx) => deleteExpired(ctx, before));
}
