import { useApiPages, useClient } from '@tuanzi/client/react';
import { ZoneContext } from '@tuanzi/ui/time.ts';
import { Button, Tabs, Tag } from 'antd';
import { useCallback, useContext } from 'react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Link } from 'react-router';
import { dayOf, DayRange, instantsOf } from '../../layout/DayRange.tsx';
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
import { useSession } from '../../session.tsx';
import { OrderDrawer } from './OrderDrawer.tsx';
import { OrdersTable, useOrderColumns } from './OrdersTable.tsx';
import { useOrderCsv } from './use-order-csv.ts';
import { orderNeeds, orderStates } from './order-state.ts';

/** What of the address filters this list. */
const filterNames = ['state', 'q', 'scene', 'need', 'from', 'to'] as const;
const noFilters = Object.fromEntries(filterNames.map((name) => [name, undefined]));

export function OrdersPage() {
  const t = useT();
  const { shopId } = useSession();
  const { read, write } = useSearch();
  const state = oneOf(orderStates, read('state'));
  const q = read('q') ?? '';
  const sceneId = read('scene');
  const need = oneOf(orderNeeds, read('need'));
  const [from, to] = [dayOf(read('from')), dayOf(read('to'))];
  const paid = instantsOf(from, to, useContext(ZoneContext));
  const filter = {
    ...(state !== undefined && { state }),
    ...(q !== '' && { q }),
    ...(sceneId !== undefined && { sceneId }),
    ...(need !== undefined && { need }),
    ...(paid.from !== undefined && { paidFrom: paid.from }),
    ...(paid.before !== undefined && { paidBefore: paid.before }),
  };
  const { api } = useClient();
  const orders = useApiPages(
    'GET /api/console/shops/{shopId}/orders',
    { params: { shopId }, query: { limit: 50, ...filter } },
    { refetchEveryMs: 15_000 },
  );
  const open = useCallback((id: string) => write({ order: id }), [write]);
  const { columns, chooser } = useColumnChoice('orders', useOrderColumns(open));
  const csv = useOrderCsv();
  const items = orders.data ?? [];
  const isFiltered = Object.keys(filter).length > 0;
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
          <DayRange label={t('orders.paidOn')} from={from} to={to} onChange={(first, last) => write({ from: first, to: last })} />
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
          <SavedFilters list="orders" names={filterNames} />
          <span className="cs-tools">
            {chooser}
            <ExportButton
              fileName={t('nav.orders')}
              columns={csv}
              readPage={(cursor, signal) =>
                api(
                  'GET /api/console/shops/{shopId}/orders',
                  { params: { shopId }, query: { ...filter, limit: 100, ...(cursor !== undefined && { cursor }) } },
                  { signal },
                )
              }
            />
          </span>
        </div>
        {orders.isError ? <ListProblem problem={orders.error} onRetry={() => void orders.refetch()} /> : null}
        {orders.isPending ? <TableSkeleton /> : null}
        {orders.isSuccess && items.length === 0 ? (
          isFiltered ? (
            <Empty
              drawing="search"
              title={t('orders.noneFound')}
              words={t('orders.noneFoundWords')}
              next={<Button onClick={() => write(noFilters)}>{t('orders.clear')}</Button>}
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
        {items.length > 0 ? <OrdersTable orders={items} columns={columns} onOpen={open} /> : null}
        <LoadMore pages={orders} count={items.length} />
      </section>
      <OrderDrawer shopId={shopId} orderId={read('order') ?? null} onClose={() => write({ order: undefined })} />
    </Page>
  );
}
