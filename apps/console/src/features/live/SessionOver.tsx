import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';

/** In place of the plan or the studio of a session that is over or will not be. */
export function SessionOver({ sessionId, isCancelled }: { sessionId: string; isCancelled: boolean }) {
  const t = useT();
  return (
    <Empty
      drawing="live"
      title={t(isCancelled ? 'live.studio.cancelledTitle' : 'live.studio.overTitle')}
      words={t(isCancelled ? 'live.studio.cancelledWords' : 'live.studio.overWords')}
      next={
        <Link to={isCancelled ? '/live' : `/live/${sessionId}`}>
          <Button type="primary" data-testid="studio-to-review">
            {t(isCancelled ? 'live.reviewPage.back' : 'live.review')}
          </Button>
        </Link>
      }
    />
  );
}
