import { isProblem } from '@tuanzi/client';
import { useCommand } from '@tuanzi/client/react';
import { passwordLengthMax, passwordLengthMin } from '@tuanzi/contract/passwords';
import { App, Button, Form, Input } from 'antd';
import { live } from '../../client.ts';
import { useProblems } from '../../layout/use-problems.ts';
import { useT } from '../../messages.ts';

interface Fields {
  current: string;
  next: string;
  again: string;
}

/** Another password, given by who knows the one now. Every other device is signed out by it. */
export function PasswordForm({ email }: { email: string }) {
  const t = useT();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const change = useCommand('PUT /api/me/password', {
    invalidates: ['GET /api/me/sessions'],
    onDone: () => {
      form.resetFields();
      // The old session is over, and the socket was opened with it.
      live.reconnect();
      void message.success(t('account.password.changed'));
    },
  });
  const failed = useProblems(form, { too_many_requests: 'current', current: 'current', next: 'next' });
  const refused = (error: unknown) => {
    if (!isProblem(error, 'password_wrong')) return failed(error);
    form.setFields([{ name: 'current', errors: [t('account.password.currentWrong')] }]);
    form.focusField('current');
  };
  const length = t('account.password.length', { min: passwordLengthMin });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="ac-password"
      onFinish={({ current, next }) => change.mutate({ body: { current, next } }, { onError: refused })}
    >
      {/* Password managers keep the new password with this name. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Form.Item name="current" label={t('account.password.current')} rules={[{ required: true, message: t('account.password.missing') }]}>
        <Input.Password autoComplete="current-password" maxLength={passwordLengthMax} data-testid="password-current" />
      </Form.Item>
      <Form.Item
        name="next"
        label={t('account.password.next')}
        extra={length}
        dependencies={['current']}
        rules={[
          { required: true, min: passwordLengthMin, message: length },
          ({ getFieldValue }) => ({
            validator: (_, value: string | undefined) =>
              value !== undefined && value !== '' && value === getFieldValue('current')
                ? Promise.reject(new Error(t('account.password.same')))
                : Promise.resolve(),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={passwordLengthMax} data-testid="password-next" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('account.password.again')}
        dependencies={['next']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value: string | undefined) =>
              (value ?? '') === (getFieldValue('next') ?? '')
                ? Promise.resolve()
                : Promise.reject(new Error(t('account.password.differs'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={passwordLengthMax} data-testid="password-again" />
      </Form.Item>
      <p className="cs-quiet cs-small">{t('account.password.words')}</p>
      <Button type="primary" htmlType="submit" loading={change.isPending} data-testid="password-save">
        {t('account.password.go')}
      </Button>
    </Form>
  );
}
