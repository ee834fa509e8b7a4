import { Skeleton } from '@tuanzi/ui/Skeleton.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { Segmented, Table } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useT } from '../../messages.ts';
import type { TodayView } from './today-view.ts';

const DaysChart = lazy(() => import('./DaysChart.tsx').then((module) => ({ default: module.DaysChart })));

/** The last days as a picture, or as the numbers it is drawn from. */
export function Days({ days }: { days: TodayView['days'] }) {
  const t = useT();
  const [shape, setShape] = useState<'chart' | 'table'>('chart');
  const isEmpty = days.every(({ orders }) => orders === 0);
  return (
    <section className="cs-panel">
      <div className="td-head">
        <h2>{t('today.days', { count: days.length })}</h2>
        <Segmented
          size="small"
          value={shape}
          onChange={setShape}
          options={[
            { value: 'chart', label: t('today.chart') },
            { value: 'table', label: t('today.table') },
          ]}
        />
      </div>
      {shape === 'chart' ? (
        <div className="td-chart">
          <Suspense fallback={<Skeleton height="280px" />}>
            <DaysChart days={days} />
          </Suspense>
          {isEmpty ? <p className="td-chart-none cs-quiet">{t('today.daysNone')}</p> : null}
        </div>
      ) : (
        <Table
          rowKey="day"
          size="small"
          pagination={false}
          dataSource={days.toReversed()}
          scroll={{ y: 280 }}
          columns={[
            { title: t('today.day'), dataIndex: 'day', className: 'tz-figures' },
            { title: t('today.daysOrders'), dataIndex: 'orders', align: 'right', className: 'tz-figures' },
            {
              title: t('today.daysPaid'),
              key: 'paid',
              align: 'right',
              className: 'tz-figures',
              render: (_, day) => formatFen(day.paidFen),
            },
          ]}
        />
      )}
    </section>
  );
}
