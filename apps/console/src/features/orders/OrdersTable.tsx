import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Table, type TableColumnType } from 'antd';
import { useMemo } from 'react';
import { Thumb } from '../../layout/Thumb.tsx';
import type { ChoiceColumn } from '../../layout/use-column-choice.tsx';
import { useChoiceText, useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { OrderState } from './OrderState.tsx';
import { OriginLine } from './OriginLine.tsx';
import './orders.css';

/** What an order has to say in a row; some of it only when asked for. */
export function useOrderColumns(onOpen: (orderId: string) => void): readonly ChoiceColumn<ConsoleOrder>[] {
  const t = useT();
  const text = useText();
  const choice = useChoiceText();
  const { date } = useTimeFormat();
  return useMemo<ChoiceColumn<ConsoleOrder>[]>(
    () => [
      {
        name: t('orders.goods'),
        key: 'goods',
        className: 'cs-fill',
        isAlways: true,
        render: (_, order) => {
          const first = order.lines[0];
          return (
            <div className="cs-with-thumb">
              <Thumb picture={first?.picture ?? null} />
              <div>
                <div className="tz-line-1">{first === undefined ? '' : `${text(first.title)} × ${first.quantity}`}</div>
                <div className="cs-quiet cs-small tz-line-1">
                  {order.lines.length > 1 ? t('orders.more', { count: order.lines.length }) : choice(first?.options ?? [])}
                </div>
              </div>
            </div>
          );
        },
      },
      {
        name: t('orders.number'),
        key: 'number',
        isAlways: true,
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
        name: t('orders.buyer'),
        key: 'buyer',
        responsive: ['xl'],
        render: (_, { buyer }) => (
          <span className="or-person">
            <Avatar
              id={buyer.id}
              nickname={buyer.nickname}
              {...(buyer.avatarUrl !== null && { pictureUrl: buyer.avatarUrl })}
              sizePx={24}
            />
            <span className="tz-line-1 or-name">{buyer.nickname}</span>
          </span>
        ),
      },
      { name: t('orders.origin'), key: 'origin', responsive: ['lg'], render: (_, { origin }) => <OriginLine origin={origin} /> },
      {
        name: t('orders.paidAt'),
        key: 'paidAt',
        isExtra: true,
        render: (_, { paidAt }) => <span className="tz-figures cs-nowrap">{paidAt === null ? '—' : date(paidAt)}</span>,
      },
      {
        name: t('orders.recipient'),
        key: 'recipient',
        isExtra: true,
        render: (_, { address }) => <span className="cs-nowrap">{address === null ? '—' : `${address.recipient} ${address.phone}`}</span>,
      },
      {
        name: t('orders.drawer.parcel'),
        key: 'parcel',
        isExtra: true,
        render: (_, { parcel }) => <span className="cs-nowrap">{parcel === null ? '—' : `${parcel.carrier} ${parcel.trackingNo}`}</span>,
      },
      {
        name: t('orders.drawer.commission'),
        key: 'commission',
        align: 'right',
        isExtra: true,
        render: (_, order) => <span className="tz-figures">{formatFen(order.commissionFen)}</span>,
      },
      {
        name: t('orders.total'),
        key: 'total',
        align: 'right',
        render: (_, order) => <strong className="tz-figures">{formatFen(order.totalFen)}</strong>,
      },
      { name: t('orders.state'), key: 'state', fixed: 'end', render: (_, order) => <OrderState order={order} /> },
    ],
    [t, text, choice, date, onOpen],
  );
}

export function OrdersTable({
  orders,
  columns,
  onOpen,
}: {
  orders: readonly ConsoleOrder[];
  columns: TableColumnType<ConsoleOrder>[];
  onOpen: (orderId: string) => void;
}) {
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
