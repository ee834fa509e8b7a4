import type { OrderView } from '@tuanzi/contract/orders';
import type { Key } from '../../messages.ts';

/** One word for where an order stands; a refund on its way counts before the rest. */
export function stateKey(order: OrderView): Extract<Key, `orders.state.${string}`> {
  if (order.refundState === 'pending') return 'orders.state.refunding';
  if (order.state === 'paid' && order.isWaiting) return 'orders.state.waiting';
  return `orders.state.${order.state}`;
}

export function stateTone(order: OrderView): 'persimmon' | 'leaf' | 'honey' | undefined {
  if (order.refundState === 'pending' || (order.state === 'paid' && order.isWaiting)) return 'honey';
  if (order.state === 'unpaid') return 'persimmon';
  if (order.state === 'closed' || order.state === 'refunded') return undefined;
  return 'leaf';
}
