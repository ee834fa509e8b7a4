import type { OrderView } from '@tuanzi/contract/orders';

/** All states, as the tabs show them. */
export const orderStates = ['unpaid', 'paid', 'shipped', 'delivered', 'completed', 'refunded', 'closed'] as const;
/** The lists behind the numbers of today. */
export const orderNeeds = ['to-ship', 'refunding'] as const;
export type Tone = 'persimmon' | 'leaf' | 'honey' | 'sky' | undefined;
export const stateTones: Readonly<Record<OrderView['state'], Tone>> = {
  unpaid: 'honey',
  paid: 'persimmon',
  shipped: 'sky',
  delivered: 'sky',
  completed: 'leaf',
  closed: undefined,
  refunded: undefined,
};

/** What may still be refunded. */
export const refundableFen = (order: OrderView): number => Math.max(0, order.paidFen - order.refundedFen);
export const mayShip = (order: OrderView): boolean => order.state === 'paid' && order.refundState !== 'pending';
export const mayRefund = (order: OrderView): boolean =>
  order.paidAt !== null && order.refundState !== 'pending' && refundableFen(order) > 0;
