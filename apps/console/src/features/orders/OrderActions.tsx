import { useCommand } from '@tuanzi/client/react';
import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { App, Button, Tooltip } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../client.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast } from '../../session.tsx';
import { afterOrder } from './after-order.ts';
import { mayRefund, mayShip } from './order-state.ts';
import { RefundDialog } from './RefundDialog.tsx';
import { ShipDialog } from './ShipDialog.tsx';

/** The next step of this order as the main action, the others beside it. */
export function OrderActions({ shopId, order }: { shopId: string; order: ConsoleOrder }) {
  const t = useT();
  const { message, modal } = App.useApp();
  const mayAct = useIsAtLeast('operator');
  const [dialog, setDialog] = useState<'ship' | 'refund' | null>(null);
  const deliver = useCommand('POST /api/console/shops/{shopId}/orders/{orderId}/deliver', {
    invalidates: afterOrder,
    onDone: () => void message.success(t('orders.deliver.done')),
  });
  if (!mayAct) return null;
  const askDeliver = () =>
    modal.confirm({
      title: t('orders.deliver.title'),
      content: t('orders.deliver.words'),
      okText: t('orders.deliver.go'),
      okButtonProps: { 'data-testid': 'deliver-confirm' },
      cancelText: t('list.cancel'),
      onOk: () =>
        deliver.mutateAsync({ params: { shopId, orderId: order.id } }).catch((error: unknown) => {
          void message.error(sentenceOf(error));
        }),
    });
  return (
    <div className="or-actions">
      {mayRefund(order) ? (
        <Button danger onClick={() => setDialog('refund')} data-testid="refund">
          {t('orders.refund.go')}
        </Button>
      ) : null}
      {order.state === 'shipped' ? (
        <Button type="primary" onClick={askDeliver} data-testid="deliver">
          {t('orders.deliver.go')}
        </Button>
      ) : null}
      {mayShip(order) ? (
        <Tooltip title={order.isWaiting ? t('orders.ship.waiting') : undefined}>
          <Button type="primary" disabled={order.isWaiting} onClick={() => setDialog('ship')} data-testid="ship">
            {t('orders.ship.go')}
          </Button>
        </Tooltip>
      ) : null}
      <ShipDialog shopId={shopId} order={order} isOpen={dialog === 'ship'} onClose={() => setDialog(null)} />
      <RefundDialog shopId={shopId} order={order} isOpen={dialog === 'refund'} onClose={() => setDialog(null)} />
    </div>
  );
}
