import type { MyReview, ReviewableLine } from '@tuanzi/contract/reviews';
import type { Picture as StoredPicture } from '@tuanzi/contract/shapes';
import { useCommand } from '@tuanzi/client/react';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { notify, notifyProblem } from '../../shell/notify.ts';
import { BoughtThing } from './BoughtThing.tsx';
import { PicturesInput } from './PicturesInput.tsx';
import styles from './reviews.module.css';
import { StarsInput } from './Stars.tsx';

const textMax = 500;
const changed = [
  'GET /api/orders/{orderId}/reviews',
  'GET /api/me/reviews',
  'GET /api/me/reviews/open',
  'GET /api/me/reviews/counts',
  'GET /api/products/{productId}/rating',
  'GET /api/products/{productId}/reviews',
] as const;

/** Stars, words, pictures, name or not; one line of an order. */
export function ReviewForm({ line, onSent }: { line: ReviewableLine; onSent: () => void }) {
  const t = useT();
  const [stars, setStars] = useState(0);
  const [text, setText] = useState('');
  const [pictures, setPictures] = useState<readonly StoredPicture[]>([]);
  const [isAnonymous, setIsAnonymous] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const write = useCommand('POST /api/orders/{orderId}/reviews', { invalidates: changed });
  const isComplete = stars > 0 && text.trim() !== '';
  const send = () => {
    setIsTried(true);
    if (!isComplete) return;
    const body = { lineId: line.lineId, stars, text, pictureIds: pictures.map(({ id }) => id), isAnonymous };
    write.mutate(
      { params: { orderId: line.orderId }, body },
      {
        onSuccess: () => {
          notify(t('review.sent'));
          onSent();
        },
        onError: notifyProblem,
      },
    );
  };
  return (
    <section className={styles.form} data-testid="review-form">
      <BoughtThing thing={line} />
      <div>
        <StarsInput stars={stars} onChange={setStars} />
        {isTried && stars === 0 ? (
          <p className="sh-field-problem" role="alert">
            {t('review.starsMissing')}
          </p>
        ) : null}
      </div>
      <Words text={text} label={t('review.text')} hint={t('review.textHint')} isTried={isTried} onChange={setText} />
      <PicturesInput pictures={pictures} onChange={setPictures} />
      <label className={styles.anonymous}>
        <input type="checkbox" checked={isAnonymous} onChange={(event) => setIsAnonymous(event.target.checked)} data-testid="anonymous" />
        <span>
          {t('review.isAnonymous')}
          <span className="sh-faint">{t('review.anonymousWords')}</span>
        </span>
      </label>
      <p className="sh-faint">{t('review.stays')}</p>
      <button
        type="button"
        className="tz-button"
        data-tone="primary"
        data-wide
        aria-busy={write.isPending}
        onClick={send}
        data-testid="send-review"
      >
        <span className="tz-button-words">{t('review.send')}</span>
      </button>
    </section>
  );
}

/** What somebody adds to their review after a while. */
export function AdditionForm({ review, onSent }: { review: MyReview; onSent: () => void }) {
  const t = useT();
  const [text, setText] = useState('');
  const [pictures, setPictures] = useState<readonly StoredPicture[]>([]);
  const [isTried, setIsTried] = useState(false);
  const add = useCommand('POST /api/me/reviews/{reviewId}/addition', { invalidates: changed });
  const send = () => {
    setIsTried(true);
    if (text.trim() === '') return;
    add.mutate(
      { params: { reviewId: review.id }, body: { text, pictureIds: pictures.map(({ id }) => id) } },
      {
        onSuccess: () => {
          notify(t('review.sent'));
          onSent();
        },
        onError: notifyProblem,
      },
    );
  };
  return (
    <div className={styles.addForm}>
      <Words text={text} label={t('review.addTitle')} hint={t('review.addText')} isTried={isTried} onChange={setText} />
      <PicturesInput pictures={pictures} onChange={setPictures} />
      <button
        type="button"
        className="tz-button"
        data-tone="primary"
        data-wide
        aria-busy={add.isPending}
        onClick={send}
        data-testid="send-addition"
      >
        <span className="tz-button-words">{t('review.sendAddition')}</span>
      </button>
    </div>
  );
}

function Words({
  text,
  label,
  hint,
  isTried,
  onChange,
}: {
  text: string;
  label: string;
  hint: string;
  isTried: boolean;
  onChange: (text: string) => void;
}) {
  const t = useT();
  const isMissing = isTried && text.trim() === '';
  return (
    <label className="sh-field">
      <span className="sh-label">{label}</span>
      <textarea
        className="sh-input"
        dir="auto"
        maxLength={textMax}
        rows={4}
        value={text}
        placeholder={hint}
        aria-invalid={isMissing || undefined}
        onChange={(event) => onChange(event.target.value)}
        data-testid="review-text"
      />
      {isMissing ? (
        <span className="sh-field-problem" role="alert">
          {t('review.textMissing')}
        </span>
      ) : null}
    </label>
  );
}
