import { useApiPages, useClient } from '@tuanzi/client/react';
import type { ApiReply } from '@tuanzi/client';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button, Select, Table, Tag } from 'antd';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { csvYuan } from '../../layout/csv.ts';
import { ExportButton, type CsvColumn } from '../../layout/ExportButton.tsx';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useColumnChoice, type ChoiceColumn } from '../../layout/use-column-choice.tsx';
import { useT } from '../../messages.ts';
import { useLedgerWords } from './ledger-words.ts';

type Entry = ApiReply<'GET /api/console/shops/{shopId}/ledger/entries'>['items'][number];
interface Props {
  shopId: string;
  account: string | undefined;
  orderId: string | undefined;
  accounts: readonly string[];
  onFilter: (changes: Record<string, string | undefined>) => void;
}

function useEntryColumns(onFilter: Props['onFilter']): readonly ChoiceColumn<Entry>[] {
  const t = useT();
  const words = useLedgerWords();
  const { date } = useTimeFormat();
  return useMemo<ChoiceColumn<Entry>[]>(
    () => [
      {
        name: t('finance.when'),
        key: 'at',
        isAlways: true,
        render: (_, entry) => (
          <time className="tz-figures cs-nowrap" dateTime={entry.at}>
            {date(entry.at, 'second')}
          </time>
        ),
      },
      { name: t('finance.kind'), key: 'kind', render: (_, entry) => words.kind(entry.kind) },
      {
        name: t('finance.account'),
        key: 'account',
        render: (_, entry) => (
          <button type="button" className="cs-link" onClick={() => onFilter({ account: entry.account })}>
            {words.account(entry.account)}
          </button>
        ),
      },
      {
        name: t('finance.memo'),
        key: 'memo',
        className: 'cs-fill',
        responsive: ['lg'],
        render: (_, entry) => <span className="tz-line-1">{entry.memo}</span>,
      },
      {
        name: t('finance.order'),
        key: 'order',
        render: (_, entry) =>
          entry.orderId === null ? (
            '—'
          ) : (
            <button type="button" className="cs-link" onClick={() => onFilter({ show: entry.orderId ?? undefined })}>
              {t('finance.showOrder')}
            </button>
          ),
      },
      {
        name: t('finance.amount'),
        key: 'amount',
        fixed: 'end',
        isAlways: true,
        align: 'right',
        render: (_, entry) => (
          <strong className="tz-figures fi-amount" data-minus={entry.amountFen < 0 || undefined}>
            {formatFen(entry.amountFen)}
          </strong>
        ),
      },
    ],
    [t, words, date, onFilter],
  );
}

/** What balances are made of, newest first; each entry opens the order it belongs to. */
export function LedgerEntries({ shopId, account, orderId, accounts, onFilter }: Props) {
  const t = useT();
  const words = useLedgerWords();
  const { date } = useTimeFormat();
  const filter = { ...(account !== undefined && { account }), ...(orderId !== undefined && { orderId }) };
  const entries = useApiPages(
    'GET /api/console/shops/{shopId}/ledger/entries',
    { params: { shopId }, query: { limit: 30, ...filter } },
    { refetchEveryMs: 15_000 },
  );
  const items = entries.data ?? [];
  const isFiltered = account !== undefined || orderId !== undefined;
  const { api } = useClient();
  const { columns, chooser } = useColumnChoice('ledger', useEntryColumns(onFilter));
  const csv: readonly CsvColumn<Entry>[] = [
    { title: t('finance.when'), cell: (entry) => date(entry.at, 'second') },
    { title: t('finance.kind'), cell: (entry) => words.kind(entry.kind) },
    { title: t('finance.account'), cell: (entry) => words.account(entry.account) },
    { title: t('finance.memo'), cell: (entry) => entry.memo },
    { title: t('finance.order'), cell: (entry) => entry.orderId },
    { title: t('finance.amount'), cell: (entry) => csvYuan(entry.amountFen) },
  ];
  return (
    <section className="cs-panel" data-testid="ledger-entries">
      <h2>{t('finance.entriesTitle')}</h2>
      <div className="cs-filters">
        <Select
          className="fi-select"
          value={account ?? ''}
          onChange={(value) => onFilter({ account: value === '' ? undefined : value })}
          aria-label={t('finance.account')}
          options={[{ value: '', label: t('finance.allAccounts') }, ...accounts.map((value) => ({ value, label: words.account(value) }))]}
        />
        {orderId === undefined ? null : (
          <Tag closable onClose={() => onFilter({ order: undefined })}>
            {t('finance.ofOrder', { id: orderId })}
          </Tag>
        )}
        <span className="cs-tools">
          {chooser}
          <ExportButton
            fileName={t('nav.finance')}
            columns={csv}
            readPage={(cursor, signal) =>
              api(
                'GET /api/console/shops/{shopId}/ledger/entries',
                { params: { shopId }, query: { ...filter, limit: 100, ...(cursor !== undefined && { cursor }) } },
                { signal },
              )
            }
          />
        </span>
      </div>
      {entries.isError ? <ListProblem problem={entries.error} onRetry={() => void entries.refetch()} /> : null}
      {entries.isPending ? <TableSkeleton /> : null}
      {entries.isSuccess && items.length === 0 ? (
        isFiltered ? (
          <Empty
            drawing="search"
            title={t('finance.noneFound')}
            next={<Button onClick={() => onFilter({ account: undefined, order: undefined })}>{t('finance.clear')}</Button>}
          />
        ) : (
          <Empty
            drawing="earnings"
            title={t('finance.none')}
            words={t('finance.noneWords')}
            next={
              <Link to="/orders">
                <Button type="primary">{t('finance.noneNext')}</Button>
              </Link>
            }
          />
        )
      ) : null}
      {items.length > 0 ? (
        <Table rowKey="id" columns={columns} dataSource={items} pagination={false} scroll={{ x: 'max-content' }} size="middle" />
      ) : null}
      <LoadMore pages={entries} count={items.length} />
    </section>
  );
}
