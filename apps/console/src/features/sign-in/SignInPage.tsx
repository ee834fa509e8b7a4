import { useCommand } from '@tuanzi/client/react';
import { Logo } from '@tuanzi/ui/Logo.tsx';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { Alert, Button, Form, Input, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { live, queryClient } from '../../client.ts';
import { useT } from '../../messages.ts';
import './sign-in.css';

/** After signing in everything known about nobody is forgotten, and the socket opens as somebody. */
async function enter(): Promise<void> {
  live.reconnect();
  await queryClient.resetQueries();
}

export function SignInPage() {
  const t = useT();
  const { language, chooseLanguage } = useLanguage();
  const [way, setWay] = useState<'email' | 'phone'>('email');
  return (
    <main className="cs-door">
      <section className="cs-door-card">
        <div className="cs-door-brand">
          <Logo />
          <div>
            <h1>{t('app.name')}</h1>
            <p className="cs-quiet">{t('signIn.motto')}</p>
          </div>
        </div>
        <Segmented
          block
          value={way}
          onChange={setWay}
          options={[
            { value: 'email', label: t('signIn.byEmail') },
            { value: 'phone', label: t('signIn.byPhone') },
          ]}
        />
        {way === 'email' ? <ByEmail /> : <ByPhone />}
        <Button type="link" size="small" onClick={() => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {language === 'en' ? '中文' : 'English'}
        </Button>
      </section>
    </main>
  );
}

function ByEmail() {
  const t = useT();
  const signIn = useCommand('POST /api/auth/email/sign-in', { onDone: () => void enter() });
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={(body: { email: string; password: string }) => signIn.mutate({ body })}
      disabled={signIn.isPending}
    >
      {signIn.error === null ? null : <Alert type="error" showIcon title={signIn.error.title} className="cs-door-alert" />}
      <Form.Item name="email" label={t('signIn.email')} rules={[{ required: true, type: 'email', message: t('signIn.emailWrong') }]}>
        <Input size="large" autoComplete="username" data-testid="email" />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordMissing') }]}>
        <Input.Password size="large" autoComplete="current-password" data-testid="password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending} data-testid="sign-in">
        {t('signIn.go')}
      </Button>
    </Form>
  );
}

function ByPhone() {
  const t = useT();
  const [form] = Form.useForm<{ phone: string; code: string }>();
  const [waitSeconds, setWaitSeconds] = useState(0);
  const ask = useCommand('POST /api/auth/phone/code', { onDone: (reply) => setWaitSeconds(reply.resendAfterSeconds) });
  const signIn = useCommand('POST /api/auth/phone/sign-in', { onDone: () => void enter() });
  useEffect(() => {
    if (waitSeconds === 0) return undefined;
    const timer = setTimeout(() => setWaitSeconds(waitSeconds - 1), 1000);
    return () => clearTimeout(timer);
  }, [waitSeconds]);
  const problem = signIn.error ?? ask.error;
  const askCode = () =>
    void form.validateFields(['phone']).then(
      ({ phone }) => ask.mutate({ body: { phone } }),
      () => {},
    );
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(body) => signIn.mutate({ body })}>
      {problem === null ? null : <Alert type="error" showIcon title={problem.title} className="cs-door-alert" />}
      <Form.Item
        name="phone"
        label={t('signIn.phone')}
        rules={[{ required: true, pattern: /^1[3-9]\d{9}$/, message: t('signIn.phoneWrong') }]}
      >
        <Input size="large" inputMode="numeric" autoComplete="tel" maxLength={11} />
      </Form.Item>
      <Form.Item label={t('signIn.code')} required>
        <div className="cs-door-code">
          <Form.Item name="code" noStyle rules={[{ required: true, pattern: /^\d{6}$/, message: t('signIn.codeWrong') }]}>
            <Input size="large" inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
          </Form.Item>
          <Button size="large" disabled={waitSeconds > 0} loading={ask.isPending} onClick={askCode}>
            {waitSeconds > 0 ? t('signIn.again', { seconds: waitSeconds }) : t('signIn.ask')}
          </Button>
        </div>
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
        {t('signIn.go')}
      </Button>
    </Form>
  );
}
