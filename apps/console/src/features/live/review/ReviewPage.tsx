import { useApi } from '@tuanzi/client/react';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button } from 'antd';
import { Link, useParams } from 'react-router';
import { ListProblem } from '../../../layout/ListProblem.tsx';
import { Page } from '../../../layout/Page.tsx';
import { PageSkeleton } from '../../../layout/PageSkeleton.tsx';
import { ProblemPage } from '../../../layout/ProblemPage.tsx';
import { TableSkeleton } from '../../../layout/TableSkeleton.tsx';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';
import { SessionStateTag } from '../SessionStateTag.tsx';
import { Charts } from './Charts.tsx';
import { ProductResults } from './ProductResults.tsx';
import { Replay } from './Replay.tsx';
import { ReviewFigures } from './ReviewFigures.tsx';
import { SessionOrders } from './SessionOrders.tsx';
import '../live.css';

/** What one session brought: its numbers, minute by minute and product by product, its orders, and the picture again. */
export function ReviewPage() {
  const t = useT();
  const text = useText();
  const { date } = useTimeFormat();
  const { sessionId = '' } = useParams();
  const session = useApi('GET /api/sessions/{sessionId}', { params: { sessionId } });
  const isOn = session.data !== undefined && session.data.state !== 'ended' && session.data.state !== 'cancelled';
  const dashboard = useApi('GET /api/studio/{sessionId}/dashboard', { params: { sessionId } }, isOn ? { refetchEveryMs: 5000 } : {});
  if (session.isError) return <ProblemPage problem={session.error} onRetry={() => void session.refetch()} />;
  if (session.isPending) return <PageSkeleton />;
  const { title, state, startedAt, endedAt, startsAt } = session.data;
  const when =
    startedAt === null
      ? date(startsAt, 'full')
      : endedAt === null
        ? date(startedAt, 'full')
        : t('live.reviewPage.when', { from: date(startedAt, 'full'), to: date(endedAt, 'time') });
  return (
    <Page
      title={
        <>
          {text(title)} <SessionStateTag state={state} />
        </>
      }
      subtitle={when}
      actions={
        isOn ? (
          <Link to={`/live/${sessionId}/studio`}>
            <Button type="primary">{t('live.openStudio')}</Button>
          </Link>
        ) : (
          <Link to="/live">
            <Button>{t('live.reviewPage.back')}</Button>
          </Link>
        )
      }
    >
      {dashboard.isError ? <ListProblem problem={dashboard.error} onRetry={() => void dashboard.refetch()} /> : null}
      {dashboard.isPending ? (
        <section className="cs-panel">
          <TableSkeleton rows={3} />
        </section>
      ) : null}
      {dashboard.data === undefined ? null : (
        <>
          <section className="cs-panel">
            <ReviewFigures dashboard={dashboard.data} />
          </section>
          <section className="cs-panel">
            <Charts minutes={dashboard.data.minutes} />
          </section>
        </>
      )}
      <div className="cs-columns cs-panel-gap">
        <section className="cs-panel">
          <h2>{t('live.reviewPage.products')}</h2>
          {dashboard.data === undefined ? null : <ProductResults products={dashboard.data.products} />}
        </section>
        <section className="cs-panel">
          <h2>{t('live.reviewPage.replay')}</h2>
          <Replay sessionId={sessionId} isEnded={state === 'ended'} />
        </section>
      </div>
      <section className="cs-panel">
        <h2>{t('live.reviewPage.orders')}</h2>
        <SessionOrders sessionId={sessionId} />
      </section>
    </Page>
  );
}
