import { useApi } from '@tuanzi/client/react';
import { Drawer, Grid } from 'antd';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useT } from '../../messages.ts';
import { OrderActions } from './OrderActions.tsx';
import { OrderAddress } from './OrderAddress.tsx';
import { OrderLedger } from './OrderLedger.tsx';
import { OrderLines } from './OrderLines.tsx';
import { OrderOrigin } from './OrderOrigin.tsx';
import { OrderState } from './OrderState.tsx';
import { OrderTimeline } from './OrderTimeline.tsx';
import { useIsAtLeast } from '../../session.tsx';
import { mayRefund, mayShip } from './order-state.ts';
import './orders.css';

/** One order, whole: what, for how much and why, from where, what happened, and what can be done. Null shows nothing. */
export function OrderDrawer({ shopId, orderId, onClose }: { shopId: string; orderId: string | null; onClose: () => void }) {
  const t = useT();
  const isWide = Grid.useBreakpoint().md === true;
  const order = useApi(
    'GET /api/console/shops/{shopId}/orders/{orderId}',
    { params: { shopId, orderId: orderId ?? '' } },
    { isEnabled: orderId !== null, refetchEveryMs: 5_000 },
  );
  const mayAct = useIsAtLeast('operator');
  const shown = order.data;
  return (
    <Drawer
      open={orderId !== null}
      onClose={onClose}
      size={isWide ? 620 : '100%'}
      destroyOnHidden
      title={
        shown === undefined ? (
          '…'
        ) : (
          <span className="or-head">
            <span>{t('orders.drawer.title', { number: shown.number })}</span>
            <OrderState order={shown} />
          </span>
        )
      }
      footer={
        shown === undefined || !mayAct || !(mayShip(shown) || mayRefund(shown) || shown.state === 'shipped') ? null : (
          <OrderActions shopId={shopId} order={shown} />
        )
      }
    >
      {order.isError ? <ListProblem problem={order.error} onRetry={() => void order.refetch()} /> : null}
      {order.isPending && orderId !== null ? <TableSkeleton rows={5} /> : null}
      {shown === undefined ? null : (
        <div className="or-body" data-testid="order-drawer">
          <OrderLines order={shown} />
          <OrderOrigin order={shown} />
          <OrderAddress order={shown} />
          <OrderTimeline order={shown} />
          <OrderLedger shopId={shopId} order={shown} />
        </div>
      )}
    </Drawer>
  );
}
