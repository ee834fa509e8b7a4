import { formatFen } from '@tuanzi/ui/money.tsx';
import { useT } from '../../messages.ts';
import { termsOf, type CouponDraft } from './coupon-draft.ts';
import { worstCaseOf } from './worst-case.ts';

/** From here on an order at the threshold loses so much that a digit may be missing; it is said, not refused. */
const deepPercent = 50;

/** The most this can cost, said before it is saved. */
export function WorstCase({ draft }: { draft: CouponDraft }) {
  const t = useT();
  const terms = termsOf(draft);
  const worst = worstCaseOf(terms, draft.quantity);
  const sum = (fen: number) => formatFen(fen, 'auto');
  return (
    <section className="cs-panel cu-worst" data-testid="coupon-worst" aria-live="polite">
      <h2>{t('coupons.worst.title')}</h2>
      {worst === undefined ? (
        <p className="cs-quiet">{t('coupons.worst.unknown')}</p>
      ) : (
        <>
          <div className="cu-figures">
            <div>
              <span className="cs-quiet">{t('coupons.worst.all')}</span>
              <strong className="cu-big tz-figures" data-testid="worst-all">
                {sum(worst.allFen)}
              </strong>
              <span className="cs-quiet cs-small tz-figures">
                {t('coupons.worst.allWords', { count: draft.quantity ?? 0, amount: sum(worst.perOrderFen) })}
              </span>
            </div>
            <div>
              <span className="cs-quiet">{t('coupons.worst.one')}</span>
              <strong className="cu-big tz-figures" data-testid="worst-one">
                {sum(worst.perOrderFen)}
              </strong>
              <span className="cs-quiet cs-small">{t('coupons.worst.oneWords')}</span>
            </div>
            <div>
              <span className="cs-quiet">{t('coupons.worst.brought')}</span>
              <strong className="cu-big tz-figures">{sum(worst.broughtFen)}</strong>
              <span className="cs-quiet cs-small tz-figures">
                {t('coupons.worst.broughtWords', { amount: sum(worst.paidPerOrderFen) })}
              </span>
            </div>
          </div>
          {terms.thresholdFen === 0 && terms.kind === 'amount' ? (
            <p className="cu-warn">{t('coupons.worst.free', { amount: sum(worst.perOrderFen) })}</p>
          ) : null}
          {worst.atThresholdPercent !== null && worst.atThresholdPercent >= deepPercent ? (
            <p className="cu-warn">{t('coupons.worst.deep', { percent: worst.atThresholdPercent })}</p>
          ) : null}
        </>
      )}
    </section>
  );
}
