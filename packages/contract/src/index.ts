/** Everything that crosses the wire, in one object. */
import { catalog, catalogProblems } from './catalog.ts';
import { communities, communitiesProblems } from './communities.ts';
import { coupons, couponsProblems } from './coupons.ts';
import { groupBuy, groupBuyProblems } from './group-buy.ts';
import { identity, identityProblems } from './identity.ts';
import { insights } from './insights.ts';
import { ledger } from './ledger.ts';
import { links, linksProblems } from './links.ts';
import { live, liveProblems } from './live.ts';
import { media, mediaProblems } from './media.ts';
import { orders, ordersProblems } from './orders.ts';
import { payments, paymentsProblems } from './payments.ts';
import { platformProblems } from './platform.ts';
import { promoters, promotersProblems } from './promoters.ts';
import { reviews, reviewsProblems } from './reviews.ts';
import { scenes, scenesProblems } from './scenes.ts';
import { shops, shopsProblems } from './shops.ts';

export const contract = {
  ...identity,
  ...shops,
  ...media,
  ...catalog,
  ...orders,
  ...payments,
  ...ledger,
  ...links,
  ...promoters,
  ...scenes,
  ...groupBuy,
  ...coupons,
  ...live,
  ...communities,
  ...reviews,
  ...insights,
};
export type Contract = typeof contract;

export const problems = {
  ...platformProblems,
  ...identityProblems,
  ...shopsProblems,
  ...mediaProblems,
  ...catalogProblems,
  ...ordersProblems,
  ...paymentsProblems,
  ...linksProblems,
  ...promotersProblems,
  ...scenesProblems,
  ...groupBuyProblems,
  ...couponsProblems,
  ...liveProblems,
  ...communitiesProblems,
  ...reviewsProblems,
};
export type ProblemCode = keyof typeof problems;
