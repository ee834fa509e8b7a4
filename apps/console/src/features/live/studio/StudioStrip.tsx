import type { ApiReply } from '@tuanzi/client';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useT } from '../../../messages.ts';

type Dashboard = ApiReply<'GET /api/studio/{sessionId}/dashboard'>;

/** The session in numbers. Each has its place and width, so that nothing jumps while they grow. */
export function StudioStrip({
  dashboard,
  online,
  likes,
}: {
  dashboard: Dashboard | undefined;
  online: number | null;
  likes: number | null;
}) {
  const t = useT();
  const count = (value: number | null | undefined) => (value === null || value === undefined ? '—' : value.toLocaleString());
  const figures = [
    { key: 'paid', value: dashboard === undefined ? '—' : formatFen(dashboard.paidFen), isMain: true },
    { key: 'online', value: count(online ?? dashboard?.online), isMain: true },
    { key: 'paidOrders', value: count(dashboard?.paidOrders) },
    { key: 'orders', value: count(dashboard?.orders) },
    { key: 'peak', value: count(dashboard?.onlinePeak) },
    { key: 'viewers', value: count(dashboard?.viewers) },
    { key: 'comments', value: count(dashboard?.comments) },
    { key: 'likes', value: count(likes ?? dashboard?.likes) },
    { key: 'taps', value: count(dashboard?.cardTaps) },
    { key: 'refunded', value: dashboard === undefined ? '—' : formatFen(dashboard.refundedFen) },
  ] as const;
  return (
    <dl className="st-strip" data-testid="studio-dashboard">
      {figures.map(({ key, value, ...rest }) => (
        <div key={key} data-main={'isMain' in rest ? true : undefined} data-testid={`figure-${key}`}>
          <dd className="tz-figures">{value}</dd>
          <dt>{t(`live.studio.strip.${key}`)}</dt>
        </div>
      ))}
    </dl>
  );
}
