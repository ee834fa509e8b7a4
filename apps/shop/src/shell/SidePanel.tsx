import { useApi } from '@tuanzi/client/react';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { Logo } from '@tuanzi/ui/Logo.tsx';
import { chooseTheme, useTheme } from '@tuanzi/ui/theme.ts';
import { House, Languages, MessagesSquare, Moon, Package, Radio, ShoppingCart, Sun, UserRound } from 'lucide-react';
import { NavLink } from 'react-router';
import { useT } from '../messages.ts';
import styles from './shell.module.css';
import { useWords } from './use-words.ts';

const places = [
  { to: '/', key: 'tab.home', icon: House },
  { to: '/live', key: 'tab.live', icon: Radio },
  { to: '/communities', key: 'tab.communities', icon: MessagesSquare },
  { to: '/cart', key: 'cart.title', icon: ShoppingCart },
  { to: '/orders', key: 'orders.title', icon: Package },
  { to: '/me', key: 'tab.me', icon: UserRound },
] as const;

/** Beside the phone-wide column on a desk: where one is, and where one can go. Not drawn where there is no room. */
export function SidePanel() {
  const t = useT();
  const words = useWords();
  const { language, chooseLanguage } = useLanguage();
  const { shown } = useTheme();
  const home = useApi('GET /api/home', {});
  const shop = home.data?.shop;
  return (
    <aside className={styles.side} aria-label={t('app.name')}>
      <Logo sizePx={40} withName label={shop ? words(shop.name) : t('app.name')} />
      {shop?.intro ? <p className={styles.sideIntro}>{words(shop.intro)}</p> : null}
      <nav className={styles.sideNav} aria-label={t('tab.label')}>
        {places.map(({ to, key, icon: Icon }) => (
          <NavLink key={to} to={to} end={to === '/'} className={styles.sideLink ?? ''}>
            <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
            {t(key)}
          </NavLink>
        ))}
      </nav>
      <div className={styles.sideFoot}>
        <button
          type="button"
          className="tz-button"
          data-size="s"
          data-tone="quiet"
          onClick={() => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}
        >
          <Languages size={16} strokeWidth={1.75} aria-hidden="true" />
          {language === 'en' ? '中文' : 'English'}
        </button>
        <button
          type="button"
          className="tz-button"
          data-size="s"
          data-tone="quiet"
          onClick={() => chooseTheme(shown === 'dark' ? 'light' : 'dark')}
        >
          {shown === 'dark' ? (
            <Sun size={16} strokeWidth={1.75} aria-hidden="true" />
          ) : (
            <Moon size={16} strokeWidth={1.75} aria-hidden="true" />
          )}
          {shown === 'dark' ? t('settings.light') : t('settings.dark')}
        </button>
      </div>
    </aside>
  );
}
