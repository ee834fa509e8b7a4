import type { ApiProblem } from '@tuanzi/client';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useT } from '../messages.ts';

/** A page that could not be shown: what happened, and what to do. Without a problem it is an unknown address. */
export function ProblemPage({ problem, onRetry }: { problem?: ApiProblem | null; onRetry?: () => void }) {
  const t = useT();
  const isLost = problem === undefined || problem === null || problem.status === 404;
  return (
    <Empty
      drawing={isLost ? 'search' : 'offline'}
      title={isLost ? t('problem.notFound') : problem.title}
      words={isLost ? t('problem.notFoundWords') : t('problem.tryAgain')}
      next={
        onRetry === undefined || isLost ? (
          <Link to="/">
            <Button type="primary">{t('problem.home')}</Button>
          </Link>
        ) : (
          <Button type="primary" onClick={onRetry}>
            {t('problem.retry')}
          </Button>
        )
      }
    />
  );
}
