import type { RatingView } from '@tuanzi/contract/reviews';
import { useApi, useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Link, useParams, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { PageBar } from '../../shell/PageBar.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useCountFormat } from '../../shell/use-words.ts';
import { ReviewItem } from './ReviewItem.tsx';
import styles from './reviews.module.css';
import { scoreWords, Stars } from './Stars.tsx';

/** Which reviews are shown: `pictures`, `addition`, a number of stars, or all. */
function filterOf(asked: string | null) {
  if (asked === 'pictures') return { hasPictures: 'true' as const };
  if (asked === 'addition') return { hasAddition: 'true' as const };
  return asked !== null && /^[1-5]$/.test(asked) ? { stars: Number(asked) } : {};
}

export function ReviewsPage() {
  const t = useT();
  const { productId = '' } = useParams();
  const [query, setQuery] = useSearchParams();
  const only = query.get('only');
  const sort = query.get('sort') === 'useful' ? 'useful' : 'newest';
  const rating = useApi('GET /api/products/{productId}/rating', { params: { productId } });
  const reviews = useApiPages('GET /api/products/{productId}/reviews', { params: { productId }, query: { sort, ...filterOf(only) } });
  const choose = (name: 'only' | 'sort', value: string | null) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return (
    <>
      <PageBar title={t('review.title')} />
      {rating.data !== undefined && rating.data.averageTenths !== null ? (
        <>
          <Summary rating={rating.data} tenths={rating.data.averageTenths} only={only} onChoose={(stars) => choose('only', stars)} />
          <Filters rating={rating.data} only={only} sort={sort} onChoose={choose} />
        </>
      ) : null}
      {reviews.isError ? (
        <ProblemNote problem={reviews.error} onRetry={() => void reviews.refetch()} />
      ) : reviews.data === undefined ? (
        <RowsSkeleton />
      ) : reviews.data.length === 0 ? (
        <Empty
          drawing="content"
          title={t(only === null ? 'review.none' : 'review.noneHere')}
          {...(only === null && { words: t('review.noneWords') })}
          next={
            only === null ? (
              <Link to={`/products/${productId}`} className="tz-button" data-tone="soft">
                {t('review.seeProduct')}
              </Link>
            ) : (
              <button type="button" className="tz-button" data-tone="soft" onClick={() => choose('only', null)}>
                {t('review.all')}
              </button>
            )
          }
        />
      ) : (
        <div className={`sh-list ${styles.list}`}>
          {/* A vote may move a review to the next page while somebody reads: it is shown once. */}
          {[...new Map(reviews.data.map((review) => [review.id, review])).values()].map((review) => (
            <ReviewItem key={review.id} review={review} />
          ))}
        </div>
      )}
      <ListEnd pages={reviews} />
    </>
  );
}

/** The score beside how the stars are spread; each row of it is a filter. */
function Summary({
  rating,
  tenths,
  only,
  onChoose,
}: {
  rating: RatingView;
  tenths: number;
  only: string | null;
  onChoose: (stars: string | null) => void;
}) {
  const t = useT();
  const count = useCountFormat();
  return (
    <section className={styles.summary}>
      <div className={styles.summaryScore}>
        <strong className="tz-figures" data-testid="average">
          {scoreWords(tenths)}
        </strong>
        <Stars tenths={tenths} sizePx={16} />
        <span className="sh-faint">{t('review.count', { count: rating.count })}</span>
      </div>
      <div className={styles.spread}>
        {[5, 4, 3, 2, 1].map((stars) => {
          const given = rating.stars[stars - 1] ?? 0;
          const isOn = only === String(stars);
          return (
            <button
              key={stars}
              type="button"
              aria-pressed={isOn}
              aria-label={t('review.starRow', { stars, count: given })}
              onClick={() => onChoose(isOn ? null : String(stars))}
              data-testid={`only-${stars}`}
            >
              <span className="tz-figures">{stars}</span>
              <span className={styles.bar}>
                <span style={{ width: `${(given / rating.count) * 100}%` }} />
              </span>
              <span className="tz-figures">{count(given)}</span>
            </button>
          );
        })}
      </div>
    </section>
  );
}

function Filters({
  rating,
  only,
  sort,
  onChoose,
}: {
  rating: RatingView;
  only: string | null;
  sort: 'newest' | 'useful';
  onChoose: (name: 'only' | 'sort', value: string | null) => void;
}) {
  const t = useT();
  const count = useCountFormat();
  const chip = (value: string | null, words: string) => (
    <button
      key={words}
      type="button"
      aria-pressed={only === value}
      onClick={() => onChoose('only', value)}
      data-testid={`filter-${value ?? 'all'}`}
    >
      {words}
    </button>
  );
  const starsOnly = only !== null && /^[1-5]$/.test(only) ? only : null;
  return (
    <div className={styles.filters}>
      <fieldset className={styles.chips}>
        <legend className="tz-heard">{t('review.filter')}</legend>
        {chip(null, t('review.all'))}
        {starsOnly === null ? null : chip(starsOnly, t('review.starsOf', { stars: starsOnly }))}
        {rating.withPictures > 0 ? chip('pictures', t('review.withPictures', { count: count(rating.withPictures) })) : null}
        {rating.withAddition > 0 ? chip('addition', t('review.withAddition', { count: count(rating.withAddition) })) : null}
      </fieldset>
      <fieldset className={styles.sorts}>
        <legend className="tz-heard">{t('review.sort')}</legend>
        <button type="button" aria-pressed={sort === 'newest'} onClick={() => onChoose('sort', null)}>
          {t('review.sortNewest')}
        </button>
        <button type="button" aria-pressed={sort === 'useful'} onClick={() => onChoose('sort', 'useful')} data-testid="sort-useful">
          {t('review.sortUseful')}
        </button>
      </fieldset>
    </div>
  );
}
