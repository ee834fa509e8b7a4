import { useCommand } from '@tuanzi/client/react';
import { Logo } from '@tuanzi/ui/Logo.tsx';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { Alert, Button, Form, Input } from 'antd';
import { queryClient } from '../../client.ts';
import { useT } from '../../messages.ts';
import '../sign-in/sign-in.css';

interface Owner {
  shopName: string;
  nickname: string;
  email: string;
  password: string;
}

/** The first visit of an empty installation: the owner and their shop. */
export function SetUpPage() {
  const t = useT();
  const { language, chooseLanguage } = useLanguage();
  const setUp = useCommand('POST /api/setup', { onDone: () => void queryClient.resetQueries() });
  return (
    <main className="cs-door">
      <section className="cs-door-card">
        <div className="cs-door-brand">
          <Logo />
          <div>
            <h1>{t('setUp.title')}</h1>
            <p className="cs-quiet">{t('setUp.words')}</p>
          </div>
        </div>
        <Form<Owner> layout="vertical" requiredMark={false} onFinish={(body) => setUp.mutate({ body })}>
          {setUp.error === null ? null : <Alert type="error" showIcon title={setUp.error.title} className="cs-door-alert" />}
          <Form.Item
            name="shopName"
            label={t('setUp.shopName')}
            rules={[{ required: true, whitespace: true, message: t('setUp.shopNameMissing') }]}
          >
            <Input size="large" maxLength={40} data-testid="shop-name" />
          </Form.Item>
          <Form.Item
            name="nickname"
            label={t('setUp.nickname')}
            rules={[{ required: true, whitespace: true, message: t('setUp.nicknameMissing') }]}
          >
            <Input size="large" maxLength={32} data-testid="nickname" />
          </Form.Item>
          <Form.Item name="email" label={t('signIn.email')} rules={[{ required: true, type: 'email', message: t('signIn.emailWrong') }]}>
            <Input size="large" autoComplete="username" data-testid="email" />
          </Form.Item>
          <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, min: 10, message: t('setUp.passwordHint') }]}>
            <Input.Password size="large" placeholder={t('setUp.passwordHint')} autoComplete="new-password" data-testid="password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={setUp.isPending} data-testid="set-up">
            {t('setUp.go')}
          </Button>
        </Form>
        <Button type="link" size="small" onClick={() => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {language === 'en' ? '中文' : 'English'}
        </Button>
      </section>
    </main>
  );
}
