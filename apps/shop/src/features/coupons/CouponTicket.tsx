import type { CouponView, HeldCoupon } from '@tuanzi/contract/coupons';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import type { ReactNode } from 'react';
import { useT } from '../../messages.ts';
import { useWords } from '../../shell/use-words.ts';
import { conditionsOf, figureOf, offWords, thresholdWords } from './coupon-words.ts';
import styles from './coupons.module.css';
import { ScopeProducts } from './ScopeProducts.tsx';

export type TicketPlace = 'page' | 'room' | 'chat';
type CouponTicketProps = {
  coupon: CouponView;
  held?: HeldCoupon | undefined;
  place?: TicketPlace;
  isFaded?: boolean;
  /** Beside the title: a mark such as "ends soon". */
  mark?: ReactNode;
  /** At the foot: how things stand, then what can be done. */
  state?: ReactNode;
  action?: ReactNode;
};

/** A coupon with all of its conditions: what it takes off on the stub, the rest beside it, nothing in small print elsewhere. */
export function CouponTicket({ coupon, held, place = 'page', isFaded = false, mark, state, action }: CouponTicketProps) {
  const t = useT();
  const words = useWords();
  const { date } = useTimeFormat();
  const { language } = useLanguage();
  const { terms } = coupon;
  const { large, small } = figureOf(terms, t, language);
  return (
    <article className={styles.ticket} data-place={place} data-faded={isFaded || undefined} data-testid="coupon-ticket" data-id={coupon.id}>
      <div className={styles.stub}>
        <span className="tz-heard">{offWords(terms, t)}</span>
        <span className={styles.figure} data-long={large.length + small.length > 5 || undefined} aria-hidden="true">
          {terms.kind === 'amount' ? <small>{small}</small> : null}
          {large}
          {terms.kind === 'percent' ? <small>{small}</small> : null}
        </span>
        <span className={styles.threshold}>{thresholdWords(terms, t)}</span>
      </div>
      <div className={styles.body}>
        <h3 className={styles.title}>
          <span className="tz-line-2">{words(coupon.title)}</span>
          {mark}
        </h3>
        <ul className={styles.conditions}>
          {conditionsOf(coupon, held, t, date).map((condition) => (
            <li key={condition}>{condition}</li>
          ))}
        </ul>
        {terms.productIds.length > 0 && place === 'page' ? <ScopeProducts productIds={terms.productIds} /> : null}
        {state === undefined && action === undefined ? null : (
          <div className={styles.foot}>
            <span className="sh-faint tz-figures">{state}</span>
            {action}
          </div>
        )}
      </div>
    </article>
  );
}
