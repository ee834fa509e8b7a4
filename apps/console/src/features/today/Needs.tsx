import { AlertOutlined, ClockCircleOutlined, GiftOutlined, RollbackOutlined, WalletOutlined } from '@ant-design/icons';
import { Drawing } from '@tuanzi/ui/Drawing.tsx';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { lowStockMax } from './LowStock.tsx';
import type { TodayView } from './today-view.ts';

/** What waits for a person, most pressing first; each opens what it is made of. What is at nothing steps back. */
export function Needs({ today }: { today: TodayView }) {
  const t = useT();
  const needs: { key: string; count: number; label: string; words: string; to: string; icon: ReactNode }[] = [
    {
      key: 'to-ship',
      count: today.toShip,
      label: t('today.toShip'),
      words: t('today.toShipWords'),
      to: '/orders?need=to-ship',
      icon: <GiftOutlined />,
    },
    {
      key: 'refunds',
      count: today.refundsPending,
      label: t('today.refundsPending'),
      words: t('today.refundsWords'),
      to: '/orders?need=refunding',
      icon: <RollbackOutlined />,
    },
    {
      key: 'teams',
      count: today.teamsExpiring,
      label: t('today.teamsExpiring'),
      words: t('today.teamsWords'),
      to: '/campaigns?need=ending',
      icon: <ClockCircleOutlined />,
    },
    {
      key: 'low-stock',
      count: today.lowStock.length,
      label: t('today.lowStock'),
      words: t('today.lowStockWords'),
      to: today.lowStock.length === 0 ? '/products?sort=stock' : '/?low=all',
      icon: <AlertOutlined />,
    },
    {
      key: 'unpaid',
      count: today.unpaid,
      label: t('today.unpaid'),
      words: t('today.unpaidWords'),
      to: '/orders?state=unpaid',
      icon: <WalletOutlined />,
    },
  ];
  const isCalm = needs.every(({ count }) => count === 0);
  return (
    <section aria-label={t('today.now')}>
      {isCalm ? (
        <div className="cs-panel td-calm">
          <span className="td-calm-drawing">
            <Drawing name="orders" />
          </span>
          <div>
            <h2>{t('today.calm')}</h2>
            <p className="cs-quiet">{t('today.calmWords')}</p>
          </div>
        </div>
      ) : (
        <div className="td-needs">
          {needs.map(({ key, count, label, words, to, icon }) => (
            <Link key={key} to={to} className="td-need" data-count={count === 0 ? 'none' : 'some'} data-testid={`need-${key}`}>
              <span className="td-need-icon" aria-hidden="true">
                {icon}
              </span>
              <span className="td-need-label">{label}</span>
              <strong className="tz-figures">{key === 'low-stock' && count === lowStockMax ? `${count}+` : count}</strong>
              <span className="cs-quiet cs-small">{words}</span>
            </Link>
          ))}
        </div>
      )}
    </section>
  );
}
