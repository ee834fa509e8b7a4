import { useApiPages } from '@tuanzi/client/react';
import { Button, Tabs, Tag } from 'antd';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Link } from 'react-router';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { Page } from '../../layout/Page.tsx';
import { SearchBox } from '../../layout/SearchBox.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { oneOf, useSearch } from '../../layout/use-search.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import { OrderDrawer } from './OrderDrawer.tsx';
import { OrdersTable } from './OrdersTable.tsx';
import { orderNeeds, orderStates } from './order-state.ts';

export function OrdersPage() {
  const t = useT();
  const { shopId } = useSession();
  const { read, write } = useSearch();
  const state = oneOf(orderStates, read('state'));
  const q = read('q') ?? '';
  const sceneId = read('scene');
  const need = oneOf(orderNeeds, read('need'));
  const orders = useApiPages(
    'GET /api/console/shops/{shopId}/orders',
    {
      params: { shopId },
      query: {
        limit: 20,
        ...(state !== undefined && { state }),
        ...(q !== '' && { q }),
        ...(sceneId !== undefined && { sceneId }),
        ...(need !== undefined && { need }),
      },
    },
    { refetchEveryMs: 15_000 },
  );
  const items = orders.data ?? [];
  const isFiltered = state !== undefined || q !== '' || sceneId !== undefined || need !== undefined;
  return (
    <Page title={t('nav.orders')}>
      <section className="cs-panel">
        <Tabs
          activeKey={state ?? 'all'}
          onChange={(key) => write({ state: key === 'all' ? undefined : key, need: undefined })}
          items={[{ key: 'all', label: t('orders.all') }, ...orderStates.map((key) => ({ key, label: t(`orders.states.${key}`) }))]}
        />
        <div className="cs-filters">
          <SearchBox value={q} placeholder={t('orders.search')} onSearch={(text) => write({ q: text })} testId="orders-search" />
          {need === undefined ? null : (
            <Tag closable onClose={() => write({ need: undefined })}>
              {t(`orders.needs.${need}`)}
            </Tag>
          )}
          {sceneId === undefined ? null : (
            <Tag closable onClose={() => write({ scene: undefined })}>
              {t('orders.fromScene')}
            </Tag>
          )}
        </div>
        {orders.isError ? <ListProblem problem={orders.error} onRetry={() => void orders.refetch()} /> : null}
        {orders.isPending ? <TableSkeleton /> : null}
        {orders.isSuccess && items.length === 0 ? (
          isFiltered ? (
            <Empty
              drawing="search"
              title={t('orders.noneFound')}
              words={t('orders.noneFoundWords')}
              next={
                <Button onClick={() => write({ state: undefined, q: undefined, scene: undefined, need: undefined })}>
                  {t('orders.clear')}
                </Button>
              }
            />
          ) : (
            <Empty
              drawing="orders"
              title={t('orders.none')}
              words={t('orders.noneWords')}
              next={
                <Link to="/products">
                  <Button type="primary">{t('orders.noneNext')}</Button>
                </Link>
              }
            />
          )
        ) : null}
        {items.length > 0 ? <OrdersTable orders={items} onOpen={(id) => write({ order: id })} /> : null}
        <LoadMore pages={orders} count={items.length} />
      </section>
      <OrderDrawer shopId={shopId} orderId={read('order') ?? null} onClose={() => write({ order: undefined })} />
    </Page>
  );
}
