import { getPeople } from '#modules/identity';
import type { OrderFacts } from '#modules/orders';
import { sharerFor } from './sharer-for.ts';

/** Who brought each order, for the console. As it was when the order was paid; of an unpaid order, as it is now. */
export const sharerFacts: OrderFacts = async (ctx, orders) => {
  const sharers = await sharerFor(
    ctx,
    orders.map((order) => ({ accountId: order.buyerId, linkCode: order.linkCode, at: order.paidAt ?? order.closedAt ?? ctx.now })),
  );
  const people = await getPeople(ctx, [...new Set(sharers.flatMap((sharer) => (sharer === null ? [] : [sharer.sharerId])))]);
  return new Map(
    orders.flatMap((order, i) => {
      const sharer = sharers[i];
      const person = sharer == null ? undefined : people.get(sharer.sharerId);
      return sharer == null || person === undefined ? [] : [[order.id, { sharer: person, linkCode: sharer.code }] as const];
    }),
  );
};
