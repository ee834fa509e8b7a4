import type { OrderView } from '@tuanzi/contract/orders';
import { useCountdown } from '@tuanzi/ui/time.ts';
import { CircleCheck, CircleX, Clock3, Package, Truck } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { type Key, useT } from '../../messages.ts';
import { useClockOffset } from '../../shell/use-me.ts';
import { stateKey } from './order-state.ts';
import styles from './orders.module.css';

const icons = {
  unpaid: Clock3,
  paid: CircleCheck,
  shipped: Truck,
  delivered: Package,
  completed: CircleCheck,
  closed: CircleX,
  refunded: CircleX,
} as const;

/** Where the order stands and what comes next, in words a first-time buyer understands. */
export function OrderHead({ order }: { order: OrderView }) {
  const t = useT();
  const [query] = useSearchParams();
  const countdown = useCountdown(order.payBy ?? order.createdAt, useClockOffset());
  const Icon = order.isWaiting && order.state === 'paid' ? Clock3 : icons[order.state];
  // Back from the cashier the notice may be a second behind: say so rather than "not paid".
  const isConfirming = order.state === 'unpaid' && query.get('from') === 'pay' && !countdown.isOver;
  const next: string = isConfirming
    ? t('orders.confirmingWords')
    : order.state === 'unpaid'
      ? countdown.isOver
        ? t('pay.tooLate')
        : t('pay.payWithin', { clock: countdown.clock })
      : t(nextKey(order));
  return (
    <section className={styles.head} data-state={order.state} aria-live="polite">
      <Icon size={28} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <h2 className={styles.headTitle} data-testid="order-state">
          {isConfirming ? t('orders.confirming') : t(stateKey(order))}
        </h2>
        <p className={`${styles.headWords} tz-figures`}>{next}</p>
      </div>
    </section>
  );
}

function nextKey(order: OrderView): Extract<Key, `orders.next.${string}` | `orders.closed.${string}`> {
  if (order.refundState === 'pending') return 'orders.next.refunding';
  if (order.state === 'paid' && order.isWaiting) return 'orders.next.waiting';
  if (order.state === 'closed' || order.state === 'refunded') {
    switch (order.closeReason) {
      case 'by-buyer':
        return 'orders.closed.byBuyer';
      case 'by-shop':
        return 'orders.closed.byShop';
      case 'team-failed':
        return 'orders.closed.teamFailed';
      case 'late-payment':
        return 'orders.closed.latePayment';
      case 'refunded':
        return 'orders.closed.refunded';
      case 'unpaid':
      case null:
        return order.state === 'refunded' ? 'orders.closed.refunded' : 'orders.closed.unpaid';
    }
  }
  if (order.state === 'unpaid') return 'orders.next.paid';
  return `orders.next.${order.state}`;
}
