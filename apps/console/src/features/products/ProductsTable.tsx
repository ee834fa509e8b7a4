import type { ApiReply } from '@tuanzi/client';
import { Price } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Table, type TableColumnType } from 'antd';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { Thumb } from '../../layout/Thumb.tsx';
import type { ChoiceColumn } from '../../layout/use-column-choice.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { ProductState } from './ProductState.tsx';

export type ShopProduct = ApiReply<'GET /api/console/shops/{shopId}/products'>['items'][number];
type Row = ShopProduct;

export function useProductColumns(onStock: (skuId: string, productId: string) => void): readonly ChoiceColumn<Row>[] {
  const t = useT();
  const text = useText();
  const { relative } = useTimeFormat();
  return useMemo<ChoiceColumn<Row>[]>(
    () => [
      {
        name: t('products.product'),
        key: 'product',
        className: 'cs-fill',
        isAlways: true,
        render: (_, row) => (
          <div className="cs-with-thumb">
            <Thumb picture={row.picture} sizePx={52} />
            <div>
              <Link className="tz-line-1 pr-name" to={`/products/${row.id}`} onClick={(event) => event.stopPropagation()}>
                {text(row.title)}
              </Link>
              <span className="cs-quiet cs-small tz-line-1">
                {[
                  text(row.category?.name),
                  t('products.skuCount', { count: row.skus.length }),
                  t('products.updated', { when: relative(row.updatedAt) }),
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </div>
          </div>
        ),
      },
      {
        name: t('products.price'),
        key: 'price',
        render: (_, row) => (
          <Price fen={row.priceFen} size="s" tone="ink" {...(row.priceMaxFen > row.priceFen && { after: ` ${t('products.from')}` })} />
        ),
      },
      {
        name: t('products.stock'),
        key: 'stock',
        render: (_, row) => {
          const first = row.skus[0];
          return (
            <button
              type="button"
              className="pr-stock"
              onClick={(event) => {
                event.stopPropagation();
                if (first !== undefined) onStock(first.id, row.id);
              }}
              data-testid="open-stock"
            >
              <span className="cs-link tz-figures" data-low={row.stock === 0 || undefined}>
                {row.stock}
              </span>
              <span className="cs-quiet cs-small tz-figures">{t('products.onHand', { onHand: row.onHand, reserved: row.reserved })}</span>
            </button>
          );
        },
      },
      { name: t('products.sold'), dataIndex: 'soldCount', key: 'sold', align: 'right', className: 'tz-figures', responsive: ['lg'] },
      {
        name: t('products.edit.code'),
        key: 'code',
        isExtra: true,
        render: (_, row) => <span className="tz-line-1 pr-codes">{row.skus.map(({ code }) => code).join(' · ')}</span>,
      },
      { name: t('products.edit.origin'), key: 'origin', isExtra: true, render: (_, row) => text(row.origin) },
      { name: t('products.state'), key: 'state', fixed: 'end', render: (_, row) => <ProductState status={row.status} /> },
    ],
    [t, text, relative, onStock],
  );
}

interface Props {
  products: readonly Row[];
  columns: TableColumnType<Row>[];
  chosenIds: readonly string[] | null;
  onChoose: (ids: readonly string[]) => void;
}

export function ProductsTable({ products, columns, chosenIds, onChoose }: Props) {
  const go = useNavigate();
  return (
    <Table
      rowKey="id"
      columns={columns}
      dataSource={[...products]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      {...(chosenIds !== null && {
        rowSelection: { selectedRowKeys: [...chosenIds], onChange: (keys) => onChoose(keys.map(String)), columnWidth: 44 },
      })}
      onRow={(row) => ({ onClick: () => void go(`/products/${row.id}`), className: 'cs-row-link', 'data-testid': 'product-row' })}
    />
  );
}
