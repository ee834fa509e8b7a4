import type { SessionCard } from '@tuanzi/contract/live';
import { useApi } from '@tuanzi/client/react';
import { useParams } from 'react-router';
import { Page } from '../../../layout/Page.tsx';
import { PageSkeleton } from '../../../layout/PageSkeleton.tsx';
import { ProblemPage } from '../../../layout/ProblemPage.tsx';
import { useT } from '../../../messages.ts';
import { SessionOver } from '../SessionOver.tsx';
import { SessionForm } from './SessionForm.tsx';
import '../live.css';

const changeable: readonly SessionCard['state'][] = ['scheduled', 'live', 'interrupted'];

/** A session is planned, or its plan is changed until it is over. */
export function PlanPage() {
  const t = useT();
  const { sessionId } = useParams();
  const session = useApi(
    'GET /api/sessions/{sessionId}',
    { params: { sessionId: sessionId ?? '' } },
    { isEnabled: sessionId !== undefined },
  );
  if (sessionId === undefined)
    return (
      <Page title={t('live.plan.newTitle')}>
        <SessionForm session={null} />
      </Page>
    );
  if (session.isError) return <ProblemPage problem={session.error} onRetry={() => void session.refetch()} />;
  if (session.isPending) return <PageSkeleton />;
  if (!changeable.includes(session.data.state))
    return (
      <Page title={t('live.plan.editTitle')}>
        <section className="cs-panel">
          <SessionOver sessionId={sessionId} isCancelled={session.data.state === 'cancelled'} />
        </section>
      </Page>
    );
  return (
    <Page title={t('live.plan.editTitle')}>
      <SessionForm key={session.data.id} session={session.data} />
    </Page>
  );
}
