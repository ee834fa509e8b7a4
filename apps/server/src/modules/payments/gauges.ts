import type { ModuleGauge } from '#platform/app';
import { readWaiting } from './store-figures.ts';

export const paymentGauges: readonly ModuleGauge[] = [
  {
    name: 'tuanzi_payments_waiting',
    help: 'Payments and refunds the provider has not ended yet.',
    labels: ['what'],
    read: async (app) => (await readWaiting(app.database.db)).map(({ what, count }) => ({ labels: { what }, value: count })),
  },
  {
    name: 'tuanzi_payments_oldest_waiting_seconds',
    help: 'Age of the oldest of them.',
    labels: ['what'],
    async read(app) {
      const now = app.clock.now().getTime();
      return (await readWaiting(app.database.db)).map(({ what, oldestAt }) => ({
        labels: { what },
        value: oldestAt === null ? 0 : Math.max(0, now - oldestAt.getTime()) / 1000,
      }));
    },
  },
];
