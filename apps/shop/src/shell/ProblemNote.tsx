import type { ApiProblem } from '@tuanzi/client';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useT } from '../messages.ts';

/** What went wrong and what to do: look elsewhere for what is gone, try again for what did not arrive. */
export function ProblemNote({
  problem,
  onRetry,
  title,
  next,
}: {
  problem: ApiProblem;
  onRetry?: () => void;
  title?: string;
  next?: ReactNode;
}) {
  const t = useT();
  const isGone = problem.status === 404 || problem.status === 410;
  const home = (
    <Link to="/" className="tz-button" data-tone="soft">
      {t('common.goHome')}
    </Link>
  );
  const retry = (
    <button type="button" className="tz-button" data-tone="primary" onClick={onRetry} data-testid="retry">
      {t('common.retry')}
    </button>
  );
  return (
    <div role="alert" data-testid="problem">
      <Empty
        drawing={problem.code === 'offline' ? 'offline' : isGone ? 'search' : 'problem'}
        title={title ?? problem.title}
        words={isGone ? t('common.goneWords') : problem.code === 'offline' ? t('common.offlineWords') : t('common.problemWords')}
        next={next ?? (isGone || onRetry === undefined ? home : retry)}
      />
    </div>
  );
}
