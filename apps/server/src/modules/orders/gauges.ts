import { orderStates } from '@tuanzi/contract/orders';
import type { ModuleGauge } from '#platform/app';
import { countByState, countSince } from './store-figures.ts';

export const orderGauges: readonly ModuleGauge[] = [
  {
    name: 'tuanzi_orders',
    help: 'Orders by state; counted once a minute at most.',
    labels: ['state'],
    freshMs: 60_000,
    async read(app) {
      const counts = new Map((await countByState(app.database.db)).map(({ state, count }) => [state, count]));
      return orderStates.map((state) => ({ labels: { state }, value: counts.get(state) ?? 0 }));
    },
  },
  {
    name: 'tuanzi_orders_per_minute',
    help: 'Orders placed, and orders paid, in the minute before.',
    labels: ['step'],
    async read(app) {
      const { placed, paid } = await countSince(app.database.db, new Date(app.clock.now().getTime() - 60_000));
      return [
        { labels: { step: 'placed' }, value: placed },
        { labels: { step: 'paid' }, value: paid },
      ];
    },
  },
];
