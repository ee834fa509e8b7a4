import type { OrderView } from '@tuanzi/contract/orders';
import { useApi, useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { Link, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { PageBar } from '../../shell/PageBar.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useMe } from '../../shell/use-me.ts';
import { QuoteLine } from '../checkout/QuoteBlock.tsx';
import { OrderActions } from './OrderActions.tsx';
import { stateKey, stateTone } from './order-state.ts';
import styles from './orders.module.css';

const tabs = ['all', 'unpaid', 'paid', 'shipped', 'delivered', 'completed', 'refunded'] as const satisfies readonly (
  | 'all'
  | OrderView['state']
)[];

export function OrdersPage() {
  const t = useT();
  const { me, isKnown, problem, retry } = useMe();
  const [query, setQuery] = useSearchParams();
  const asked = query.get('state');
  const state = tabs.find((each): each is Exclude<(typeof tabs)[number], 'all'> => each !== 'all' && each === asked);
  const counts = useApi('GET /api/orders/counts', {}, { isEnabled: me !== null });
  const orders = useApiPages('GET /api/orders', { query: state === undefined ? {} : { state } }, { isEnabled: me !== null });
  const isNone = (isKnown && me === null) || orders.data?.length === 0;
  const tabsRow = (
    <div className={styles.tabs} role="tablist" aria-label={t('orders.title')}>
      {tabs.map((tab) => {
        const isChosen = (state ?? 'all') === tab;
        const count = tab === 'all' ? 0 : (counts.data?.counts[tab] ?? 0);
        return (
          <button
            key={tab}
            type="button"
            role="tab"
            aria-selected={isChosen}
            className={styles.tab}
            onClick={() => setQuery(tab === 'all' ? {} : { state: tab }, { replace: true })}
          >
            {t(`orders.tab.${tab}`)}
            {count > 0 ? <span className={styles.tabCount}>{count}</span> : null}
          </button>
        );
      })}
    </div>
  );
  return (
    <>
      <PageBar title={t('orders.title')} below={tabsRow} />
      {problem !== null ? (
        <ProblemNote problem={problem} onRetry={retry} />
      ) : isNone ? (
        <Empty
          drawing="orders"
          title={t(state === undefined ? 'orders.emptyTitle' : 'orders.emptyHere')}
          {...(state === undefined && { words: t('orders.emptyWords') })}
          next={
            <Link to="/" className="tz-button" data-tone="primary">
              {t('cart.lookAround')}
            </Link>
          }
        />
      ) : orders.isError ? (
        <ProblemNote problem={orders.error} onRetry={() => void orders.refetch()} />
      ) : orders.data === undefined ? (
        <RowsSkeleton />
      ) : (
        <div className={styles.list}>
          {orders.data.map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </div>
      )}
      <ListEnd pages={orders} />
    </>
  );
}

function OrderCard({ order }: { order: OrderView }) {
  const t = useT();
  return (
    <article className={styles.card} data-testid="order-card">
      <Link to={`/orders/${order.id}`}>
        <div className={styles.cardTop}>
          <span className="sh-faint tz-figures">{order.number}</span>
          <span className="tz-chip" data-tone={stateTone(order)}>
            {t(stateKey(order))}
          </span>
        </div>
        {order.lines.map((line) => (
          <QuoteLine key={line.skuId} line={{ ...line, reasons: [] }} />
        ))}
        <p className={styles.cardSum}>
          <span className="sh-faint">{t('orders.sum')}</span> <Price fen={order.totalFen} cents="always" />
        </p>
      </Link>
      <OrderActions order={order} isSmall />
    </article>
  );
}
