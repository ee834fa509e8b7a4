import { useApi } from '@tuanzi/client/react';
import { House, type LucideIcon, MessagesSquare, Radio, UserRound } from 'lucide-react';
import { NavLink } from 'react-router';
import { useT } from '../messages.ts';
import styles from './shell.module.css';
import { useMe } from './use-me.ts';

const tabs = [
  { to: '/', name: 'home', icon: House },
  { to: '/live', name: 'live', icon: Radio },
  { to: '/communities', name: 'communities', icon: MessagesSquare },
  { to: '/me', name: 'me', icon: UserRound },
] as const satisfies readonly { to: string; name: string; icon: LucideIcon }[];

export function TabBar() {
  const t = useT();
  const { me } = useMe();
  const communities = useApi('GET /api/communities', { query: { limit: 20 } }, { isEnabled: me !== null, staleMs: 30_000 });
  const unread = (communities.data?.items ?? []).reduce((sum, community) => sum + (community.isMember ? community.unread : 0), 0);
  return (
    <nav className={styles.tabBar} aria-label={t('tab.label')}>
      {tabs.map(({ to, name, icon: Icon }) => (
        <NavLink key={to} to={to} end={to === '/'} className={styles.tab ?? ''} data-testid={`tab-${name}`}>
          {({ isActive }) => (
            <>
              <span className={styles.tabIcon}>
                <Icon
                  size={22}
                  strokeWidth={isActive ? 2 : 1.75}
                  aria-hidden="true"
                  {...(isActive && { fill: 'currentColor', fillOpacity: 0.16 })}
                />
                {name === 'communities' && unread > 0 ? <Badge count={unread} label={t('tab.unread', { count: unread })} /> : null}
              </span>
              <span>{t(`tab.${name}`)}</span>
            </>
          )}
        </NavLink>
      ))}
    </nav>
  );
}

/** A count on a corner; past 99 it only says that there are many. */
export function Badge({ count, label }: { count: number; label: string }) {
  return (
    <span className={styles.badge}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="tz-heard">{label}</span>
    </span>
  );
}
