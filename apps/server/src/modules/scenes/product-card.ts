import { getProductCards, getProductFacts } from '#modules/catalog';
import type { CardKind } from './extension-points.ts';

/** A product of the shop, with its price and what is left of it. */
export const productCard: CardKind = {
  present: (ctx, refIds) => getProductCards(ctx, refIds),
  shopOf: async (ctx, refId) => {
    const facts = (await getProductFacts(ctx, [refId])).get(refId);
    return facts?.isOnSale === true ? facts.shopId : null;
  },
};
