import { accountMerges } from '#modules/identity';
import type { Module } from '#platform/app';
import './events.ts';
import { cardKinds } from './extension-points.ts';
import { sceneGauges } from './gauges.ts';
import { sceneSubscribers, sceneSweeps } from './hear-events.ts';
import { scenePolicies, sceneRoutes } from './http.ts';
import { productCard } from './product-card.ts';
import { setUpSceneServer } from './scene-server.ts';
import { mergeAuthor } from './merge-author.ts';

export const scenesModule: Module = {
  name: 'scenes',
  setup(app) {
    cardKinds.provide('product', productCard);
    accountMerges.provide('scenes', mergeAuthor);
    setUpSceneServer(app);
  },
  policies: scenePolicies,
  routes: sceneRoutes,
  gauges: sceneGauges,
  subscribers: sceneSubscribers,
  sweeps: sceneSweeps,
};
