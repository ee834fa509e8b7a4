import type { OrderView } from '@tuanzi/contract/orders';
import { useT } from '../../messages.ts';
import { stateTones } from './order-state.ts';

export function OrderState({ order }: { order: OrderView }) {
  const t = useT();
  return (
    <span className="cs-chips">
      {order.isWaiting ? (
        <span className="tz-chip" data-tone="honey">
          {t('orders.waiting')}
        </span>
      ) : (
        <span className="tz-chip" data-tone={stateTones[order.state]}>
          {t(`orders.states.${order.state}`)}
        </span>
      )}
      {order.refundState === 'pending' ? (
        <span className="tz-chip" data-tone="honey">
          {t('orders.refunding')}
        </span>
      ) : null}
      {order.refundState === 'partial' ? <span className="tz-chip">{t('orders.refundedPart')}</span> : null}
    </span>
  );
}
