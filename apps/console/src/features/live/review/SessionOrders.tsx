import { useApiPages } from '@tuanzi/client/react';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Table } from 'antd';
import { useState } from 'react';
import { ListProblem } from '../../../layout/ListProblem.tsx';
import { LoadMore } from '../../../layout/LoadMore.tsx';
import { TableSkeleton } from '../../../layout/TableSkeleton.tsx';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';
import { useSession } from '../../../session.tsx';
import { OrderDrawer } from '../../orders/OrderDrawer.tsx';
import { OrderState } from '../../orders/OrderState.tsx';
import { OriginLine } from '../../orders/OriginLine.tsx';

/** Every order this session led to and what it came from; a row opens the whole order. */
export function SessionOrders({ sessionId }: { sessionId: string }) {
  const t = useT();
  const text = useText();
  const { date } = useTimeFormat();
  const { shopId } = useSession();
  const [opened, setOpened] = useState<string | null>(null);
  const pages = useApiPages('GET /api/studio/{sessionId}/orders', { params: { sessionId }, query: { limit: 30 } });
  if (pages.isError) return <ListProblem problem={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <TableSkeleton rows={4} />;
  if (pages.data.length === 0)
    return <Empty drawing="orders" title={t('live.reviewPage.noOrders')} words={t('live.reviewPage.noOrdersWords')} />;
  return (
    <>
      <Table
        rowKey="id"
        dataSource={pages.data}
        pagination={false}
        scroll={{ x: 720 }}
        onRow={(order) => ({
          onClick: () => setOpened(order.id),
          style: { cursor: 'pointer' },
          'data-testid': `session-order-${order.id}`,
        })}
        columns={[
          {
            title: t('live.reviewPage.order'),
            dataIndex: 'number',
            className: 'tz-figures',
            render: (number: string, order) => (
              <button type="button" onClick={() => setOpened(order.id)}>
                {number}
              </button>
            ),
          },
          {
            title: t('live.reviewPage.buyer'),
            render: (_, { buyer }) => (
              <span className="rv-person">
                <Avatar
                  id={buyer.id}
                  nickname={buyer.nickname}
                  {...(buyer.avatarUrl !== null && { pictureUrl: buyer.avatarUrl })}
                  sizePx={28}
                />
                <span className="tz-line-1">{buyer.nickname}</span>
              </span>
            ),
          },
          {
            title: t('live.reviewPage.goods'),
            render: (_, { lines }) => (
              <span className="tz-line-2">{lines.map((line) => `${text(line.title)} ×${line.quantity}`).join('、')}</span>
            ),
          },
          {
            title: t('live.reviewPage.from'),
            render: (_, { origin }) => (
              <>
                <OriginLine origin={origin} />
                {origin.campaignTitle === null ? null : <span className="cs-quiet tz-line-1">{text(origin.campaignTitle)}</span>}
              </>
            ),
          },
          {
            title: t('live.reviewPage.amount'),
            dataIndex: 'totalFen',
            align: 'right',
            className: 'tz-figures',
            render: (fen: number) => formatFen(fen),
          },
          {
            title: t('live.reviewPage.at'),
            dataIndex: 'createdAt',
            fixed: 'end',
            className: 'tz-figures',
            render: (at: string, order) => (
              <>
                {date(at)}
                <br />
                <OrderState order={order} />
              </>
            ),
          },
        ]}
      />
      <LoadMore pages={pages} count={pages.data.length} />
      <OrderDrawer shopId={shopId} orderId={opened} onClose={() => setOpened(null)} />
    </>
  );
}
