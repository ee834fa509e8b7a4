import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Table, type TableColumnsType } from 'antd';
import { Thumb } from '../../layout/Thumb.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { OrderState } from './OrderState.tsx';
import { OriginLine } from './OriginLine.tsx';
import './orders.css';

export function OrdersTable({ orders, onOpen }: { orders: readonly ConsoleOrder[]; onOpen: (orderId: string) => void }) {
  const t = useT();
  const text = useText();
  const { date } = useTimeFormat();
  const columns: TableColumnsType<ConsoleOrder> = [
    {
      title: t('orders.goods'),
      key: 'goods',
      render: (_, order) => {
        const first = order.lines[0];
        return (
          <div className="cs-with-thumb">
            <Thumb picture={first?.picture ?? null} />
            <div>
              <div className="tz-line-1 or-goods">{first === undefined ? '' : `${text(first.title)} × ${first.quantity}`}</div>
              <div className="cs-quiet cs-small tz-line-1 or-goods">
                {order.lines.length > 1 ? t('orders.more', { count: order.lines.length }) : first?.options.join(' · ')}
              </div>
            </div>
          </div>
        );
      },
    },
    {
      title: t('orders.number'),
      key: 'number',
      render: (_, order) => (
        <button
          type="button"
          className="or-number"
          aria-label={t('orders.showOrder', { number: order.number })}
          onClick={(event) => {
            event.stopPropagation();
            onOpen(order.id);
          }}
        >
          <span className="cs-link tz-figures">{order.number}</span>
          <span className="cs-quiet cs-small tz-figures">{date(order.createdAt)}</span>
        </button>
      ),
    },
    {
      title: t('orders.buyer'),
      key: 'buyer',
      responsive: ['xl'],
      render: (_, { buyer }) => (
        <span className="or-person">
          <Avatar id={buyer.id} nickname={buyer.nickname} {...(buyer.avatarUrl !== null && { pictureUrl: buyer.avatarUrl })} sizePx={24} />
          <span className="tz-line-1 or-name">{buyer.nickname}</span>
        </span>
      ),
    },
    { title: t('orders.origin'), key: 'origin', responsive: ['lg'], render: (_, { origin }) => <OriginLine origin={origin} /> },
    {
      title: t('orders.total'),
      key: 'total',
      align: 'right',
      render: (_, order) => <strong className="tz-figures">{formatFen(order.totalFen)}</strong>,
    },
    { title: t('orders.state'), key: 'state', render: (_, order) => <OrderState order={order} /> },
  ];
  return (
    <Table
      rowKey="id"
      columns={columns}
      dataSource={[...orders]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      onRow={(order) => ({ onClick: () => onOpen(order.id), className: 'cs-row-link', 'data-testid': 'order-row' })}
    />
  );
}
