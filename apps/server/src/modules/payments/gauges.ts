import type { ModuleGauge } from '#platform/app';
import { readOnce } from '#platform/read-once';
import { readWaiting } from './store-figures.ts';

const readWaitingOnce = readOnce((app) => readWaiting(app.database.db));

export const paymentGauges: readonly ModuleGauge[] = [
  {
    name: 'tuanzi_payments_waiting',
    help: 'Payments and refunds the provider has not ended yet.',
    labels: ['what'],
    read: async (app, scrape) => (await readWaitingOnce(app, scrape)).map(({ what, count }) => ({ labels: { what }, value: count })),
  },
  {
    name: 'tuanzi_payments_oldest_waiting_seconds',
    help: 'Age of the oldest of them.',
    labels: ['what'],
    async read(app, scrape) {
      const now = app.clock.now().getTime();
      return (await readWaitingOnce(app, scrape)).map(({ what, oldestAt }) => ({
        labels: { what },
        value: oldestAt === null ? 0 : Math.max(0, now - oldestAt.getTime()) / 1000,
      }));
    },
  },
];
