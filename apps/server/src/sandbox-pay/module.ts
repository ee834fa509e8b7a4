import type { Module } from '#platform/app';
import { cashierRoutes } from './cashier.ts';
import { deliverNotices, endRefunds } from './deliver-notices.ts';
import { merchantApi } from './merchant-api.ts';

/** A payment provider to try things with: its own API, cashier and state, reached by the shop over HTTP like any other. */
export const sandboxPayModule: Module = {
  name: 'sandbox-pay',
  routes(app, http) {
    merchantApi(app, http);
    cashierRoutes(app, http);
  },
  sweeps: [
    { name: 'sandbox-pay.refunds', everyMs: 500, run: endRefunds },
    { name: 'sandbox-pay.notices', everyMs: 500, run: (app) => deliverNotices(app) },
  ],
};
