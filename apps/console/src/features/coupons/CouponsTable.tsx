import type { ConsoleCoupon } from '@tuanzi/contract/coupons';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Progress, Table, type TableColumnsType } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { CouponSign } from './CouponSign.tsx';
import { CouponState } from './CouponState.tsx';
import { useTicketWords } from './use-ticket-words.ts';

export function CouponsTable({ coupons }: { coupons: readonly ConsoleCoupon[] }) {
  const t = useT();
  const text = useText();
  const ticket = useTicketWords();
  const go = useNavigate();
  const { date } = useTimeFormat();
  const columns: TableColumnsType<ConsoleCoupon> = [
    {
      title: t('coupons.title'),
      key: 'title',
      className: 'cs-fill cu-fill',
      render: (_, row) => (
        <div className="cs-with-thumb">
          <CouponSign sizePx={44} />
          <div>
            <Link className="tz-line-1 cu-name" to={`/coupons/${row.id}`} onClick={(event) => event.stopPropagation()}>
              {text(row.title)}
            </Link>
            <span className="cu-off cs-small tz-line-1 tz-figures" title={ticket.off(row.terms)}>
              {ticket.off(row.terms)}
            </span>
            <span className="cs-quiet cs-small tz-line-1" title={ticket.scope(row.terms)}>
              {ticket.scope(row.terms)}
            </span>
          </div>
        </div>
      ),
    },
    {
      title: t('coupons.claimed'),
      key: 'claimed',
      render: (_, row) => (
        <div className="cu-quota">
          <span className="tz-figures cs-small">{t('coupons.claimedOf', { claimed: row.claimed, all: row.quantity })}</span>
          <Progress percent={(row.claimed / row.quantity) * 100} showInfo={false} size="small" strokeColor="var(--tz-persimmon)" />
        </div>
      ),
    },
    {
      title: t('coupons.held'),
      key: 'held',
      align: 'right',
      responsive: ['lg'],
      render: (_, row) => <span className="tz-figures">{row.held}</span>,
    },
    { title: t('coupons.used'), key: 'used', align: 'right', render: (_, row) => <span className="tz-figures">{row.used}</span> },
    {
      title: t('coupons.discount'),
      key: 'discount',
      align: 'right',
      render: (_, row) => <span className="tz-figures">{formatFen(row.discountFen)}</span>,
    },
    {
      title: t('coupons.paid'),
      key: 'paid',
      align: 'right',
      render: (_, row) => <strong className="tz-figures">{formatFen(row.paidFen)}</strong>,
    },
    {
      title: t('coupons.time'),
      key: 'time',
      responsive: ['xl'],
      render: (_, row) => (
        <span className="tz-figures cs-small cs-quiet">
          {date(row.claimFrom)} –<br />
          {date(row.claimUntil)}
        </span>
      ),
    },
    { title: t('coupons.state'), key: 'state', fixed: 'end', render: (_, row) => <CouponState state={row.state} /> },
  ];
  return (
    <Table
      rowKey="id"
      columns={columns}
      dataSource={[...coupons]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      onRow={(row) => ({ onClick: () => void go(`/coupons/${row.id}`), className: 'cs-row-link', 'data-testid': 'coupon-row' })}
    />
  );
}
