import type { ApiReply } from '@tuanzi/client';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useT } from '../../../messages.ts';

type Dashboard = ApiReply<'GET /api/studio/{sessionId}/dashboard'>;

export function ReviewFigures({ dashboard }: { dashboard: Dashboard }) {
  const t = useT();
  const { paidFen, paidOrders, cardTaps, onlinePeak, viewers, likes, comments, orders, refundedFen } = dashboard;
  const rows = [
    [t('live.studio.strip.paid'), formatFen(paidFen)],
    [t('live.studio.strip.paidOrders'), paidOrders.toLocaleString()],
    [t('live.reviewPage.paidPer'), paidOrders === 0 ? '—' : formatFen(Math.round(paidFen / paidOrders))],
    [t('live.reviewPage.conversion'), cardTaps === 0 ? '—' : `${((paidOrders / cardTaps) * 100).toFixed(1)}%`],
    [t('live.studio.strip.orders'), orders.toLocaleString()],
    [t('live.studio.strip.peak'), onlinePeak.toLocaleString()],
    [t('live.studio.strip.viewers'), viewers.toLocaleString()],
    [t('live.studio.strip.comments'), comments.toLocaleString()],
    [t('live.studio.strip.likes'), likes.toLocaleString()],
    [t('live.studio.strip.taps'), cardTaps.toLocaleString()],
    [t('live.studio.strip.refunded'), formatFen(refundedFen)],
  ] as const;
  return (
    <dl className="rv-figures" data-testid="review-figures">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="tz-figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
