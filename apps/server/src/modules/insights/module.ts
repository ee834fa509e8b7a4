import { orderFacts } from '#modules/orders';
import type { Module } from '#platform/app';
import { systemActor } from '#platform/ctx';
import { countedTypes, countEvents } from './count-events.ts';
import { insightsRoutes } from './http.ts';
import { originFacts } from './order-facts.ts';
import { countersSubscriber, rebuildInsights } from './rebuild-insights.ts';

export const insightsModule: Module = {
  name: 'insights',
  setup: () => orderFacts.provide('insights', originFacts),
  routes: insightsRoutes,
  // For an operator who mistrusts the numbers; the pages show the count as it grows back.
  jobs: { 'insights.rebuild': (app) => app.transact(systemActor, rebuildInsights) },
  subscribers: [{ name: countersSubscriber, types: countedTypes, handle: countEvents }],
};
