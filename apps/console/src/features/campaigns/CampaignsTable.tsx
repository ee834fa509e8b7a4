import type { ApiReply } from '@tuanzi/client';
import { formatFen, Price } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Progress, Table, type TableColumnsType } from 'antd';
import { Link, useNavigate } from 'react-router';
import { Thumb } from '../../layout/Thumb.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { CampaignState } from './CampaignState.tsx';

type Row = ApiReply<'GET /api/console/shops/{shopId}/group-buys'>['items'][number];

export function CampaignsTable({ campaigns }: { campaigns: readonly Row[] }) {
  const t = useT();
  const text = useText();
  const go = useNavigate();
  const { date } = useTimeFormat();
  const columns: TableColumnsType<Row> = [
    {
      title: t('campaigns.title'),
      key: 'title',
      className: 'cs-fill',
      render: (_, row) => (
        <div className="cs-with-thumb">
          <Thumb picture={row.product.picture} />
          <div>
            <Link className="tz-line-1 cp-name" to={`/campaigns/${row.id}`} onClick={(event) => event.stopPropagation()}>
              {text(row.title)}
            </Link>
            <span className="cs-quiet cs-small tz-line-1">
              {t('campaigns.size', { count: row.teamSize })} · {text(row.product.title)}
            </span>
          </div>
        </div>
      ),
    },
    {
      title: t('campaigns.price'),
      key: 'price',
      render: (_, row) => (
        <span className="cp-card-price">
          <Price fen={row.lowestPriceFen} wasFen={row.shopPriceFen} size="s" tone="ink" />
        </span>
      ),
    },
    {
      title: t('campaigns.quota'),
      key: 'quota',
      render: (_, row) => (
        <div className="cp-quota">
          <span className="tz-figures cs-small">{t('campaigns.quotaLeft', { left: row.quotaLeft, all: row.quota })}</span>
          <Progress percent={(1 - row.quotaLeft / row.quota) * 100} showInfo={false} size="small" strokeColor="var(--tz-persimmon)" />
        </div>
      ),
    },
    {
      title: t('campaigns.teams'),
      key: 'teams',
      responsive: ['lg'],
      render: (_, row) => (
        <span className="tz-figures cs-small">
          {t('campaigns.teamsWords', { completed: row.teamsCompleted, open: row.teamsOpen, failed: row.teamsFailed })}
        </span>
      ),
    },
    {
      title: t('campaigns.paid'),
      key: 'paid',
      align: 'right',
      render: (_, row) => <strong className="tz-figures">{formatFen(row.paidFen)}</strong>,
    },
    {
      title: t('campaigns.time'),
      key: 'time',
      responsive: ['xl'],
      render: (_, row) => (
        <span className="tz-figures cs-small cs-quiet">
          {date(row.startsAt)} –<br />
          {date(row.endsAt)}
        </span>
      ),
    },
    { title: t('campaigns.state'), key: 'state', fixed: 'end', render: (_, row) => <CampaignState state={row.state} /> },
  ];
  return (
    <Table
      rowKey="id"
      columns={columns}
      dataSource={[...campaigns]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      onRow={(row) => ({ onClick: () => void go(`/campaigns/${row.id}`), className: 'cs-row-link', 'data-testid': 'campaign-row' })}
    />
  );
}
