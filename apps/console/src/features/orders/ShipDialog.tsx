import { useCommand } from '@tuanzi/client/react';
import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { Alert, App, AutoComplete, Form, Input, Modal } from 'antd';
import { useT } from '../../messages.ts';
import { afterOrder } from './after-order.ts';

const carriers = ['顺丰速运', '中通快递', '圆通速递', '申通快递', '韵达快递', '极兔速递', '京东物流', '邮政 EMS', '德邦快递'];
const lastCarrierKey = 'tz.console.carrier';

export function ShipDialog({
  shopId,
  order,
  isOpen,
  onClose,
}: {
  shopId: string;
  order: ConsoleOrder;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useT();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ carrier: string; trackingNo: string }>();
  const ship = useCommand('POST /api/console/shops/{shopId}/orders/{orderId}/ship', {
    invalidates: afterOrder,
    onDone: (_, { body }) => {
      localStorage.setItem(lastCarrierKey, body.carrier);
      void message.success(t('orders.ship.done'));
      onClose();
    },
  });
  return (
    <Modal
      open={isOpen}
      title={t('orders.ship.title')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('orders.ship.go')}
      cancelText={t('list.cancel')}
      confirmLoading={ship.isPending}
      destroyOnHidden
      okButtonProps={{ 'data-testid': 'ship-confirm' }}
    >
      <p className="cs-quiet or-dialog-words">{t('orders.ship.words')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        clearOnDestroy
        initialValues={{ carrier: localStorage.getItem(lastCarrierKey) ?? '' }}
        onFinish={({ carrier, trackingNo }) =>
          ship.mutate({ params: { shopId, orderId: order.id }, body: { carrier: carrier.trim(), trackingNo: trackingNo.trim() } })
        }
      >
        {ship.error === null ? null : <Alert type="error" showIcon title={ship.error.title} className="or-alert" />}
        <Form.Item
          name="carrier"
          label={t('orders.ship.carrier')}
          rules={[{ required: true, whitespace: true, max: 30, message: t('orders.ship.carrierMissing') }]}
        >
          <AutoComplete
            options={carriers.map((value) => ({ value }))}
            showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) === true }}
            placeholder={t('orders.ship.carrierHint')}
            data-testid="ship-carrier"
          />
        </Form.Item>
        <Form.Item
          name="trackingNo"
          label={t('orders.ship.trackingNo')}
          rules={[{ required: true, pattern: /^\s*[0-9A-Za-z-]{5,40}\s*$/, message: t('orders.ship.trackingNoWrong') }]}
        >
          <Input autoComplete="off" data-testid="ship-number" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
