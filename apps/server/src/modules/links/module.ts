import { accountMerges, type AccountMerge } from '#modules/identity';
import { orderFacts } from '#modules/orders';
import type { Module } from '#platform/app';
import { pageMetas } from '#platform/http/pages';
import './events.ts';
import { linkTargets } from './extension-points.ts';
import { linksRoutes } from './http.ts';
import { sharerFacts } from './order-facts.ts';
import { linkMeta } from './page-meta.ts';
import { removeOldPosters } from './poster/get-poster.ts';
import { moveLinks } from './store.ts';
import { productTarget, shopTarget } from './targets.ts';

const mergeLinks: AccountMerge = (ctx, { fromId, intoId }) => moveLinks(ctx, fromId, intoId);

export const linksModule: Module = {
  name: 'links',
  setup() {
    linkTargets.provide('product', productTarget);
    linkTargets.provide('shop', shopTarget);
    accountMerges.provide('links', mergeLinks);
    orderFacts.provide('links', sharerFacts);
    pageMetas.provide('l', linkMeta);
  },
  routes: linksRoutes,
  sweeps: [{ name: 'links.remove-old-posters', everyMs: 3_600_000, run: removeOldPosters }],
};
