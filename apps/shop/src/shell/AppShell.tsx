import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { useEffect, useState } from 'react';
import { Outlet, ScrollRestoration, useLocation, useMatches } from 'react-router';
import { MiniPlayer } from '../features/live/MiniPlayer.tsx';
import { useT } from '../messages.ts';
import type { ShopPage } from '../pages.ts';
import { OfflineBanner } from './OfflineBanner.tsx';
import { PhoneGate } from './PhoneGate.tsx';
import styles from './shell.module.css';
import { SidePanel } from './SidePanel.tsx';
import { TabBar } from './TabBar.tsx';

/** One column as wide as a phone; on a desk a panel stands beside it. */
export function AppShell() {
  const t = useT();
  const { language } = useLanguage();
  // Only routes.ts sets handles, each from its page.
  const frame = useMatches().at(-1)?.handle as ShopPage['frame'];
  const { pathname } = useLocation();
  // The page one comes in by is there at once, whatever is filtered on it; the next ones arrive.
  const place = pathname.split('/')[1];
  const [current, setCurrent] = useState({ place, isFirst: true });
  if (current.place !== place) setCurrent({ place, isFirst: false });
  // Live rooms and shared things name themselves; every other page goes by the shop's name.
  useEffect(() => {
    document.title = t('app.title');
  }, [t, language, pathname]);
  return (
    <PhoneGate>
      <a className={styles.skip} href="#content">
        {t('common.skip')}
      </a>
      <SidePanel />
      <div className={styles.column} data-tabs={frame === 'tabs' || undefined} data-stage={frame === 'stage' || undefined}>
        <OfflineBanner />
        <main id="content" key={place} className={styles.content} data-arrives={!current.isFirst || undefined} tabIndex={-1}>
          <Outlet />
        </main>
        {frame === 'tabs' ? <TabBar /> : null}
        {frame === 'stage' ? null : <MiniPlayer />}
      </div>
      <ScrollRestoration />
    </PhoneGate>
  );
}
