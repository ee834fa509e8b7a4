import type { Module } from '#platform/app';
import { systemActor } from '#platform/ctx';
import { checkPayments, moveRefunds } from './ask-provider.ts';
import { paymentGauges } from './gauges.ts';
import { paymentsSubscriber } from './hear-orders.ts';
import { paymentsRoutes } from './http.ts';
import { deleteNotices } from './store.ts';

const dayMs = 86_400_000;

export const paymentsModule: Module = {
  name: 'payments',
  routes: paymentsRoutes,
  gauges: paymentGauges,
  subscribers: [paymentsSubscriber],
  sweeps: [
    { name: 'payments.check', everyMs: 1000, run: checkPayments },
    { name: 'payments.refund', everyMs: 1000, run: moveRefunds },
    {
      name: 'payments.forget-notices',
      everyMs: 3_600_000,
      run: (app) => app.transact(systemActor, (ctx) => deleteNotices(ctx, new Date(ctx.now.getTime() - 30 * dayMs))),
    },
  ],
};
