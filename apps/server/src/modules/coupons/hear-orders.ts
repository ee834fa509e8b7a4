import type { Subscriber } from '#platform/app';
import type { EventType, StoredEvent } from '#platform/events';
import { freeClaims, markUsed } from './store.ts';

/** What became of the orders coupons are held by: used once paid, back once closed or refunded in full. */
export const couponSubscriber: Subscriber = {
  name: 'coupons.hear-orders',
  types: ['order.paid', 'order.closed', 'order.refunded'],
  async handle(ctx, events) {
    // An order is paid before it is refunded, and what is closed is never paid.
    const paid = of(events, 'order.paid').map(({ orderId, totalFen }) => ({ orderId, paidFen: totalFen }));
    if (paid.length > 0) await markUsed(ctx, paid);
    const over = [...of(events, 'order.closed'), ...of(events, 'order.refunded').filter(({ isFull }) => isFull)];
    if (over.length > 0)
      await freeClaims(
        ctx,
        over.map(({ orderId }) => orderId),
      );
  },
};

function of<T extends EventType>(events: readonly StoredEvent[], type: T): StoredEvent<T>['payload'][] {
  return events.filter((event): event is StoredEvent<T> => event.type === type).map((event) => event.payload);
}
