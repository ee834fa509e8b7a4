import { useApi } from '@tuanzi/client/react';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import {
  ChevronRight,
  HandCoins,
  MapPin,
  MessagesSquare,
  Package,
  PackageCheck,
  Settings,
  Star,
  Store,
  TicketPercent,
  Truck,
  Undo2,
  Users,
  Wallet,
} from 'lucide-react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { CartButton } from '../../shell/CartButton.tsx';
import { usePhoneGate } from '../../shell/PhoneGate.tsx';
import { Badge } from '../../shell/TabBar.tsx';
import { Skeleton, SkeletonLines } from '@tuanzi/ui/Skeleton.tsx';
import { useMe } from '../../shell/use-me.ts';
import styles from './me.module.css';

const orderPlaces = [
  { state: 'unpaid', icon: Wallet },
  { state: 'paid', icon: Package },
  { state: 'shipped', icon: Truck },
  { state: 'completed', icon: PackageCheck },
  { state: 'refunded', icon: Undo2 },
] as const;
const places = [
  { to: '/me/reviews', key: 'review.mine', icon: Star },
  { to: '/me/coupons', key: 'coupon.title', icon: TicketPercent },
  { to: '/promoter', key: 'me.promoter', icon: HandCoins },
  { to: '/me/teams', key: 'team.mineTitle', icon: Users },
  { to: '/communities', key: 'community.mine', icon: MessagesSquare },
  { to: '/me/addresses', key: 'address.title', icon: MapPin },
  { to: '/shop', key: 'shop.about', icon: Store },
  { to: '/me/settings', key: 'settings.title', icon: Settings },
] as const;

export function MePage() {
  const t = useT();
  const { me } = useMe();
  const counts = useApi('GET /api/orders/counts', {}, { isEnabled: me !== null });
  return (
    <div className={styles.me} data-testid="me-page">
      <Profile />
      <section className={styles.panel} aria-labelledby="me-orders">
        <div className={styles.panelHead}>
          <h2 id="me-orders">{t('orders.title')}</h2>
          <Link to="/orders" className="sh-more">
            {t('me.allOrders')}
            <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" />
          </Link>
        </div>
        <div className={styles.orderPlaces}>
          {orderPlaces.map(({ state, icon: Icon }) => {
            const count = counts.data?.counts[state] ?? 0;
            return (
              <Link key={state} to={`/orders?state=${state}`} className={styles.orderPlace} data-testid={`orders-${state}`}>
                <span className={styles.orderIcon}>
                  <Icon size={24} strokeWidth={1.5} aria-hidden="true" />
                  {count > 0 && state !== 'completed' && state !== 'refunded' ? <Badge count={count} label={String(count)} /> : null}
                </span>
                <span>{t(`orders.tab.${state}`)}</span>
              </Link>
            );
          })}
        </div>
      </section>
      <nav className={styles.panel} aria-label={t('tab.me')}>
        <ul className="sh-list">
          {places.map(({ to, key, icon: Icon }) => (
            <li key={to}>
              <Link to={to} className={styles.place}>
                <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
                <span>{t(key)}</span>
                {to === '/me/coupons' ? <CouponCount /> : null}
                {to === '/me/reviews' ? <ReviewCount /> : null}
                <ChevronRight size={18} strokeWidth={1.75} aria-hidden="true" />
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

/** What was received and not reviewed yet. */
function ReviewCount() {
  const t = useT();
  const { me } = useMe();
  const { data } = useApi('GET /api/me/reviews/counts', {}, { isEnabled: me?.kind === 'account' });
  if (data === undefined || data.open === 0) return null;
  return (
    <small className="sh-faint tz-figures" data-testid="review-count">
      {t('review.toWriteCount', { count: data.open })}
    </small>
  );
}

/** How many can be used now; past a page of them it only says that there are more. */
function CouponCount() {
  const t = useT();
  const { me } = useMe();
  const { data } = useApi('GET /api/me/coupons', { query: { state: 'usable', limit: 50 } }, { isEnabled: me !== null });
  const count = data?.items.filter(({ state }) => state === 'usable').length ?? 0;
  if (data === undefined || count === 0) return null;
  return (
    <small className="sh-faint tz-figures" data-testid="coupon-count">
      {t(data.nextCursor === null ? 'coupon.mineCount' : 'coupon.mineMany', { count })}
    </small>
  );
}

function Profile() {
  const t = useT();
  const { me, isKnown, problem, retry } = useMe();
  const { askPhone } = usePhoneGate();
  const isProved = me !== null && me.kind === 'account';
  if (!isKnown)
    return (
      <header className={styles.profile} aria-busy={problem === null || undefined}>
        <Skeleton width="64px" height="64px" isRound />
        <div className={styles.profileWords}>{problem === null ? <SkeletonLines lines={2} /> : <p role="alert">{problem.title}</p>}</div>
        {problem === null ? null : (
          <button type="button" className="tz-button" data-size="s" onClick={retry} data-testid="retry">
            {t('common.retry')}
          </button>
        )}
      </header>
    );
  return (
    <header className={styles.profile}>
      <Avatar id={me?.id ?? 'nobody'} nickname={me?.nickname ?? ''} pictureUrl={me?.avatarUrl ?? undefined} sizePx={64} />
      <div className={styles.profileWords}>
        <h1 className="tz-line-1">{me === null ? t('me.hello') : me.nickname}</h1>
        {isProved ? (
          <p className="sh-faint">{me.phoneMasked ?? me.email}</p>
        ) : (
          <p className="sh-faint">{me === null ? t('me.helloWords') : t('me.guestWords')}</p>
        )}
      </div>
      {isProved ? (
        <CartButton />
      ) : (
        <button type="button" className="tz-button" data-size="s" data-tone="primary" onClick={() => void askPhone()} data-testid="sign-in">
          {t('me.signIn')}
        </button>
      )}
    </header>
  );
}
