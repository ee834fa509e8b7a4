import type { OrderView } from '@tuanzi/contract/orders';
import { useCommand } from '@tuanzi/client/react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { ask, notify, notifyProblem } from '../../shell/notify.ts';
import { ReviewLink } from '../reviews/ReviewLink.tsx';
import styles from './orders.module.css';

/** What the buyer can do with an order now. */
export function OrderActions({
  order,
  isSmall = false,
  isConfirming = false,
}: {
  order: OrderView;
  isSmall?: boolean;
  /** While a payment is being confirmed, nobody should be asked to pay again. */
  isConfirming?: boolean;
}) {
  const t = useT();
  const size = isSmall ? { 'data-size': 's' } : {};
  const cancel = useCommand('POST /api/orders/{orderId}/cancel', {
    invalidates: ['GET /api/orders', 'GET /api/orders/counts', 'GET /api/orders/{orderId}'],
  });
  const receive = useCommand('POST /api/orders/{orderId}/receive', {
    invalidates: ['GET /api/orders', 'GET /api/orders/counts', 'GET /api/orders/{orderId}'],
  });
  const params = { orderId: order.id };
  const askCancel = async () => {
    if (
      !(await ask({ title: t('orders.cancelTitle'), words: t('orders.cancelWords'), yes: t('orders.cancelYes'), no: t('orders.cancelNo') }))
    )
      return;
    cancel.mutate({ params }, { onSuccess: () => notify(t('orders.cancelled')), onError: notifyProblem });
  };
  const askReceive = async () => {
    if (
      !(await ask({ title: t('orders.receiveTitle'), words: t('orders.receiveWords'), yes: t('orders.receive'), no: t('common.notYet') }))
    )
      return;
    receive.mutate({ params }, { onSuccess: () => notify(t('orders.received')), onError: notifyProblem });
  };
  const first = order.lines[0];
  const isToPay = order.state === 'unpaid' && !isConfirming;
  return (
    <div className={styles.actions}>
      {isToPay ? (
        <button
          type="button"
          className="tz-button"
          {...size}
          data-tone="line"
          aria-busy={cancel.isPending}
          onClick={() => void askCancel()}
          data-testid="cancel-order"
        >
          {t('orders.cancel')}
        </button>
      ) : null}
      {isToPay ? (
        <Link to={`/pay/${order.id}`} className="tz-button" {...size} data-tone="primary" data-testid="pay-again">
          {t('orders.pay')}
        </Link>
      ) : null}
      {order.teamId !== null && order.state !== 'unpaid' ? (
        <Link
          to={`/teams/${order.teamId}`}
          className="tz-button"
          {...size}
          data-tone={order.isWaiting ? 'primary' : 'line'}
          data-testid="see-team"
        >
          {order.isWaiting ? t('orders.invite') : t('orders.seeTeam')}
        </Link>
      ) : null}
      {order.state === 'shipped' ? (
        <button
          type="button"
          className="tz-button"
          {...size}
          data-tone="primary"
          aria-busy={receive.isPending}
          onClick={() => void askReceive()}
          data-testid="receive-order"
        >
          {t('orders.receive')}
        </button>
      ) : null}
      {(order.state === 'completed' || order.state === 'closed' || order.state === 'refunded' || order.state === 'delivered') &&
      first !== undefined ? (
        <Link to={`/products/${first.productId}`} className="tz-button" {...size} data-tone="line">
          {t('orders.again')}
        </Link>
      ) : null}
      {order.state === 'delivered' || order.state === 'completed' ? <ReviewLink orderId={order.id} isSmall={isSmall} /> : null}
    </div>
  );
}
