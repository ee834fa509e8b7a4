import type { OfferKind } from '#modules/pricing';
import { claimSeats } from './claim-seats.ts';
import { confirmSeats } from './confirm-seats.ts';
import { priceSeats } from './price-seats.ts';
import { leaveTeams, releaseSeats } from './release-seats.ts';

/** How the group price enters orders: what pricing and orders ask, in arrays. */
export const groupBuyOffer: OfferKind = {
  price: priceSeats,
  claim: claimSeats,
  release: releaseSeats,
  paid: async (ctx, orderIds) => new Map([...(await confirmSeats(ctx, orderIds))].map(([orderId, payment]) => [orderId, payment.verdict])),
  refunded: (ctx, orderIds) => leaveTeams(ctx, orderIds, 'refunded'),
};
