import { useApi } from '@tuanzi/client/react';
import { ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { useCountFormat } from '../../shell/use-words.ts';
import { ReviewItem } from './ReviewItem.tsx';
import styles from './reviews.module.css';
import { scoreWords, Stars } from './Stars.tsx';

/** What buyers say, on the product's page: the score, the two most useful reviews, and the way to the rest and to questions. */
export function ProductReviews({ productId }: { productId: string }) {
  const t = useT();
  const count = useCountFormat();
  const rating = useApi('GET /api/products/{productId}/rating', { params: { productId } });
  const hasReviews = (rating.data?.count ?? 0) > 0;
  const best = useApi(
    'GET /api/products/{productId}/reviews',
    { params: { productId }, query: { sort: 'useful', limit: 2 } },
    { isEnabled: hasReviews },
  );
  if (rating.data === undefined) return null;
  return (
    <section className={`sh-section ${styles.onProduct}`} data-testid="product-reviews">
      <div className="sh-heading">
        <h2>{t('review.title')}</h2>
        {hasReviews ? (
          <Link className="sh-more" to={`/products/${productId}/reviews`} data-testid="all-reviews">
            {t('review.count', { count: rating.data.count })}
            <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" />
          </Link>
        ) : null}
      </div>
      {rating.data.averageTenths === null ? (
        <p className="sh-faint">
          {t('review.none')} · {t('review.noneWords')}
        </p>
      ) : (
        <>
          <p className={styles.score}>
            <strong className="tz-figures">{scoreWords(rating.data.averageTenths)}</strong>
            <Stars tenths={rating.data.averageTenths} sizePx={18} />
          </p>
          <div className="sh-list">
            {best.data?.items.map((review) => (
              <ReviewItem key={review.id} review={review} isShort />
            ))}
          </div>
        </>
      )}
      <Link className={styles.questionsLink} to={`/products/${productId}/questions`} data-testid="product-questions">
        <span>{rating.data.questions > 0 ? t('question.count', { count: count(rating.data.questions) }) : t('question.title')}</span>
        <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" />
      </Link>
    </section>
  );
}
