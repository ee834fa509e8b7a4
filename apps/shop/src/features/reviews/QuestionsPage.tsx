import type { AnswerView, QuestionView } from '@tuanzi/contract/reviews';
import { useApi, useApiPages, useClient } from '@tuanzi/client/react';
import { useQueryClient } from '@tanstack/react-query';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { type FormEvent, useState } from 'react';
import { useParams } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { notify, notifyProblem } from '../../shell/notify.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { usePhoneGate } from '../../shell/PhoneGate.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import styles from './reviews.module.css';

const questionMax = 120;
const answerMax = 300;

export function QuestionsPage() {
  const t = useT();
  const { productId = '' } = useParams();
  const { api } = useClient();
  const queries = useQueryClient();
  const questions = useApiPages('GET /api/products/{productId}/questions', { params: { productId } });
  const ask = async (text: string) => {
    await api('POST /api/products/{productId}/questions', { params: { productId }, body: { text } });
    await Promise.all(
      ['GET /api/products/{productId}/questions', 'GET /api/products/{productId}/rating'].map((route) =>
        queries.invalidateQueries({ queryKey: [route] }),
      ),
    );
    notify(t('question.asked'));
  };
  return (
    <div className="sh-with-foot" data-testid="questions-page">
      <PageBar title={t('question.title')} />
      {questions.isError ? (
        <ProblemNote problem={questions.error} onRetry={() => void questions.refetch()} />
      ) : questions.data === undefined ? (
        <RowsSkeleton />
      ) : questions.data.length === 0 ? (
        <Empty drawing="messages" title={t('question.none')} words={t('question.noneWords')} />
      ) : (
        <div className={styles.cards}>
          {questions.data.map((question) => (
            <Question key={question.id} first={question} />
          ))}
        </div>
      )}
      <ListEnd pages={questions} />
      <div className="sh-foot">
        <SayBar hint={t('question.askHint')} send={t('question.ask')} max={questionMax} onSay={ask} testId="ask" />
      </div>
    </div>
  );
}

/** A question with its first answers; opened, with all of them and a place to answer for who may. */
function Question({ first }: { first: QuestionView }) {
  const t = useT();
  const time = useTimeFormat();
  const { api } = useClient();
  const [isOpen, setIsOpen] = useState(false);
  const whole = useApi('GET /api/questions/{questionId}', { params: { questionId: first.id } }, { isEnabled: isOpen, staleMs: 0 });
  const question = whole.data ?? first;
  const answer = async (text: string) => {
    await api('POST /api/questions/{questionId}/answers', { params: { questionId: first.id }, body: { text } });
    await whole.refetch();
    notify(t('question.answered'));
  };
  return (
    <article className={styles.question} data-testid="question">
      <p className={styles.asked}>
        <span className={styles.mark} aria-hidden="true">
          Q
        </span>
        <span dir="auto">
          {question.removal === null ? question.text : t('review.removed', { reason: t(`review.reason.${question.removal.reason}`) })}
        </span>
      </p>
      {question.answers.map((each) => (
        <Answer key={each.id} answer={each} />
      ))}
      <p className={styles.cardFoot}>
        <span className="sh-faint">
          {question.author.nickname} · {time.date(question.at, 'day')}
        </span>
        {isOpen ? null : (
          <button
            type="button"
            className="tz-button"
            data-size="s"
            data-tone="quiet"
            onClick={() => setIsOpen(true)}
            data-testid="open-question"
          >
            {question.answerCount > 0 ? t('question.answers', { count: question.answerCount }) : t('question.noAnswer')}
          </button>
        )}
      </p>
      {isOpen && whole.data !== undefined ? (
        whole.data.mayAnswer ? (
          <SayBar hint={t('question.answerHint')} send={t('question.answer')} max={answerMax} onSay={answer} testId="answer" />
        ) : !whole.data.answers.some((each) => each.isMine) ? (
          <p className="sh-faint">{t('question.notBuyer')}</p>
        ) : null
      ) : null}
    </article>
  );
}

function Answer({ answer }: { answer: AnswerView }) {
  const t = useT();
  const time = useTimeFormat();
  return (
    <div className={styles.answer} data-testid="one-answer">
      <span className={styles.mark} data-answer aria-hidden="true">
        A
      </span>
      <div>
        <p dir="auto">
          {answer.removal === null ? answer.text : t('review.removed', { reason: t(`review.reason.${answer.removal.reason}`) })}
        </p>
        <p className="sh-faint">
          {answer.by === 'shop' ? (
            <span className="tz-chip" data-tone="persimmon">
              {t('question.shop')}
            </span>
          ) : (
            `${answer.author.nickname} · ${t('question.buyer')}`
          )}{' '}
          · {time.date(answer.at, 'day')}
          {answer.isChanged ? ` · ${t('question.changed')}` : null}
        </p>
      </div>
    </div>
  );
}

/** One line to say something in; asks for an account when the server wants one. */
function SayBar({
  hint,
  send,
  max,
  onSay,
  testId,
}: {
  hint: string;
  send: string;
  max: number;
  onSay: (text: string) => Promise<void>;
  testId: string;
}) {
  const [text, setText] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const { withAccount } = usePhoneGate();
  const say = async (event: FormEvent) => {
    event.preventDefault();
    const said = text.trim();
    if (said === '' || isBusy) return;
    setIsBusy(true);
    try {
      if ((await withAccount(async () => onSay(said).then(() => true))) === true) setText('');
    } catch (error) {
      notifyProblem(error);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form className={styles.askBar} onSubmit={(event) => void say(event)}>
      <input
        className="sh-input"
        dir="auto"
        value={text}
        maxLength={max}
        placeholder={hint}
        aria-label={hint}
        onChange={(event) => setText(event.target.value)}
        data-testid={`${testId}-text`}
      />
      <button
        type="submit"
        className="tz-button"
        data-tone="primary"
        aria-busy={isBusy}
        disabled={text.trim() === ''}
        data-testid={`${testId}-send`}
      >
        <span className="tz-button-words">{send}</span>
      </button>
    </form>
  );
}
