import { useApi, useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Badge, Button, Segmented, Tabs } from 'antd';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { Page } from '../../layout/Page.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { oneOf, useSearch } from '../../layout/use-search.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import { QuestionRow } from './QuestionRow.tsx';
import { ReviewRow } from './ReviewRow.tsx';
import './reviews.css';

/** What buyers say and ask, and what waits for an answer. */
export function ReviewsPage() {
  const t = useT();
  const { shopId } = useSession();
  const { read, write } = useSearch();
  const tab = read('tab') === 'questions' ? 'questions' : 'reviews';
  const counts = useApi('GET /api/console/shops/{shopId}/reviews/counts', { params: { shopId } }, { refetchEveryMs: 30_000 });
  const label = (words: string, waiting: number | undefined) => (
    <span className="rv-tab">
      {words}
      <Badge count={waiting ?? 0} overflowCount={999} />
    </span>
  );
  return (
    <Page title={t('nav.reviews')} subtitle={t('reviews.words')}>
      <section className="cs-panel" data-testid="console-reviews">
        <Tabs
          activeKey={tab}
          onChange={(key) => write({ tab: key === 'reviews' ? undefined : key, need: undefined })}
          items={[
            { key: 'reviews', label: label(t('reviews.reviews'), counts.data?.unanswered) },
            { key: 'questions', label: label(t('reviews.questions'), counts.data?.openQuestions) },
          ]}
        />
        {tab === 'reviews' ? <Reviews /> : <Questions />}
      </section>
    </Page>
  );
}

const needs = ['unanswered', 'low', 'pictures'] as const;

function Reviews() {
  const t = useT();
  const { shopId } = useSession();
  const { read, write } = useSearch();
  const need = oneOf(needs, read('need'));
  const pages = useApiPages(
    'GET /api/console/shops/{shopId}/reviews',
    { params: { shopId }, query: { ...(need !== undefined && { need }) } },
    { refetchEveryMs: 30_000 },
  );
  const items = pages.data ?? [];
  return (
    <>
      <div className="cs-filters">
        <Segmented
          value={need ?? 'all'}
          onChange={(value) => write({ need: value === 'all' ? undefined : value })}
          options={[{ value: 'all', label: t('reviews.all') }, ...needs.map((value) => ({ value, label: t(`reviews.${value}`) }))]}
        />
      </div>
      {pages.isError ? <ListProblem problem={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isPending ? <TableSkeleton /> : null}
      {pages.isSuccess && items.length === 0 ? (
        need === undefined ? (
          <Empty drawing="content" title={t('reviews.none')} words={t('reviews.noneWords')} />
        ) : (
          <Empty
            drawing="search"
            title={t('reviews.noneFound')}
            next={<Button onClick={() => write({ need: undefined })}>{t('reviews.all')}</Button>}
          />
        )
      ) : null}
      <ul className="rv-list">
        {items.map((review) => (
          <ReviewRow key={review.id} review={review} />
        ))}
      </ul>
      <LoadMore pages={pages} count={items.length} />
    </>
  );
}

function Questions() {
  const t = useT();
  const { shopId } = useSession();
  const { read, write } = useSearch();
  const need = oneOf(['open'] as const, read('need'));
  const pages = useApiPages(
    'GET /api/console/shops/{shopId}/questions',
    { params: { shopId }, query: { ...(need !== undefined && { need }) } },
    { refetchEveryMs: 30_000 },
  );
  const items = pages.data ?? [];
  return (
    <>
      <div className="cs-filters">
        <Segmented
          value={need ?? 'all'}
          onChange={(value) => write({ need: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: t('reviews.all') },
            { value: 'open', label: t('reviews.open') },
          ]}
        />
      </div>
      {pages.isError ? <ListProblem problem={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isPending ? <TableSkeleton /> : null}
      {pages.isSuccess && items.length === 0 ? (
        <Empty
          drawing="messages"
          title={t(need === undefined ? 'reviews.noQuestions' : 'reviews.noOpenQuestions')}
          {...(need === undefined && { words: t('reviews.noQuestionsWords') })}
        />
      ) : null}
      <ul className="rv-list">
        {items.map((question) => (
          <QuestionRow key={question.id} question={question} />
        ))}
      </ul>
      <LoadMore pages={pages} count={items.length} />
    </>
  );
}
