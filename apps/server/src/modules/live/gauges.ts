import type { ModuleGauge } from '#platform/app';
import { readAirFigures } from './store-figures.ts';

export const liveGauges: readonly ModuleGauge[] = [
  {
    name: 'tuanzi_live_sessions',
    help: 'Sessions on air: with a picture, and without one for the moment.',
    labels: ['state'],
    async read(app) {
      const { live, interrupted } = await readAirFigures(app.database.db);
      return [
        { labels: { state: 'live' }, value: live },
        { labels: { state: 'interrupted' }, value: interrupted },
      ];
    },
  },
  {
    name: 'tuanzi_viewers',
    help: 'Players that receive a live picture.',
    read: async (app) => [{ value: (await readAirFigures(app.database.db)).viewers }],
  },
];
