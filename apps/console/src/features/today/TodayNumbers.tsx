import { formatFen, Price } from '@tuanzi/ui/money.tsx';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import type { TodayView } from './today-view.ts';

export function TodayNumbers({ today }: { today: TodayView }) {
  const t = useT();
  const day = today.days.at(-1)?.day ?? '';
  // Each number opens the orders it is made of.
  const to = `/orders?from=${day}&to=${day}`;
  const { todayPaidFen, yesterdayPaidFen, todayOrders, todayBuyers } = today;
  const percent = yesterdayPaidFen === 0 ? null : Math.round(((todayPaidFen - yesterdayPaidFen) / yesterdayPaidFen) * 100);
  const compared =
    percent === null
      ? t('today.yesterday', { amount: formatFen(yesterdayPaidFen, 'auto') })
      : percent === 0
        ? t('today.same')
        : percent > 0
          ? t('today.up', { percent })
          : t('today.down', { percent: -percent });
  return (
    <section className="cs-panel td-numbers">
      <Link to={to}>
        <span className="cs-quiet">{t('today.paid')}</span>
        <Price fen={todayPaidFen} size="l" tone="ink" cents="always" />
        <span className="cs-small" data-trend={percent === null ? 'none' : percent > 0 ? 'up' : 'none'}>
          {compared}
        </span>
      </Link>
      <Link to={to}>
        <span className="cs-quiet">{t('today.orders')}</span>
        <strong className="td-number tz-figures">{todayOrders}</strong>
        <span className="cs-quiet cs-small">
          {todayOrders === 0 ? ' ' : t('today.each', { amount: formatFen(Math.round(todayPaidFen / todayOrders), 'auto') })}
        </span>
      </Link>
      <Link to={to}>
        <span className="cs-quiet">{t('today.buyers')}</span>
        <strong className="td-number tz-figures">{todayBuyers}</strong>
        <span />
      </Link>
    </section>
  );
}
