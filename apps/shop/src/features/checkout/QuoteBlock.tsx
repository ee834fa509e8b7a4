import type { Quote } from '@tuanzi/contract/orders';
import { formatFen, Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import type { ReactNode } from 'react';
import { useT } from '../../messages.ts';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { useChoiceWords, useWords } from '../../shell/use-words.ts';
import styles from './checkout.module.css';
import { isAboutOffer } from './OrderProblem.tsx';

type Reason = Quote['reasons'][number];

/** What is bought, and why it costs what it costs: the reasons add up to the total. */
export function QuoteBlock({ quote, lines, couponRow }: { quote: Quote | undefined; lines: number; couponRow?: ReactNode }) {
  if (quote === undefined)
    return (
      <section className={styles.block}>
        <RowsSkeleton rows={lines} />
      </section>
    );
  // What is wrong with the play is said above, with the ways on.
  const problems = quote.problems.filter(({ code }) => !isAboutOffer(code));
  return (
    <section className={styles.block} data-testid="quote">
      <div className="sh-list">
        {quote.lines.map((line) => (
          <QuoteLine key={line.skuId} line={line} problem={problems.find((problem) => problem.skuId === line.skuId)?.title} />
        ))}
      </div>
      {problems
        .filter((problem) => problem.skuId === null)
        .map((problem) => (
          <p key={problem.code} className="sh-field-problem" role="alert">
            {problem.title}
          </p>
        ))}
      <dl className={styles.sums}>
        {quote.reasons
          .filter(({ code }) => code !== 'coupon')
          .map((reason) => (
            <ReasonSum key={`${reason.code}${reason.ref ?? ''}`} reason={reason} />
          ))}
        {couponRow}
      </dl>
    </section>
  );
}

export function QuoteLine({ line, problem }: { line: Quote['lines'][number]; problem?: string | undefined }) {
  const words = useWords();
  const t = useT();
  const choice = useChoiceWords();
  const saved = line.reasons.filter((reason) => reason.code !== 'shop-price');
  return (
    <div className={styles.line}>
      <span className={styles.linePicture}>
        <Picture src={line.picture?.url} colour={line.picture?.blur} alt="" radius="s" />
      </span>
      <div className={styles.lineWords}>
        <p className="tz-line-2">{words(line.title)}</p>
        {line.options.length > 0 ? <p className="sh-faint">{choice(line.options)}</p> : null}
        {saved.map((reason) => (
          <p key={reason.code} className={styles.saved}>
            {reason.code === 'coupon' ? `${t('coupon.row')} ` : null}
            {words(reason.label)} <span className={styles.unbroken}>{formatFen(reason.amountFen, 'auto')}</span>
          </p>
        ))}
        {problem === undefined ? null : (
          <p className="sh-field-problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      <div className={styles.lineMoney}>
        <Price fen={line.unitPriceFen} size="s" tone="ink" />
        <span className="sh-faint">× {line.quantity}</span>
      </div>
    </div>
  );
}

function ReasonSum({ reason }: { reason: Reason }) {
  const words = useWords();
  return <Sum label={words(reason.label)} fen={reason.amountFen} />;
}

function Sum({ label, fen }: { label: string; fen: number }) {
  return (
    <div className={styles.sum}>
      <dt>{label}</dt>
      <dd className="tz-figures" data-less={fen < 0 || undefined}>
        {formatFen(fen)}
      </dd>
    </div>
  );
}
