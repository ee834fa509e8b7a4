import type { ModuleGauge } from '#platform/app';
import { readOnce } from '#platform/read-once';
import { readAirFigures } from './store-figures.ts';

const readAir = readOnce((app) => readAirFigures(app.database.db));

export const liveGauges: readonly ModuleGauge[] = [
  {
    name: 'tuanzi_live_sessions',
    help: 'Sessions on air: with a picture, and without one for the moment.',
    labels: ['state'],
    async read(app, scrape) {
      const { live, interrupted } = await readAir(app, scrape);
      return [
        { labels: { state: 'live' }, value: live },
        { labels: { state: 'interrupted' }, value: interrupted },
      ];
    },
  },
  {
    name: 'tuanzi_viewers',
    help: 'Players that receive a live picture.',
    read: async (app, scrape) => [{ value: (await readAir(app, scrape)).viewers }],
  },
];
