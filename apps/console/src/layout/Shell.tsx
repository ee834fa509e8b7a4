import { BulbOutlined, GlobalOutlined, LogoutOutlined, MenuOutlined, SafetyOutlined, SearchOutlined } from '@ant-design/icons';
import { useApi, useClient } from '@tuanzi/client/react';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Logo } from '@tuanzi/ui/Logo.tsx';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { chooseTheme, useTheme } from '@tuanzi/ui/theme.ts';
import { Button, Drawer, Dropdown, Grid, Layout, Menu, Select } from 'antd';
import { useCallback, useState, type ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useT } from '../messages.ts';
import { useSession } from '../session.tsx';
import { queryClient } from '../client.ts';
import { CommandPalette, usePaletteKey } from './CommandPalette.tsx';
import { ladder, navigation } from './navigation.tsx';
import { OfflineBar } from './OfflineBar.tsx';
import { useText } from './use-text.ts';
import './shell.css';

/** Navigation on the left on a desk, behind a button on a phone; who I am and which shop on top. */
export function Shell({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const isWide = Grid.useBreakpoint().lg === true;
  const [isOpen, setIsOpen] = useState(false);
  const [isFinding, setIsFinding] = useState(false);
  const find = useCallback(() => setIsFinding(true), []);
  usePaletteKey(find);
  // The studio is a room of its own.
  if (/^\/live\/[^/]+\/studio/.test(pathname)) return children;
  return (
    <Layout className="cs-shell">
      {isWide ? (
        <Layout.Sider width={216} className="cs-side">
          <Side />
        </Layout.Sider>
      ) : null}
      <Drawer
        open={isOpen && !isWide}
        placement="left"
        size={240}
        onClose={() => setIsOpen(false)}
        closable={false}
        styles={{ body: { padding: 0 } }}
      >
        <Side onGo={() => setIsOpen(false)} />
      </Drawer>
      <Layout>
        <TopBar onMenu={isWide ? undefined : () => setIsOpen(true)} onFind={find} />
        <OfflineBar />
        <Layout.Content>{children}</Layout.Content>
      </Layout>
      <CommandPalette isOpen={isFinding} onClose={() => setIsFinding(false)} />
    </Layout>
  );
}

function Side({ onGo }: { onGo?: () => void }) {
  const t = useT();
  const { pathname } = useLocation();
  const go = useNavigate();
  const { role } = useSession();
  const shown = navigation.filter(({ least }) => ladder.indexOf(role) <= ladder.indexOf(least));
  const current = shown.findLast(({ path }) => (path === '/' ? pathname === '/' : pathname.startsWith(path)))?.path;
  return (
    <nav className="cs-nav" aria-label={t('shell.navigation')}>
      <div className="cs-brand">
        <Logo />
        <strong>{t('app.name')}</strong>
      </div>
      <Menu
        mode="inline"
        selectedKeys={current === undefined ? [] : [current]}
        items={shown.map(({ path, key, icon }) => ({ key: path, icon, label: t(`nav.${key}`), 'data-testid': `nav-${key}` }))}
        onClick={({ key }) => {
          void go(key);
          onGo?.();
        }}
      />
    </nav>
  );
}

function TopBar({ onMenu, onFind }: { onMenu?: (() => void) | undefined; onFind: () => void }) {
  const t = useT();
  const { me, shopId, chooseShop } = useSession();
  const { language, chooseLanguage } = useLanguage();
  const { shown } = useTheme();
  const { api, live } = useClient();
  const go = useNavigate();
  const text = useText();
  const settings = useApi('GET /api/console/shops/{shopId}', { params: { shopId } }, { staleMs: 60_000 });
  const signOut = async () => {
    await api('POST /api/auth/sign-out', {});
    live.reconnect();
    await queryClient.resetQueries();
  };
  return (
    <Layout.Header className="cs-top">
      {onMenu === undefined ? null : <Button type="text" icon={<MenuOutlined />} aria-label={t('shell.menu')} onClick={onMenu} />}
      {me.shops.length > 1 ? (
        <Select
          variant="borderless"
          value={shopId}
          onChange={chooseShop}
          options={me.shops.map((shop) => ({ value: shop.shopId, label: shop.name }))}
          aria-label={t('shell.shop')}
        />
      ) : (
        <strong className="tz-line-1">{settings.data === undefined ? me.shops[0]?.name : text(settings.data.name)}</strong>
      )}
      <span className="cs-grow" />
      <Button
        type="text"
        className="cs-find"
        icon={<SearchOutlined />}
        onClick={onFind}
        aria-label={t('palette.title')}
        data-testid="open-palette"
      >
        <span className="cs-find-words">{t('palette.open')}</span>
        <kbd>{/Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</kbd>
      </Button>
      <Button
        type="text"
        icon={<GlobalOutlined />}
        onClick={() => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}
        data-testid="switch-language"
      >
        {language === 'en' ? '中文' : 'English'}
      </Button>
      <Button
        type="text"
        icon={<BulbOutlined />}
        aria-label={t('shell.theme')}
        onClick={() => chooseTheme(shown === 'dark' ? 'light' : 'dark')}
        data-testid="switch-theme"
      />
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'account', icon: <SafetyOutlined />, label: t('account.title'), onClick: () => void go('/account') },
            { key: 'out', icon: <LogoutOutlined />, label: t('shell.signOut'), onClick: () => void signOut() },
          ],
        }}
      >
        <button type="button" className="cs-me" aria-label={me.nickname} data-testid="me-menu">
          <Avatar id={me.id} nickname={me.nickname} {...(me.avatarUrl !== null && { pictureUrl: me.avatarUrl })} sizePx={32} />
          <span className="cs-me-name tz-line-1">{me.nickname}</span>
        </button>
      </Dropdown>
    </Layout.Header>
  );
}
