import { Star } from 'lucide-react';
import { useT } from '../../messages.ts';
import styles from './reviews.module.css';

/** Filled by exactly what people gave: 46 tenths are four stars and six tenths of the fifth. */
export function Stars({ tenths, sizePx = 14 }: { tenths: number; sizePx?: number }) {
  const t = useT();
  return (
    <span className={styles.stars} role="img" aria-label={t('review.score', { score: tenths / 10 })}>
      {[1, 2, 3, 4, 5].map((star) => {
        const filled = Math.max(0, Math.min(1, tenths / 10 - star + 1));
        return (
          <span key={star} className={styles.star} style={{ width: sizePx, height: sizePx }}>
            <Star size={sizePx} strokeWidth={0} aria-hidden="true" />
            <span style={{ width: `${filled * 100}%` }}>
              <Star size={sizePx} strokeWidth={0} aria-hidden="true" />
            </span>
          </span>
        );
      })}
    </span>
  );
}

/** "4.0", "4.6": one digit, as it was cut. */
export function scoreWords(tenths: number): string {
  return (tenths / 10).toFixed(1);
}

const names = ['review.star1', 'review.star2', 'review.star3', 'review.star4', 'review.star5'] as const;

/** Nothing is chosen before the person chooses. */
export function StarsInput({ stars, onChange }: { stars: number; onChange: (stars: number) => void }) {
  const t = useT();
  return (
    <fieldset className={styles.starsInput}>
      <legend className="tz-heard">{t('review.starsLabel')}</legend>
      {names.map((name, index) => (
        <label key={name} data-on={index < stars || undefined}>
          <input
            type="radio"
            name="stars"
            className="tz-heard"
            checked={stars === index + 1}
            onChange={() => onChange(index + 1)}
            data-testid={`star-${index + 1}`}
          />
          <span className="tz-heard">{t(name)}</span>
          <Star size={32} strokeWidth={1.5} aria-hidden="true" />
        </label>
      ))}
      <span className={styles.starsWord} aria-hidden="true">
        {stars === 0 ? t('review.starsLabel') : t(names[stars - 1] ?? 'review.star5')}
      </span>
    </fieldset>
  );
}
