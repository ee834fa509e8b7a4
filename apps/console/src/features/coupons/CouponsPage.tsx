import { PlusOutlined } from '@ant-design/icons';
import { useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Button, Tabs } from 'antd';
import { Link } from 'react-router';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { Page } from '../../layout/Page.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { oneOf, useSearch } from '../../layout/use-search.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { CouponsTable } from './CouponsTable.tsx';
import './coupons.css';

const states = ['running', 'upcoming', 'over', 'stopped'] as const;

export function CouponsPage() {
  const t = useT();
  const { shopId } = useSession();
  const mayPlan = useIsAtLeast('operator');
  const { read, write } = useSearch();
  const state = oneOf(states, read('state'));
  const coupons = useApiPages(
    'GET /api/console/shops/{shopId}/coupons',
    { params: { shopId }, query: { ...(state !== undefined && { state }) } },
    { refetchEveryMs: 15_000 },
  );
  const items = coupons.data ?? [];
  const create = mayPlan ? (
    <Link to="/coupons/new">
      <Button type="primary" icon={<PlusOutlined />} data-testid="new-coupon">
        {t('coupons.create')}
      </Button>
    </Link>
  ) : undefined;
  return (
    <Page title={t('nav.coupons')} subtitle={t('coupons.words')} actions={create}>
      <section className="cs-panel">
        <Tabs
          activeKey={state ?? 'all'}
          onChange={(key) => write({ state: key === 'all' ? undefined : key })}
          items={[{ key: 'all', label: t('coupons.all') }, ...states.map((key) => ({ key, label: t(`coupons.states.${key}`) }))]}
        />
        {coupons.isError ? <ListProblem problem={coupons.error} onRetry={() => void coupons.refetch()} /> : null}
        {coupons.isPending ? <TableSkeleton /> : null}
        {coupons.isSuccess && items.length === 0 ? (
          state === undefined ? (
            <Empty drawing="coupons" title={t('coupons.none')} words={t('coupons.noneWords')} next={create} />
          ) : (
            <Empty
              drawing="search"
              title={t('coupons.noneFound')}
              next={<Button onClick={() => write({ state: undefined })}>{t('coupons.all')}</Button>}
            />
          )
        ) : null}
        {items.length > 0 ? <CouponsTable coupons={items} /> : null}
        <LoadMore pages={coupons} count={items.length} />
      </section>
    </Page>
  );
}
