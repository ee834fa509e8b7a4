import type { ApiReply } from '@tuanzi/client';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { Table } from 'antd';
import { Thumb } from '../../../layout/Thumb.tsx';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';

type Results = ApiReply<'GET /api/studio/{sessionId}/dashboard'>['products'];

export function ProductResults({ products }: { products: Results }) {
  const t = useT();
  const text = useText();
  if (products.length === 0) return <Empty drawing="products" title={t('live.reviewPage.noProducts')} />;
  return (
    <Table
      rowKey={({ product }) => product.id}
      dataSource={[...products]}
      size="middle"
      pagination={products.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
      scroll={{ x: 420 }}
      columns={[
        {
          title: t('live.reviewPage.product'),
          render: (_, { product }) => (
            <span className="rv-person">
              <Thumb picture={product.picture} sizePx={40} />
              <span className="tz-line-2">{text(product.title)}</span>
            </span>
          ),
        },
        {
          title: t('live.reviewPage.productTaps'),
          dataIndex: 'taps',
          align: 'right',
          width: 80,
          className: 'tz-figures',
          sorter: (a, b) => a.taps - b.taps,
        },
        {
          title: t('live.reviewPage.productOrders'),
          dataIndex: 'paidOrders',
          align: 'right',
          width: 100,
          className: 'tz-figures',
          sorter: (a, b) => a.paidOrders - b.paidOrders,
        },
        {
          title: t('live.reviewPage.productPaid'),
          dataIndex: 'paidFen',
          fixed: 'end',
          align: 'right',
          width: 120,
          className: 'tz-figures',
          render: (fen: number) => formatFen(fen),
          sorter: (a, b) => a.paidFen - b.paidFen,
          defaultSortOrder: 'descend',
        },
      ]}
    />
  );
}
