import type { Module } from '#platform/app';
import { announceJob, runAnnounce } from './announce-times.ts';
import './events.ts';
import { sweepDueTeams } from './expire-teams.ts';
import { groupBuySubscribers } from './hear-events.ts';
import { groupBuyRoutes } from './http.ts';
import { provideGroupBuys } from './provide.ts';

export const groupBuyModule: Module = {
  name: 'group-buy',
  setup: provideGroupBuys,
  routes: groupBuyRoutes,
  subscribers: groupBuySubscribers,
  jobs: { [announceJob]: runAnnounce },
  sweeps: [{ name: 'group-buy.expire-teams', everyMs: 1000, run: sweepDueTeams }],
};
