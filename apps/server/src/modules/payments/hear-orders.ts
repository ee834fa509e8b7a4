import type { Subscriber } from '#platform/app';
import type { StoredEvent } from '#platform/events';
import { insertRefunds, wantClosed } from './store.ts';

/** What orders decide is carried out at the provider: refunds are sent, and cashiers of orders that are over are closed. */
export const paymentsSubscriber: Subscriber = {
  name: 'payments',
  types: ['order.refund-requested', 'order.closed', 'order.paid'],
  async handle(ctx, events) {
    const refunds = events
      .filter((event): event is StoredEvent<'order.refund-requested'> => event.type === 'order.refund-requested')
      .map((event) => event.payload);
    const over = events
      .filter((event): event is StoredEvent<'order.closed' | 'order.paid'> => event.type !== 'order.refund-requested')
      .map((event) => event.payload.orderId);
    if (refunds.length > 0)
      await insertRefunds(
        ctx,
        refunds.map(({ refundId, ...refund }) => ({ ...refund, id: refundId })),
      );
    if (over.length > 0) await wantClosed(ctx, [...new Set(over)]);
  },
};
