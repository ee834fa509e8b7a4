import type { OrderView } from '@tuanzi/contract/orders';
import { useCountdown } from '@tuanzi/ui/time.ts';
import { CircleAlert, CircleCheck, CircleX, Clock3, Package, Truck } from 'lucide-react';
import { type Key, useT } from '../../messages.ts';
import { useClockOffset } from '../../shell/use-me.ts';
import { stateKey } from './order-state.ts';
import styles from './orders.module.css';
import type { PayReturn } from './use-pay-return.ts';

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
export function OrderHead({ order, payReturn }: { order: OrderView; payReturn: PayReturn }) {
  const t = useT();
  const countdown = useCountdown(order.payBy ?? order.createdAt, useClockOffset());
  const Icon = payReturn === 'failed' ? CircleAlert : order.isWaiting && order.state === 'paid' ? Clock3 : icons[order.state];
  // Back from the cashier the notice may be a second behind: say so rather than "not paid".
  const back = countdown.isOver ? null : payReturn;
  const next: string =
    back !== null
      ? t(`orders.back.${back}Words`)
      : order.state === 'unpaid'
        ? countdown.isOver
          ? t('pay.tooLate')
          : t('pay.payWithin', { clock: countdown.clock })
        : t(nextKey(order));
  return (
    <section className={styles.head} data-state={order.state} data-back={back ?? undefined} aria-live="polite">
      <Icon size={28} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <h2 className={styles.headTitle} data-testid="order-state">
          {back === null ? t(stateKey(order)) : t(`orders.back.${back}`)}
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
