import { Tabs } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { Page } from '../../layout/Page.tsx';
import { oneOf } from '../../layout/use-search.ts';
import { useT } from '../../messages.ts';
import { ShopSettingsForm } from './ShopSettingsForm.tsx';
import { Staff } from './Staff.tsx';
import './settings.css';

const tabs = ['shop', 'staff'] as const;

export function SettingsPage() {
  const t = useT();
  const go = useNavigate();
  const tab = oneOf(tabs, useParams()['tab']) ?? 'shop';
  return (
    <Page title={t('nav.settings')}>
      <Tabs
        activeKey={tab}
        onChange={(key) => void go(key === 'shop' ? '/settings' : `/settings/${key}`)}
        destroyOnHidden
        items={[
          { key: 'shop', label: t('settings.tabs.shop'), children: <ShopSettingsForm /> },
          { key: 'staff', label: t('settings.tabs.staff'), children: <Staff /> },
        ]}
      />
    </Page>
  );
}
