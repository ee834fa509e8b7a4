import { useApiPages } from '@tuanzi/client/react';
import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Link } from 'react-router';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { useT } from '../../messages.ts';
import { useIsAtLeast } from '../../session.tsx';
import { useLedgerWords } from '../finance/ledger-words.ts';

/** Every entry this order made. Only those who may see the shop's books see them. */
export function OrderLedger({ shopId, order }: { shopId: string; order: ConsoleOrder }) {
  const t = useT();
  const words = useLedgerWords();
  const { date } = useTimeFormat();
  const mayRead = useIsAtLeast('admin');
  const entries = useApiPages(
    'GET /api/console/shops/{shopId}/ledger/entries',
    { params: { shopId }, query: { orderId: order.id, limit: 100 } },
    { isEnabled: mayRead, refetchEveryMs: 10_000 },
  );
  if (!mayRead) return null;
  const items = entries.data ?? [];
  return (
    <section data-testid="order-ledger">
      <h3>{t('orders.drawer.ledger')}</h3>
      {entries.isError ? <ListProblem problem={entries.error} onRetry={() => void entries.refetch()} /> : null}
      {items.length === 0 ? (
        <p className="cs-quiet">{t('orders.drawer.ledgerNone')}</p>
      ) : (
        <>
          <p className="cs-quiet cs-small">{t('orders.drawer.ledgerWords')}</p>
          <ul className="or-entries">
            {items.map((entry) => (
              <li key={entry.id}>
                <span>
                  <strong>{words.account(entry.account)}</strong>
                  <span className="cs-quiet cs-small">
                    {words.kind(entry.kind)} · {date(entry.at, 'second')}
                  </span>
                </span>
                <span className="tz-figures" data-minus={entry.amountFen < 0 || undefined}>
                  {formatFen(entry.amountFen)}
                </span>
              </li>
            ))}
            <li className="or-entries-sum">
              <span>{t('orders.drawer.sum')}</span>
              <strong className="tz-figures">{formatFen(items.reduce((sum, entry) => sum + entry.amountFen, 0))}</strong>
            </li>
          </ul>
          <Link className="cs-link" to={`/finance?order=${order.id}`}>
            {t('orders.drawer.openLedger')}
          </Link>
        </>
      )}
    </section>
  );
}
