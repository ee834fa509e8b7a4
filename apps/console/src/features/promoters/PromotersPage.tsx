import { useApi, useApiPages } from '@tuanzi/client/react';
import type { ApiReply } from '@tuanzi/client';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { Page } from '../../layout/Page.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';

type Promoter = ApiReply<'GET /api/console/shops/{shopId}/promoters'>['items'][number];

export function PromotersPage() {
  const t = useT();
  const { shopId } = useSession();
  const { date } = useTimeFormat();
  const mayOpenBooks = useIsAtLeast('admin');
  const settings = useApi('GET /api/console/shops/{shopId}', { params: { shopId } }, { staleMs: 60_000 });
  const promoters = useApiPages('GET /api/console/shops/{shopId}/promoters', { params: { shopId } }, { refetchEveryMs: 30_000 });
  const items = promoters.data ?? [];
  // A number opens the entries it is made of, for those who may see the books.
  const money = (fen: number, account: string) =>
    mayOpenBooks ? (
      <Link className="cs-link tz-figures" to={`/finance?account=${encodeURIComponent(account)}`}>
        {formatFen(fen)}
      </Link>
    ) : (
      <span className="tz-figures">{formatFen(fen)}</span>
    );
  const columns: TableColumnsType<Promoter> = [
    {
      title: t('promoters.person'),
      key: 'person',
      render: (_, { person, joinedAt }) => (
        <div className="cs-with-thumb">
          <Avatar
            id={person.id}
            nickname={person.nickname}
            {...(person.avatarUrl !== null && { pictureUrl: person.avatarUrl })}
            sizePx={36}
          />
          <div>
            <strong className="tz-line-1">{person.nickname}</strong>
            <span className="cs-quiet cs-small">
              {t('promoters.joined')} {date(joinedAt, 'day')}
            </span>
          </div>
        </div>
      ),
    },
    { title: t('promoters.orders'), dataIndex: 'ordersCount', key: 'orders', align: 'right', className: 'tz-figures' },
    {
      title: t('promoters.sales'),
      key: 'sales',
      align: 'right',
      render: (_, row) => <strong className="tz-figures">{formatFen(row.salesFen)}</strong>,
    },
    {
      title: t('promoters.pending'),
      key: 'pending',
      align: 'right',
      render: (_, row) => money(row.pendingFen, `promoter:${row.person.id}:pending`),
    },
    {
      title: t('promoters.frozen'),
      key: 'frozen',
      align: 'right',
      render: (_, row) => money(row.frozenFen, `promoter:${row.person.id}:frozen`),
    },
    {
      title: t('promoters.available'),
      key: 'available',
      align: 'right',
      render: (_, row) => money(row.availableFen, `promoter:${row.person.id}:available`),
    },
  ];
  return (
    <Page
      title={t('nav.promoters')}
      subtitle={t('promoters.words')}
      actions={
        settings.data === undefined ? undefined : (
          <>
            <span className="tz-chip" data-tone="leaf">
              {t('promoters.rate', { percent: settings.data.commissionBasisPoints / 100 })}
            </span>
            {mayOpenBooks ? (
              <Link to="/settings">
                <Button size="small">{t('promoters.setRate')}</Button>
              </Link>
            ) : null}
          </>
        )
      }
    >
      <section className="cs-panel">
        {promoters.isError ? <ListProblem problem={promoters.error} onRetry={() => void promoters.refetch()} /> : null}
        {promoters.isPending ? <TableSkeleton /> : null}
        {promoters.isSuccess && items.length === 0 ? (
          <Empty drawing="earnings" title={t('promoters.none')} words={t('promoters.noneWords')} />
        ) : null}
        {items.length > 0 ? (
          <Table rowKey={(row) => row.person.id} columns={columns} dataSource={items} pagination={false} scroll={{ x: 'max-content' }} />
        ) : null}
        <LoadMore pages={promoters} count={items.length} />
      </section>
    </Page>
  );
}
