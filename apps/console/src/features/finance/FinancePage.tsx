import { CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import { useApi } from '@tuanzi/client/react';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { Page } from '../../layout/Page.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useSearch } from '../../layout/use-search.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import { OrderDrawer } from '../orders/OrderDrawer.tsx';
import { LedgerEntries } from './LedgerEntries.tsx';
import { PromoterAccounts } from './PromoterAccounts.tsx';
import { useLedgerWords } from './ledger-words.ts';
import './finance.css';

/** The books: accounts whose sum is nothing, and the entries each is made of. */
export function FinancePage() {
  const t = useT();
  const { shopId } = useSession();
  const words = useLedgerWords();
  const { read, write } = useSearch();
  const books = useApi('GET /api/console/shops/{shopId}/ledger/accounts', { params: { shopId } }, { refetchEveryMs: 15_000 });
  const chosen = read('account');
  return (
    <Page title={t('nav.finance')} subtitle={t('finance.words')}>
      <section className="cs-panel">
        <h2>{t('finance.accountsTitle')}</h2>
        {books.isError ? <ListProblem problem={books.error} onRetry={() => void books.refetch()} /> : null}
        {books.isPending ? <TableSkeleton rows={3} /> : null}
        {books.isSuccess ? (
          <>
            <ul className="fi-accounts">
              {books.data.items
                .filter(({ account }) => !account.startsWith('promoter:'))
                .map((account) => (
                  <li key={account.account}>
                    <button
                      type="button"
                      className="fi-account"
                      aria-pressed={chosen === account.account}
                      onClick={() => write({ account: chosen === account.account ? undefined : account.account, order: undefined })}
                      data-testid="ledger-account"
                    >
                      <span className="fi-account-name">{words.account(account.account)}</span>
                      <strong className="fi-balance tz-figures">{formatFen(account.balanceFen)}</strong>
                      <span className="cs-quiet cs-small">{words.why(account.account)}</span>
                      <span className="cs-quiet cs-small fi-count">{t('finance.entries', { count: account.entryCount })}</span>
                    </button>
                  </li>
                ))}
              <PromoterAccounts accounts={books.data.items.filter(({ account }) => account.startsWith('promoter:'))} />
            </ul>
            <div className="fi-total" data-state={books.data.totalFen === 0 ? 'good' : 'bad'} data-testid="ledger-total">
              {books.data.totalFen === 0 ? <CheckCircleFilled /> : <WarningFilled />}
              <span>{t('finance.total')}</span>
              <strong className="tz-figures">{formatFen(books.data.totalFen)}</strong>
              <span>{books.data.totalFen === 0 ? t('finance.balanced') : t('finance.unbalanced')}</span>
            </div>
            <p className="cs-quiet cs-small">{t('finance.sign')}</p>
          </>
        ) : null}
      </section>
      <LedgerEntries
        shopId={shopId}
        account={chosen}
        orderId={read('order')}
        accounts={books.data?.items.map(({ account }) => account) ?? []}
        onFilter={write}
      />
      <OrderDrawer shopId={shopId} orderId={read('show') ?? null} onClose={() => write({ show: undefined })} />
    </Page>
  );
}
