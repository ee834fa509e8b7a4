import type { MyReview } from '@tuanzi/contract/reviews';
import { useApi, useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { PageBar } from '../../shell/PageBar.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useMe } from '../../shell/use-me.ts';
import orderStyles from '../orders/orders.module.css';
import { BoughtThing } from './BoughtThing.tsx';
import { AdditionForm } from './ReviewForm.tsx';
import { ReviewBody } from './ReviewItem.tsx';
import styles from './reviews.module.css';
import { Stars } from './Stars.tsx';

export function MyReviewsPage() {
  const t = useT();
  const { me } = useMe();
  const [query, setQuery] = useSearchParams();
  const tab = query.get('tab') === 'written' ? 'written' : 'toWrite';
  const counts = useApi('GET /api/me/reviews/counts', {}, { isEnabled: me?.kind === 'account' });
  const tabs = (
    <div className={orderStyles.tabs} role="tablist" aria-label={t('review.mine')}>
      {(['toWrite', 'written'] as const).map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          aria-selected={tab === each}
          className={orderStyles.tab}
          onClick={() => setQuery(each === 'written' ? { tab: each } : {}, { replace: true })}
          data-testid={`reviews-${each}`}
        >
          {t(`review.${each}`)}
          {each === 'toWrite' && (counts.data?.open ?? 0) > 0 ? <span className={orderStyles.tabCount}>{counts.data?.open}</span> : null}
        </button>
      ))}
    </div>
  );
  return (
    <>
      <PageBar title={t('review.mine')} below={tabs} />
      {me === null || me.kind !== 'account' ? <Nothing tab={tab} /> : tab === 'written' ? <Written /> : <ToWrite />}
    </>
  );
}

function Nothing({ tab }: { tab: 'toWrite' | 'written' }) {
  const t = useT();
  return (
    <Empty
      drawing="content"
      title={t(tab === 'written' ? 'review.noneWritten' : 'review.noneToWrite')}
      words={t('review.noneToWriteWords')}
      next={
        <Link to="/orders" className="tz-button" data-tone="primary">
          {t('orders.title')}
        </Link>
      }
    />
  );
}

function ToWrite() {
  const t = useT();
  const time = useTimeFormat();
  const lines = useApiPages('GET /api/me/reviews/open', {}, { staleMs: 0 });
  if (lines.isError) return <ProblemNote problem={lines.error} onRetry={() => void lines.refetch()} />;
  if (lines.data === undefined) return <RowsSkeleton />;
  if (lines.data.length === 0) return <Nothing tab="toWrite" />;
  return (
    <>
      <div className={styles.cards}>
        {lines.data.map((line) => (
          <div key={line.lineId} className={styles.card} data-testid="to-review">
            <BoughtThing
              thing={line}
              note={t('review.by', { date: time.date(line.reviewBy, 'day') })}
              right={
                <Link to={`/orders/${line.orderId}/review?line=${line.lineId}`} className="tz-button" data-size="s" data-tone="primary">
                  {t('review.write')}
                </Link>
              }
            />
          </div>
        ))}
      </div>
      <ListEnd pages={lines} />
    </>
  );
}

function Written() {
  const reviews = useApiPages('GET /api/me/reviews', {}, { staleMs: 0 });
  if (reviews.isError) return <ProblemNote problem={reviews.error} onRetry={() => void reviews.refetch()} />;
  if (reviews.data === undefined) return <RowsSkeleton />;
  if (reviews.data.length === 0) return <Nothing tab="written" />;
  return (
    <>
      <div className={styles.cards}>
        {reviews.data.map((review) => (
          <WrittenCard key={review.id} review={review} />
        ))}
      </div>
      <ListEnd pages={reviews} />
    </>
  );
}

function WrittenCard({ review }: { review: MyReview }) {
  const t = useT();
  const time = useTimeFormat();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <article className={styles.card} data-testid="my-review">
      <Link to={`/products/${review.productId}`}>
        <BoughtThing thing={review} />
      </Link>
      <p className={styles.itemStars}>
        <Stars tenths={review.stars * 10} />
        <time className="sh-faint tz-figures" dateTime={review.createdAt}>
          {time.date(review.createdAt, 'day')}
        </time>
        {review.isAnonymous ? <span className="sh-faint">{t('review.anonymous')}</span> : null}
        {review.isRefunded ? <span className="sh-faint">{t('review.refunded')}</span> : null}
      </p>
      <ReviewBody review={review} />
      {isAdding ? (
        <AdditionForm review={review} onSent={() => setIsAdding(false)} />
      ) : review.addBy === null ? null : (
        <p className={styles.cardFoot}>
          <span />
          <button
            type="button"
            className="tz-button"
            data-size="s"
            data-tone="line"
            onClick={() => setIsAdding(true)}
            data-testid="add-to-review"
          >
            {t('review.add')}
          </button>
        </p>
      )}
    </article>
  );
}
