import type { Quote, QuoteCoupon } from '@tuanzi/contract/orders';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useNow, useTimeFormat } from '@tuanzi/ui/time.ts';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { Sheet } from '../../shell/Sheet.tsx';
import { useClockOffset } from '../../shell/use-me.ts';
import { useWords } from '../../shell/use-words.ts';
import checkout from '../checkout/checkout.module.css';
import { isSoon, refusalWords } from './coupon-words.ts';
import styles from './coupons.module.css';

/** The best there is, none, or one by its id. */
export type CouponChoice = 'best' | 'none' | (string & {});
type CouponRowProps = { quote: Quote; choice: CouponChoice; isReading: boolean; onChoose: (choice: CouponChoice) => void };

/** What coupon is in the price, and the way to another. Who holds none of this shop sees nothing of it. */
export function CouponRow({ quote, choice, isReading, onChoose }: CouponRowProps) {
  const t = useT();
  const words = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const { coupons, couponId, reasons } = quote;
  if (coupons.length === 0) return null;
  const usable = coupons.filter((coupon) => coupon.refusal === null);
  const chosen = coupons.find((coupon) => coupon.id === couponId);
  const offFen = reasons.reduce((sum, reason) => sum + (reason.code === 'coupon' ? reason.amountFen : 0), 0);
  const choose = (next: CouponChoice) => {
    setIsOpen(false);
    onChoose(next === usable[0]?.id ? 'best' : next);
  };
  return (
    <div className={`${checkout.sum} ${styles.row}`} data-testid="coupon-row" data-choice={choice} data-reading={isReading || undefined}>
      <dt>
        {t('coupon.row')}
        {chosen === undefined ? null : <span className={styles.rowTitle}>{words(chosen.title)}</span>}
        {chosen !== undefined && chosen.id === usable[0]?.id && usable.length > 1 ? (
          <span className="tz-chip" data-tone="leaf">
            {t('coupon.chosenBest')}
          </span>
        ) : null}
      </dt>
      <dd className="tz-figures" data-less={chosen !== undefined || undefined}>
        <button type="button" className={styles.rowButton} onClick={() => setIsOpen(true)} data-testid="choose-coupon">
          <span className="tz-heard">{t('coupon.choose')} </span>
          {chosen !== undefined
            ? formatFen(offFen)
            : usable.length === 0
              ? t('coupon.rowNone')
              : choice === 'none'
                ? t('coupon.rowSkipped')
                : t('coupon.rowUsable', { count: usable.length })}
          <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" />
        </button>
        <Sheet isOpen={isOpen} onClose={() => setIsOpen(false)} title={t('coupon.choose')} testId="coupon-choice">
          <Choices coupons={coupons} couponId={couponId} onChoose={choose} />
        </Sheet>
      </dd>
    </div>
  );
}

function Choices({
  coupons,
  couponId,
  onChoose,
}: {
  coupons: readonly QuoteCoupon[];
  couponId: string | null;
  onChoose: CouponRowProps['onChoose'];
}) {
  const t = useT();
  const usable = coupons.filter((coupon) => coupon.refusal === null);
  const refused = coupons.filter((coupon) => coupon.refusal !== null);
  return (
    <>
      <div className="sh-list">
        {usable.map((coupon) => (
          <Choice key={coupon.id} coupon={coupon} isChosen={coupon.id === couponId} onChoose={() => onChoose(coupon.id)} />
        ))}
        {usable.length === 0 ? null : (
          <button
            type="button"
            className={checkout.addressChoice}
            aria-pressed={couponId === null}
            onClick={() => onChoose('none')}
            data-testid="coupon-none"
          >
            <span className={checkout.radio} aria-hidden="true" />
            {t('coupon.useNone')}
          </button>
        )}
      </div>
      {refused.length === 0 ? null : (
        <>
          <h3 className={styles.refusedTitle}>{t('coupon.notNow')}</h3>
          <div className="sh-list">
            {refused.map((coupon) => (
              <Choice key={coupon.id} coupon={coupon} isChosen={false} />
            ))}
          </div>
        </>
      )}
      <p className={styles.rules}>{t('coupon.rulesNote')}</p>
    </>
  );
}

/** One of those held: what it takes off here, or why it does not. */
function Choice({ coupon, isChosen, onChoose }: { coupon: QuoteCoupon; isChosen: boolean; onChoose?: () => void }) {
  const t = useT();
  const words = useWords();
  const { date } = useTimeFormat();
  const isEnding = isSoon(coupon.useUntil, useNow() + useClockOffset());
  const refusal = refusalWords(coupon, t);
  return (
    <button
      type="button"
      className={`${checkout.addressChoice} ${styles.choice}`}
      aria-pressed={isChosen}
      disabled={onChoose === undefined}
      onClick={onChoose}
      data-testid="coupon-option"
      data-refusal={coupon.refusal ?? undefined}
    >
      {onChoose === undefined ? null : <span className={checkout.radio} aria-hidden="true" />}
      <span className={styles.choiceWords}>
        <span className={styles.choiceTitle}>
          {words(coupon.title)}
          {isEnding && refusal === undefined ? (
            <span className="tz-chip" data-tone="honey">
              {t('coupon.endsSoon')}
            </span>
          ) : null}
        </span>
        {refusal === undefined ? null : <span className={styles.choiceRefusal}>{refusal}</span>}
        <span className="sh-faint tz-figures">{t('coupon.until', { until: date(coupon.useUntil) })}</span>
      </span>
      {refusal === undefined ? <b className={styles.choiceOff}>{formatFen(-coupon.discountFen, 'auto')}</b> : null}
    </button>
  );
}
