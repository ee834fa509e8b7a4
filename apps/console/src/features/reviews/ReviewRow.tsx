import type { ConsoleReview } from '@tuanzi/contract/reviews';
import type { Picture as StoredPicture } from '@tuanzi/contract/shapes';
import { useApi, useCommand } from '@tuanzi/client/react';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button, Image, Popover, Rate } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Thumb } from '../../layout/Thumb.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { RemoveButton } from './RemoveButton.tsx';
import { ReplyForm } from './ReplyForm.tsx';

const changed = ['GET /api/console/shops/{shopId}/reviews', 'GET /api/console/shops/{shopId}/reviews/counts'] as const;

/** One review with what was bought, and the shop's reply in place. */
export function ReviewRow({ review }: { review: ConsoleReview }) {
  const t = useT();
  const text = useText();
  const { date } = useTimeFormat();
  return (
    <li className="rv-row" data-testid="console-review">
      <div className="rv-bought">
        <Thumb picture={review.picture} sizePx={56} />
        <div className="cs-words">
          <Link to={`/products/${review.productId}`} className="tz-line-2">
            {text(review.title)}
          </Link>
          <span className="cs-quiet cs-small">{review.options.map((option) => text(option)).join(' · ')}</span>
          {review.orderNumber === null ? (
            <span className="cs-quiet cs-small" title={t('reviews.anonymousWords')}>
              {t('reviews.anonymous')}
            </span>
          ) : (
            <Link className="cs-link cs-small tz-figures" to={`/orders?q=${review.orderNumber}`}>
              {t('reviews.order', { number: review.orderNumber })}
            </Link>
          )}
        </div>
      </div>
      <div className="rv-said">
        <p className="rv-head">
          <Rate disabled value={review.stars} />
          <span className="tz-heard">{t('reviews.score', { stars: review.stars })}</span>
          <strong dir="auto">{review.author.nickname}</strong>
          <time className="cs-quiet cs-small tz-figures" dateTime={review.createdAt}>
            {date(review.createdAt, 'minute')}
          </time>
          {review.isRefunded ? (
            <span className="tz-chip" data-tone="honey">
              {t('reviews.refunded')}
            </span>
          ) : null}
        </p>
        {review.removal === null ? (
          <>
            <p className="rv-text" dir="auto">
              {review.text}
            </p>
            <Pictures pictures={review.pictures} />
            {review.addition === null ? null : (
              <>
                <p className="rv-addition">{t('reviews.addition', { when: date(review.addition.at, 'day') })}</p>
                <p className="rv-text" dir="auto">
                  {review.addition.text}
                </p>
                <Pictures pictures={review.addition.pictures} />
              </>
            )}
          </>
        ) : (
          <p className="cs-quiet">{t('reviews.removed', { reason: t(`reviews.reason.${review.removal.reason}`) })}</p>
        )}
        <Reply review={review} />
      </div>
    </li>
  );
}

function Reply({ review }: { review: ConsoleReview }) {
  const t = useT();
  const { shopId } = useSession();
  const { relative } = useTimeFormat();
  const mayReply = useIsAtLeast('operator');
  const [isWriting, setIsWriting] = useState(false);
  const send = useCommand('PUT /api/console/shops/{shopId}/reviews/{reviewId}/reply', { invalidates: changed });
  return (
    <>
      {review.reply === null || isWriting ? null : (
        <div className="rv-reply">
          <p className="cs-small cs-quiet">
            {t('reviews.reply')} · {t('reviews.replyAt', { when: relative(review.reply.at) })}
            {review.reply.isChanged ? (
              <>
                {' · '}
                <History reviewId={review.id} />
              </>
            ) : null}
          </p>
          <p className="rv-text" dir="auto">
            {review.reply.text}
          </p>
        </div>
      )}
      {isWriting ? (
        <ReplyForm
          first={review.reply?.text ?? ''}
          hint={t('reviews.hint')}
          max={500}
          onSend={(text) => send.mutateAsync({ params: { shopId, reviewId: review.id }, body: { text } })}
          onEnd={() => setIsWriting(false)}
        />
      ) : (
        <p className="rv-acts">
          {review.usefulCount > 0 ? <span className="cs-quiet cs-small">{t('reviews.useful', { count: review.usefulCount })}</span> : null}
          {mayReply ? (
            <Button size="small" onClick={() => setIsWriting(true)} data-testid="reply">
              {t(review.reply === null ? 'reviews.write' : 'reviews.change')}
            </Button>
          ) : null}
          {review.removal === null ? <RemoveButton kind="review" id={review.id} /> : null}
        </p>
      )}
    </>
  );
}

/** Everything the reply has said, read when asked for. */
function History({ reviewId }: { reviewId: string }) {
  const t = useT();
  const { shopId } = useSession();
  const { date } = useTimeFormat();
  const [isOpen, setIsOpen] = useState(false);
  const replies = useApi(
    'GET /api/console/shops/{shopId}/reviews/{reviewId}/replies',
    { params: { shopId, reviewId } },
    { isEnabled: isOpen, staleMs: 0 },
  );
  const list = (
    <ol className="rv-history">
      {replies.data?.items.map((each) => (
        <li key={each.id}>
          <span className="cs-quiet cs-small tz-figures">
            {date(each.at, 'minute')} · {each.by}
          </span>
          <span dir="auto">{each.text}</span>
        </li>
      ))}
    </ol>
  );
  return (
    <Popover trigger="click" open={isOpen} onOpenChange={setIsOpen} title={t('reviews.history')} content={list}>
      <button type="button" className="cs-link" data-testid="reply-history">
        {t('reviews.changed')}
      </button>
    </Popover>
  );
}

function Pictures({ pictures }: { pictures: readonly StoredPicture[] }) {
  if (pictures.length === 0) return null;
  return (
    <div className="rv-pictures">
      <Image.PreviewGroup>
        {pictures.map((picture) => (
          <Image key={picture.id} src={picture.url} alt="" width={72} height={72} />
        ))}
      </Image.PreviewGroup>
    </div>
  );
}
