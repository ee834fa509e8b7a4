import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Timeline } from 'antd';
import { useT } from '../../messages.ts';

/** What happened and when, oldest first; the last line is where it stands. */
export function OrderTimeline({ order }: { order: ConsoleOrder }) {
  const t = useT();
  const { date } = useTimeFormat();
  const steps: { key: string; words: string; at: string | null; tone?: 'green' | 'red' | 'gray' | 'orange' }[] = [
    { key: 'created', words: t('orders.timeline.created'), at: order.createdAt },
  ];
  if (order.state === 'unpaid' && order.payBy !== null)
    steps.push({ key: 'payBy', words: t('orders.timeline.payBy'), at: order.payBy, tone: 'orange' });
  if (order.paidAt !== null)
    steps.push({ key: 'paid', words: `${t('orders.timeline.paid')} ${formatFen(order.paidFen)}`, at: order.paidAt, tone: 'green' });
  if (order.isWaiting) steps.push({ key: 'waiting', words: t('orders.timeline.waiting'), at: null, tone: 'orange' });
  if (order.shippedAt !== null) steps.push({ key: 'shipped', words: t('orders.timeline.shipped'), at: order.shippedAt });
  if (order.deliveredAt !== null) steps.push({ key: 'delivered', words: t('orders.timeline.delivered'), at: order.deliveredAt });
  if (order.completedAt !== null)
    steps.push({ key: 'completed', words: t('orders.timeline.completed'), at: order.completedAt, tone: 'green' });
  if (order.refundState === 'pending') steps.push({ key: 'refunding', words: t('orders.refunding'), at: null, tone: 'orange' });
  if (order.refundedFen > 0)
    steps.push({ key: 'refunded', words: t('orders.timeline.refunded', { amount: formatFen(order.refundedFen) }), at: null, tone: 'gray' });
  if (order.closedAt !== null)
    steps.push({
      key: 'closed',
      words:
        order.closeReason === null
          ? t('orders.timeline.closed')
          : `${t('orders.timeline.closed')} · ${t(`orders.closeReasons.${order.closeReason}`)}`,
      at: order.closedAt,
      tone: 'gray',
    });
  return (
    <section>
      <h3>{t('orders.drawer.timeline')}</h3>
      <Timeline
        items={steps.map(({ key, words, at, tone }) => ({
          key,
          ...(tone !== undefined && { color: tone }),
          content: (
            <span className="or-step">
              <span>{words}</span>
              {at === null ? null : (
                <time className="cs-quiet cs-small tz-figures" dateTime={at}>
                  {date(at, 'second')}
                </time>
              )}
            </span>
          ),
        }))}
      />
    </section>
  );
}
