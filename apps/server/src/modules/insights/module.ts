import { orderFacts } from '#modules/orders';
import type { Module } from '#platform/app';
import { countedTypes, countEvents } from './count-events.ts';
import { insightsRoutes } from './http.ts';
import { originFacts } from './order-facts.ts';
import { countersSubscriber } from './rebuild-insights.ts';

export const insightsModule: Module = {
  name: 'insights',
  setup: () => orderFacts.provide('insights', originFacts),
  routes: insightsRoutes,
  subscribers: [{ name: countersSubscriber, types: countedTypes, handle: countEvents }],
};
