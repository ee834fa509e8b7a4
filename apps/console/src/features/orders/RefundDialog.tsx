import { useCommand } from '@tuanzi/client/react';
import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { Alert, App, Button, Form, Input, Modal } from 'antd';
import { useEffect } from 'react';
import { MoneyInput } from '../../layout/MoneyInput.tsx';
import { useT } from '../../messages.ts';
import { afterOrder } from './after-order.ts';
import { refundableFen } from './order-state.ts';

interface Wish {
  amountFen: number | null;
  reason: string;
}

/** All or a part, never more than is left; the button says the exact amount that goes. */
export function RefundDialog({
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
  const [form] = Form.useForm<Wish>();
  const restFen = refundableFen(order);
  const amountFen = Form.useWatch('amountFen', form);
  const refund = useCommand('POST /api/console/shops/{shopId}/orders/{orderId}/refund', {
    invalidates: afterOrder,
    onDone: () => {
      void message.success(t('orders.refund.done'));
      onClose();
    },
  });
  const { reset } = refund;
  // Each opening starts without the last refusal.
  useEffect(() => {
    if (isOpen) reset();
  }, [isOpen, reset]);
  const isValid = typeof amountFen === 'number' && amountFen >= 1 && amountFen <= restFen;
  return (
    <Modal
      open={isOpen}
      title={t('orders.refund.title')}
      onCancel={onClose}
      onOk={() => form.submit()}
      cancelText={t('list.cancel')}
      confirmLoading={refund.isPending}
      destroyOnHidden
      okText={isValid ? t('orders.refund.confirm', { amount: formatFen(amountFen) }) : t('orders.refund.go')}
      okButtonProps={{ danger: true, disabled: !isValid, 'data-testid': 'refund-confirm' }}
    >
      <p className="cs-quiet or-dialog-words">{t('orders.refund.words')}</p>
      <Form<Wish>
        form={form}
        layout="vertical"
        requiredMark={false}
        clearOnDestroy
        initialValues={{ amountFen: restFen, reason: '' }}
        onFinish={(wish) =>
          refund.mutate({
            params: { shopId, orderId: order.id },
            body: {
              reason: wish.reason.trim(),
              ...(wish.amountFen !== null && wish.amountFen !== restFen && { amountFen: wish.amountFen }),
            },
          })
        }
      >
        {refund.error === null ? null : <Alert type="error" showIcon title={refund.error.title} className="or-alert" />}
        <Form.Item label={t('orders.refund.amount')} extra={t('orders.refund.rest', { amount: formatFen(restFen) })}>
          <div className="or-amount">
            <Form.Item
              name="amountFen"
              noStyle
              rules={[
                {
                  validator: (_, value: number | null) =>
                    value !== null && value >= 1 && value <= restFen
                      ? Promise.resolve()
                      : Promise.reject(new Error(t('orders.refund.tooMuch', { amount: formatFen(restFen) }))),
                },
              ]}
            >
              <MoneyInput label={t('orders.refund.amount')} testId="refund-amount" />
            </Form.Item>
            <Button onClick={() => form.setFieldValue('amountFen', restFen)}>{t('orders.refund.all')}</Button>
          </div>
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('orders.refund.reason')}
          rules={[{ required: true, whitespace: true, message: t('orders.refund.reasonMissing') }]}
        >
          <Input.TextArea rows={2} maxLength={200} showCount placeholder={t('orders.refund.reasonHint')} data-testid="refund-reason" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
