import { useApi } from '@tuanzi/client/react';
import { Page } from '../../layout/Page.tsx';
import { PageSkeleton } from '../../layout/PageSkeleton.tsx';
import { ProblemPage } from '../../layout/ProblemPage.tsx';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';

export function TodayPage() {
  const t = useT();
  const { shopId } = useSession();
  const today = useApi('GET /api/console/shops/{shopId}/today', { params: { shopId } }, { refetchEveryMs: 30_000 });
  if (today.isError) return <ProblemPage problem={today.error} onRetry={() => void today.refetch()} />;
  if (today.isPending) return <PageSkeleton />;
  return <Page title={t('nav.today')}>{null}</Page>;
}
