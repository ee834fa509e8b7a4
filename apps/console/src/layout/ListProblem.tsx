import type { ApiProblem } from '@tuanzi/client';
import { Alert, Button } from 'antd';
import { useT } from '../messages.ts';

/** A part of a page that could not be read: what happened, and another try, without losing the rest. */
export function ListProblem({ problem, onRetry }: { problem: ApiProblem; onRetry: () => void }) {
  const t = useT();
  return (
    <Alert
      type="warning"
      showIcon
      title={problem.title}
      description={t('problem.tryAgain')}
      action={
        <Button size="small" onClick={onRetry}>
          {t('problem.retry')}
        </Button>
      }
    />
  );
}
