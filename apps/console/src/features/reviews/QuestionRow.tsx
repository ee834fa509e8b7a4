import type { ConsoleQuestion } from '@tuanzi/contract/reviews';
import { useCommand } from '@tuanzi/client/react';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Thumb } from '../../layout/Thumb.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { RemoveButton } from './RemoveButton.tsx';
import { ReplyForm } from './ReplyForm.tsx';

const changed = ['GET /api/console/shops/{shopId}/questions', 'GET /api/console/shops/{shopId}/reviews/counts'] as const;

/** One question with its answers; the shop's can be written and changed here. */
export function QuestionRow({ question }: { question: ConsoleQuestion }) {
  const t = useT();
  const text = useText();
  const { date } = useTimeFormat();
  const { shopId } = useSession();
  const mayAnswer = useIsAtLeast('operator');
  const [isWriting, setIsWriting] = useState(false);
  const send = useCommand('PUT /api/console/shops/{shopId}/questions/{questionId}/answer', { invalidates: changed });
  const mine = question.answers.find((answer) => answer.by === 'shop');
  return (
    <li className="rv-row" data-testid="console-question">
      <div className="rv-bought">
        <Thumb picture={question.picture} sizePx={56} />
        <Link to={`/products/${question.productId}`} className="tz-line-2">
          {text(question.title)}
        </Link>
      </div>
      <div className="rv-said">
        <p className="rv-text" dir="auto">
          <strong>
            {question.removal === null ? question.text : t('reviews.removed', { reason: t(`reviews.reason.${question.removal.reason}`) })}
          </strong>
        </p>
        <p className="cs-quiet cs-small">
          {t('reviews.asked', { name: question.author.nickname, when: date(question.at, 'minute') })} ·{' '}
          {question.answerCount === 0 ? t('reviews.open') : t('reviews.answers', { count: question.answerCount })}
        </p>
        {question.answers.map((answer) => (
          <div key={answer.id} className="rv-reply" data-by={answer.by}>
            <p className="cs-small cs-quiet">
              {answer.by === 'shop' ? t('reviews.byShop') : `${answer.author.nickname} · ${t('reviews.byBuyer')}`} ·{' '}
              {date(answer.at, 'day')}
              {answer.isChanged ? ` · ${t('reviews.changed')}` : null}
            </p>
            <p className="rv-text" dir="auto">
              {answer.removal === null ? answer.text : t('reviews.removed', { reason: t(`reviews.reason.${answer.removal.reason}`) })}
            </p>
            {answer.removal === null && answer.by === 'buyer' ? <RemoveButton kind="answer" id={answer.id} /> : null}
          </div>
        ))}
        {isWriting ? (
          <ReplyForm
            first={mine?.text ?? ''}
            hint={t('reviews.answerHint')}
            max={300}
            onSend={(words) => send.mutateAsync({ params: { shopId, questionId: question.id }, body: { text: words } })}
            onEnd={() => setIsWriting(false)}
          />
        ) : question.removal === null ? (
          <p className="rv-acts">
            {mayAnswer && mine?.removal == null ? (
              <Button size="small" onClick={() => setIsWriting(true)} data-testid="answer-question">
                {t(mine === undefined ? 'reviews.answer' : 'reviews.changeAnswer')}
              </Button>
            ) : null}
            <RemoveButton kind="question" id={question.id} />
          </p>
        ) : null}
      </div>
    </li>
  );
}
