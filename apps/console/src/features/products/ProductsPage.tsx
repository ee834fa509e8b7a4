import { PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Button, Select, Tabs } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { Page } from '../../layout/Page.tsx';
import { SearchBox } from '../../layout/SearchBox.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { oneOf, useSearch } from '../../layout/use-search.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { BulkBar } from './BulkBar.tsx';
import { ProductsTable } from './ProductsTable.tsx';
import { StockDrawer } from './StockDrawer.tsx';
import './products.css';

const states = ['on_sale', 'draft', 'archived'] as const;
const sorts = ['newest', 'stock', 'sold'] as const;

export function ProductsPage() {
  const t = useT();
  const { shopId } = useSession();
  const mayChange = useIsAtLeast('operator');
  const { read, write } = useSearch();
  const [chosenIds, setChosenIds] = useState<readonly string[]>([]);
  const status = oneOf(states, read('status'));
  const sort = oneOf(sorts, read('sort')) ?? 'newest';
  const q = read('q') ?? '';
  const products = useApiPages('GET /api/console/shops/{shopId}/products', {
    params: { shopId },
    query: { limit: 20, sort, ...(status !== undefined && { status }), ...(q !== '' && { q }) },
  });
  const items = products.data ?? [];
  const isFiltered = status !== undefined || q !== '';
  const add = (
    <Link to="/products/new">
      <Button type="primary" icon={<PlusOutlined />} data-testid="new-product">
        {t('products.add')}
      </Button>
    </Link>
  );
  const bringIn = (
    <Link to="/products/import">
      <Button icon={<UploadOutlined />} data-testid="import-products">
        {t('products.import')}
      </Button>
    </Link>
  );
  return (
    <Page
      title={t('nav.products')}
      actions={
        mayChange ? (
          <>
            {bringIn}
            {add}
          </>
        ) : undefined
      }
    >
      <section className="cs-panel">
        <Tabs
          activeKey={status ?? 'all'}
          onChange={(key) => {
            setChosenIds([]);
            write({ status: key === 'all' ? undefined : key });
          }}
          items={[{ key: 'all', label: t('products.all') }, ...states.map((key) => ({ key, label: t(`products.states.${key}`) }))]}
        />
        <div className="cs-filters">
          <SearchBox value={q} placeholder={t('products.search')} onSearch={(text) => write({ q: text })} testId="products-search" />
          <Select
            value={sort}
            onChange={(value) => write({ sort: value })}
            aria-label={t('products.sort.label')}
            options={sorts.map((value) => ({ value, label: t(`products.sort.${value}`) }))}
            className="pr-sort"
          />
          {chosenIds.length > 0 ? <BulkBar shopId={shopId} chosenIds={chosenIds} onDone={() => setChosenIds([])} /> : null}
        </div>
        {products.isError ? <ListProblem problem={products.error} onRetry={() => void products.refetch()} /> : null}
        {products.isPending ? <TableSkeleton /> : null}
        {products.isSuccess && items.length === 0 ? (
          isFiltered ? (
            <Empty
              drawing="search"
              title={t('products.noneFound')}
              words={t('products.noneFoundWords')}
              next={<Button onClick={() => write({ status: undefined, q: undefined })}>{t('products.clear')}</Button>}
            />
          ) : (
            <Empty
              drawing="products"
              title={t('products.none')}
              words={t('products.noneWords')}
              next={
                <span className="cs-actions">
                  {add}
                  {bringIn}
                </span>
              }
            />
          )
        ) : null}
        {items.length > 0 ? (
          <ProductsTable
            products={items}
            chosenIds={mayChange ? chosenIds : null}
            onChoose={setChosenIds}
            onStock={(skuId, productId) => write({ stock: skuId, of: productId })}
          />
        ) : null}
        <LoadMore pages={products} count={items.length} />
      </section>
      <StockDrawer
        shopId={shopId}
        productId={read('of') ?? null}
        skuId={read('stock') ?? null}
        onChoose={(skuId) => write({ stock: skuId })}
        onClose={() => write({ stock: undefined, of: undefined })}
      />
    </Page>
  );
}
