import type { HeldCoupon } from '@tuanzi/contract/coupons';
import { useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { useNow } from '@tuanzi/ui/time.ts';
import { Link, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { PageBar } from '../../shell/PageBar.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useClockOffset, useMe } from '../../shell/use-me.ts';
import { useWords } from '../../shell/use-words.ts';
import orders from '../orders/orders.module.css';
import { isEndingSoon } from './coupon-words.ts';
import styles from './coupons.module.css';
import { CouponTicket } from './CouponTicket.tsx';

const tabs = ['usable', 'used', 'expired'] as const;

export function MyCouponsPage() {
  const t = useT();
  const { me, isKnown, problem, retry } = useMe();
  const [query, setQuery] = useSearchParams();
  const state = tabs.find((tab) => tab === query.get('state')) ?? 'usable';
  const coupons = useApiPages('GET /api/me/coupons', { query: { state } }, { isEnabled: me !== null, staleMs: 0 });
  const isNone = (isKnown && me === null) || coupons.data?.length === 0;
  const tabsRow = (
    <div className={orders.tabs} role="tablist" aria-label={t('coupon.title')}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          aria-selected={state === tab}
          className={orders.tab}
          onClick={() => setQuery(tab === 'usable' ? {} : { state: tab }, { replace: true })}
          data-testid={`coupons-${tab}`}
        >
          {t(`coupon.tab.${tab}`)}
        </button>
      ))}
    </div>
  );
  return (
    <>
      <PageBar title={t('coupon.title')} below={tabsRow} />
      {problem !== null ? (
        <ProblemNote problem={problem} onRetry={retry} />
      ) : isNone ? (
        <Empty
          drawing="coupons"
          title={t(`coupon.none.${state}`)}
          words={t(`coupon.none.${state}Words`)}
          next={
            <Link to="/" className="tz-button" data-tone="primary">
              {t('coupon.lookAround')}
            </Link>
          }
        />
      ) : coupons.isError ? (
        <ProblemNote problem={coupons.error} onRetry={() => void coupons.refetch()} />
      ) : coupons.data === undefined ? (
        <RowsSkeleton />
      ) : (
        <div className={`${orders.list} ${styles.tickets}`} data-testid="my-coupons">
          {coupons.data.map((held) => (
            <HeldTicket key={held.id} held={held} />
          ))}
        </div>
      )}
      <ListEnd pages={coupons} />
    </>
  );
}

/** One I hold: what it is, how it stands, and the way to where it is of use or was. */
function HeldTicket({ held }: { held: HeldCoupon }) {
  const t = useT();
  const words = useWords();
  const isSoon = isEndingSoon(held, useNow() + useClockOffset());
  const { coupon, state, orderId, shopName } = held;
  const [only] = coupon.terms.productIds;
  const to = only !== undefined && coupon.terms.productIds.length === 1 ? `/products/${only}` : '/';
  return (
    <CouponTicket
      coupon={coupon}
      held={held}
      isFaded={state === 'used' || state === 'expired'}
      mark={
        isSoon ? (
          <span className="tz-chip" data-tone="honey" data-testid="ends-soon">
            {t('coupon.endsSoon')}
          </span>
        ) : null
      }
      state={state === 'usable' ? words(shopName) : `${t(`coupon.state.${state}`)} · ${words(shopName)}`}
      action={
        orderId !== null ? (
          <Link to={`/orders/${orderId}`} className="tz-button" data-size="s" data-tone="soft" data-testid="coupon-order">
            {t('coupon.seeOrder')}
          </Link>
        ) : state === 'usable' ? (
          <Link to={to} className="tz-button" data-size="s" data-tone="primary">
            {t('coupon.use')}
          </Link>
        ) : null
      }
    />
  );
}
