import type { ReviewView } from '@tuanzi/contract/reviews';
import type { Picture as StoredPicture } from '@tuanzi/contract/shapes';
import { useClient } from '@tuanzi/client/react';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Store, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { notifyProblem } from '../../shell/notify.ts';
import { usePhoneGate } from '../../shell/PhoneGate.tsx';
import { useChoiceWords, useCountFormat } from '../../shell/use-words.ts';
import { PictureViewer } from './PictureViewer.tsx';
import styles from './reviews.module.css';
import { Stars } from './Stars.tsx';

/** One review as strangers see it. `isShort` is for the product page, where the rest is a tap away. */
export function ReviewItem({ review, isShort = false }: { review: ReviewView; isShort?: boolean }) {
  const t = useT();
  const time = useTimeFormat();
  const choice = useChoiceWords();
  const { author } = review;
  return (
    <article className={styles.item} data-testid="review">
      <header className={styles.itemHead}>
        <Avatar
          id={author.nickname}
          nickname={author.nickname}
          sizePx={32}
          {...(author.avatarUrl !== null && { pictureUrl: author.avatarUrl })}
        />
        <span className={styles.itemWho}>
          <span className="tz-line-1" dir="auto">
            {author.nickname}
          </span>
          <span className={styles.itemStars}>
            <Stars tenths={review.stars * 10} />
            {review.isAnonymous ? <span className="sh-faint">{t('review.anonymous')}</span> : null}
          </span>
        </span>
        <time className="sh-faint tz-figures" dateTime={review.createdAt}>
          {time.date(review.createdAt, 'day')}
        </time>
      </header>
      <ReviewBody review={review} isShort={isShort} />
      <footer className={styles.itemFoot}>
        <span className="sh-faint tz-line-1">
          {review.options.length > 0 ? t('review.bought', { choice: choice(review.options) }) : null}
          {review.isRefunded ? ` · ${t('review.refunded')}` : null}
        </span>
        {review.removal === null ? <UsefulButton review={review} /> : null}
      </footer>
    </article>
  );
}

/** What was said, added and replied. */
export function ReviewBody({ review, isShort = false }: { review: ReviewView; isShort?: boolean }) {
  const t = useT();
  const time = useTimeFormat();
  const clamp = isShort ? 'tz-line-3' : '';
  if (review.removal !== null)
    return <p className={styles.removed}>{t('review.removed', { reason: t(`review.reason.${review.removal.reason}`) })}</p>;
  return (
    <>
      <p className={`${styles.text} ${clamp}`} dir="auto">
        {review.text}
      </p>
      <Thumbs pictures={review.pictures} />
      {review.addition === null ? null : (
        <div className={styles.addition}>
          <p className={styles.additionHead}>{t('review.addition', { when: time.date(review.addition.at, 'day') })}</p>
          <p className={`${styles.text} ${clamp}`} dir="auto">
            {review.addition.text}
          </p>
          <Thumbs pictures={review.addition.pictures} />
        </div>
      )}
      {review.reply === null ? null : (
        <div className={styles.reply}>
          <p className={styles.replyHead}>
            <Store size={14} strokeWidth={1.75} aria-hidden="true" />
            {t(review.reply.isChanged ? 'review.replyChanged' : 'review.reply')}
          </p>
          <p className={`${styles.text} ${clamp}`} dir="auto">
            {review.reply.text}
          </p>
        </div>
      )}
    </>
  );
}

function Thumbs({ pictures }: { pictures: readonly StoredPicture[] }) {
  const t = useT();
  const [open, setOpen] = useState<number | null>(null);
  if (pictures.length === 0) return null;
  return (
    <div className={styles.thumbs}>
      {pictures.map((picture, index) => (
        <button
          key={picture.id}
          type="button"
          onClick={() => setOpen(index)}
          aria-label={t('review.picture', { index: index + 1, count: pictures.length })}
          data-testid="review-picture"
        >
          <Picture src={picture.url} colour={picture.blur} alt="" radius="s" sizes="96px" />
        </button>
      ))}
      {open === null ? null : <PictureViewer pictures={pictures} first={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** Shown at once; a refusal takes it back. */
function UsefulButton({ review }: { review: ReviewView }) {
  const t = useT();
  const count = useCountFormat();
  const { api } = useClient();
  const { withAccount } = usePhoneGate();
  const [said, setSaid] = useState({ isUseful: review.isUsefulToMe, count: review.usefulCount });
  const say = async () => {
    const before = said;
    const isUseful = !said.isUseful;
    setSaid({ isUseful, count: said.count + (isUseful ? 1 : -1) });
    const params = { reviewId: review.id };
    try {
      const reply = await withAccount(() =>
        api(isUseful ? 'PUT /api/reviews/{reviewId}/useful' : 'DELETE /api/reviews/{reviewId}/useful', { params }),
      );
      setSaid(reply === undefined ? before : { isUseful, count: reply.usefulCount });
    } catch (error) {
      setSaid(before);
      notifyProblem(error);
    }
  };
  return (
    <button
      type="button"
      className={styles.useful}
      aria-pressed={said.isUseful}
      disabled={review.isMine}
      onClick={() => void say()}
      data-testid="useful"
    >
      <ThumbsUp size={16} strokeWidth={1.75} aria-hidden="true" />
      {said.count > 0 ? t('review.usefulCount', { count: count(said.count) }) : t('review.useful')}
    </button>
  );
}
