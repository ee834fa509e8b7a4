import { useCommand } from '@tuanzi/client/react';
import { App, Form, Input, Modal, Radio, type ButtonProps } from 'antd';
import { useProblems } from '../../layout/use-problems.ts';
import { useT } from '../../messages.ts';
import { type ShopRole, useSession } from '../../session.tsx';

const roles: readonly ShopRole[] = ['owner', 'admin', 'operator', 'host', 'moderator', 'staff'];

export function StaffDialog({ shopId, isOpen, onClose }: { shopId: string; isOpen: boolean; onClose: () => void }) {
  const t = useT();
  const { role: mine } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ contact: string; role: ShopRole }>();
  const give = useCommand('PUT /api/console/shops/{shopId}/staff', {
    invalidates: ['GET /api/console/shops/{shopId}/staff'],
    onDone: () => {
      void message.success(t('settings.staff.added'));
      onClose();
    },
  });
  const failed = useProblems(form, {
    no_such_person: 'contact',
    email: 'contact',
    phone: 'contact',
    role_above_yours: 'role',
    last_owner: 'role',
  });
  const mayGive = roles.slice(roles.indexOf(mine));
  return (
    <Modal
      open={isOpen}
      title={t('settings.staff.add')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('settings.staff.add')}
      cancelText={t('list.cancel')}
      confirmLoading={give.isPending}
      destroyOnHidden
      okButtonProps={{ 'data-testid': 'staff-save' } as ButtonProps}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        clearOnDestroy
        initialValues={{ role: 'operator' }}
        onFinish={({ contact, role }) => {
          const who = contact.trim();
          give.mutate({ params: { shopId }, body: who.includes('@') ? { email: who, role } : { phone: who, role } }, { onError: failed });
        }}
      >
        <Form.Item
          name="contact"
          label={t('settings.staff.who')}
          extra={t('settings.staff.whoHint')}
          rules={[{ required: true, pattern: /^\s*(1[3-9]\d{9}|[^\s@]+@[^\s@]+\.[^\s@]+)\s*$/, message: t('settings.staff.whoWrong') }]}
        >
          <Input autoComplete="off" data-testid="staff-contact" />
        </Form.Item>
        <Form.Item name="role" label={t('settings.staff.role')}>
          <Radio.Group
            className="se-roles"
            options={mayGive.map((role) => ({
              value: role,
              label: (
                <span className="se-role-choice">
                  <strong>{t(`settings.staff.roles.${role}`)}</strong>
                  <span className="cs-quiet cs-small">{t(`settings.staff.roleWords.${role}`)}</span>
                </span>
              ),
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
