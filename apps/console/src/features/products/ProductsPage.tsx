import { ApartmentOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { useApiPages, useClient } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Button, Select, Tabs } from 'antd';
import { useCallback, useState } from 'react';
import { Link } from 'react-router';
import { ExportButton } from '../../layout/ExportButton.tsx';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { Page } from '../../layout/Page.tsx';
import { SavedFilters } from '../../layout/SavedFilters.tsx';
import { SearchBox } from '../../layout/SearchBox.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useColumnChoice } from '../../layout/use-column-choice.tsx';
import { oneOf, useSearch } from '../../layout/use-search.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { CategorySelect } from './categories/CategorySelect.tsx';
import { BulkBar } from './BulkBar.tsx';
import { ProductsTable, useProductColumns } from './ProductsTable.tsx';
import { skuRowsOf, useProductCsv } from './use-product-csv.ts';
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
  const categoryId = read('category');
  const filter = { sort, ...(categoryId !== undefined && { categoryId }), ...(status !== undefined && { status }), ...(q !== '' && { q }) };
  const products = useApiPages('GET /api/console/shops/{shopId}/products', { params: { shopId }, query: { limit: 50, ...filter } });
  const openStock = useCallback((skuId: string, productId: string) => write({ stock: skuId, of: productId }), [write]);
  const { columns, chooser } = useColumnChoice('products', useProductColumns(openStock));
  const csv = useProductCsv();
  const { api } = useClient();
  const items = products.data ?? [];
  const chosen = items.filter(({ id }) => chosenIds.includes(id));
  const isFiltered = status !== undefined || q !== '' || categoryId !== undefined;
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
        <>
          <Link to="/products/categories">
            <Button icon={<ApartmentOutlined />} data-testid="categories">
              {t('products.categories.title')}
            </Button>
          </Link>
          {mayChange ? bringIn : null}
          {mayChange ? add : null}
        </>
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
          <CategorySelect
            value={categoryId}
            onChange={(chosenId) => write({ category: chosenId ?? undefined })}
            placeholder={t('products.categories.all')}
            testId="filter-category"
          />
          {chosen.length > 0 ? <BulkBar shopId={shopId} chosen={chosen} onChoose={setChosenIds} /> : null}
          <SavedFilters list="products" names={['status', 'q', 'sort', 'category']} />
          <span className="cs-tools">
            {chooser}
            <ExportButton
              fileName={t('nav.products')}
              columns={csv}
              readPage={async (cursor, signal) => {
                const page = await api(
                  'GET /api/console/shops/{shopId}/products',
                  { params: { shopId }, query: { ...filter, limit: 100, ...(cursor !== undefined && { cursor }) } },
                  { signal },
                );
                return { items: skuRowsOf(page.items), nextCursor: page.nextCursor };
              }}
            />
          </span>
        </div>
        {products.isError ? <ListProblem problem={products.error} onRetry={() => void products.refetch()} /> : null}
        {products.isPending ? <TableSkeleton /> : null}
        {products.isSuccess && items.length === 0 ? (
          isFiltered ? (
            <Empty
              drawing="search"
              title={t('products.noneFound')}
              words={t('products.noneFoundWords')}
              next={<Button onClick={() => write({ status: undefined, q: undefined, category: undefined })}>{t('products.clear')}</Button>}
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
          <ProductsTable products={items} columns={columns} chosenIds={mayChange ? chosenIds : null} onChoose={setChosenIds} />
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
