import type { ProductCard } from '@tuanzi/contract/catalog';
import { useCommand } from '@tuanzi/client/react';
import { App, Form, Input, Modal, Select, type ButtonProps } from 'antd';
import { sentenceOf } from '../../../client.ts';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';

interface Fields {
  original: string;
  correction: string;
  productId?: string;
}

/** A slip of the tongue is put right before everybody, and stays on record. */
export function CorrectModal({
  sessionId,
  shelf,
  isOpen,
  onClose,
}: {
  sessionId: string;
  shelf: readonly ProductCard[];
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useT();
  const text = useText();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const correct = useCommand('POST /api/studio/{sessionId}/correction');
  const save = async ({ original, correction, productId }: Fields) => {
    try {
      await correct.mutateAsync({ params: { sessionId }, body: { original, correction, productId: productId ?? null } });
      void message.success(t('live.studio.corrected'));
      form.resetFields();
      onClose();
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  const rules = [{ required: true, whitespace: true, message: t('live.studio.correctMissing') }];
  return (
    <Modal
      title={t('live.studio.correctTitle')}
      open={isOpen}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('live.studio.publish')}
      confirmLoading={correct.isPending}
      okButtonProps={{ 'data-testid': 'correct-publish' } as ButtonProps}
    >
      <p className="cs-quiet">{t('live.studio.correctWords')}</p>
      <Form form={form} layout="vertical" onFinish={(fields) => void save(fields)} requiredMark={false}>
        <Form.Item name="original" label={t('live.studio.original')} rules={rules}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="correction" label={t('live.studio.correction')} rules={rules}>
          <Input.TextArea maxLength={200} autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Form.Item name="productId" label={t('live.studio.correctProduct')}>
          <Select allowClear options={shelf.map((product) => ({ value: product.id, label: text(product.title) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
