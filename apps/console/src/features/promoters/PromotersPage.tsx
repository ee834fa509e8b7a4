import { useApi, useApiPages, useClient } from '@tuanzi/client/react';
import type { ApiReply } from '@tuanzi/client';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button, Table } from 'antd';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { csvYuan } from '../../layout/csv.ts';
import { ExportButton, type CsvColumn } from '../../layout/ExportButton.tsx';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { Page } from '../../layout/Page.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useColumnChoice, type ChoiceColumn } from '../../layout/use-column-choice.tsx';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';

type Promoter = ApiReply<'GET /api/console/shops/{shopId}/promoters'>['items'][number];

function usePromoterColumns(): readonly ChoiceColumn<Promoter>[] {
  const t = useT();
  const { date } = useTimeFormat();
  const mayOpenBooks = useIsAtLeast('admin');
  return useMemo<ChoiceColumn<Promoter>[]>(() => {
    // A number opens the entries it is made of, for those who may see the books.
    const money = (fen: number, account: string) =>
      mayOpenBooks ? (
        <Link className="cs-link tz-figures" to={`/finance?account=${encodeURIComponent(account)}`}>
          {formatFen(fen)}
        </Link>
      ) : (
        <span className="tz-figures">{formatFen(fen)}</span>
      );
    return [
      {
        name: t('promoters.person'),
        key: 'person',
        className: 'cs-fill',
        isAlways: true,
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
      { name: t('promoters.orders'), dataIndex: 'ordersCount', key: 'orders', align: 'right', className: 'tz-figures' },
      {
        name: t('promoters.sales'),
        key: 'sales',
        align: 'right',
        render: (_, row) => <strong className="tz-figures">{formatFen(row.salesFen)}</strong>,
      },
      {
        name: t('promoters.pending'),
        key: 'pending',
        align: 'right',
        render: (_, row) => money(row.pendingFen, `promoter:${row.person.id}:pending`),
      },
      {
        name: t('promoters.frozen'),
        key: 'frozen',
        align: 'right',
        render: (_, row) => money(row.frozenFen, `promoter:${row.person.id}:frozen`),
      },
      {
        name: t('promoters.available'),
        key: 'available',
        fixed: 'end',
        align: 'right',
        render: (_, row) => money(row.availableFen, `promoter:${row.person.id}:available`),
      },
    ];
  }, [t, date, mayOpenBooks]);
}

export function PromotersPage() {
  const t = useT();
  const { shopId } = useSession();
  const { date } = useTimeFormat();
  const mayOpenBooks = useIsAtLeast('admin');
  const settings = useApi('GET /api/console/shops/{shopId}', { params: { shopId } }, { staleMs: 60_000 });
  const promoters = useApiPages('GET /api/console/shops/{shopId}/promoters', { params: { shopId } }, { refetchEveryMs: 30_000 });
  const items = promoters.data ?? [];
  const { api } = useClient();
  const { columns, chooser } = useColumnChoice('promoters', usePromoterColumns());
  const csv: readonly CsvColumn<Promoter>[] = [
    { title: t('promoters.person'), cell: ({ person }) => person.nickname },
    { title: t('promoters.joined'), cell: ({ joinedAt }) => date(joinedAt, 'day') },
    { title: t('promoters.orders'), cell: ({ ordersCount }) => ordersCount },
    ...(['sales', 'pending', 'frozen', 'available'] as const).map((key) => ({
      title: t(`promoters.${key}`),
      cell: (row: Promoter) => csvYuan(row[`${key}Fen`]),
    })),
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
        {items.length === 0 ? null : (
          <div className="cs-filters">
            <span className="cs-tools">
              {chooser}
              <ExportButton
                fileName={t('nav.promoters')}
                columns={csv}
                readPage={(cursor, signal) =>
                  api(
                    'GET /api/console/shops/{shopId}/promoters',
                    { params: { shopId }, query: { limit: 100, ...(cursor !== undefined && { cursor }) } },
                    { signal },
                  )
                }
              />
            </span>
          </div>
        )}
        {promoters.isError ? <ListProblem problem={promoters.error} onRetry={() => void promoters.refetch()} /> : null}
        {promoters.isPending ? <TableSkeleton /> : null}
        {promoters.isSuccess && items.length === 0 ? (
          <Empty
            drawing="earnings"
            title={t('promoters.none')}
            words={t('promoters.noneWords')}
            next={
              <Link to="/communities">
                <Button type="primary">{t('promoters.noneNext')}</Button>
              </Link>
            }
          />
        ) : null}
        {items.length > 0 ? (
          <Table rowKey={(row) => row.person.id} columns={columns} dataSource={items} pagination={false} scroll={{ x: 'max-content' }} />
        ) : null}
        <LoadMore pages={promoters} count={items.length} />
      </section>
    </Page>
  );
}
