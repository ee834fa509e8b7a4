import { useApi } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Link, useParams, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { BoughtThing } from './BoughtThing.tsx';
import { ReviewForm } from './ReviewForm.tsx';
import styles from './reviews.module.css';

/** One order's lines: the one being reviewed open, the others a tap away. */
export function WriteReviewPage() {
  const t = useT();
  const { orderId = '' } = useParams();
  const [query, setQuery] = useSearchParams();
  const lines = useApi('GET /api/orders/{orderId}/reviews', { params: { orderId } }, { staleMs: 0 });
  const items = lines.data?.items ?? [];
  const open = items.filter((line) => line.state === 'open');
  const chosen = open.find((line) => line.lineId === query.get('line')) ?? open[0];
  return (
    <>
      <PageBar title={t('review.writeTitle')} />
      {lines.isError ? (
        <ProblemNote problem={lines.error} onRetry={() => void lines.refetch()} />
      ) : lines.data === undefined ? (
        <RowsSkeleton />
      ) : chosen === undefined ? (
        <Empty
          drawing="content"
          title={t('review.noneToWrite')}
          next={
            <Link to="/me/reviews?tab=written" className="tz-button" data-tone="soft" replace>
              {t('review.mine')}
            </Link>
          }
        />
      ) : (
        <ReviewForm key={chosen.lineId} line={chosen} onSent={() => setQuery({}, { replace: true })} />
      )}
      {items.length > 1 ? (
        <div className={styles.cards}>
          {items
            .filter((line) => line !== chosen)
            .map((line) => (
              <div key={line.lineId} className={styles.card}>
                <BoughtThing
                  thing={line}
                  {...(line.state !== 'open' && { note: t(`review.state.${line.state}`) })}
                  right={
                    line.state === 'open' ? (
                      <button
                        type="button"
                        className="tz-button"
                        data-size="s"
                        data-tone="line"
                        onClick={() => setQuery({ line: line.lineId }, { replace: true })}
                      >
                        {t('review.write')}
                      </button>
                    ) : null
                  }
                />
              </div>
            ))}
        </div>
      ) : null}
    </>
  );
}
