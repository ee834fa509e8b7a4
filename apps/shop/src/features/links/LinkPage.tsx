import { isProblem } from '@tuanzi/client';
import { useClient } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useT } from '../../messages.ts';
import { PageSkeleton } from '../../shell/PageSkeleton.tsx';
import { rememberLink } from '../../shell/trace.ts';
import { useEnsureGuest } from '../../shell/use-me.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';

/** A shared link: it is followed for the record, remembered for the order, and goes on to what it shows. */
export function LinkPage() {
  const t = useT();
  const { code = '' } = useParams();
  const navigate = useNavigate();
  const { api } = useClient();
  const ensureGuest = useEnsureGuest();
  const [failed, setFailed] = useState<unknown>(null);
  useEffect(() => {
    if (failed !== null) return undefined;
    let isGone = false;
    const follow = async () => {
      try {
        await ensureGuest();
        const preview = await api('POST /api/links/{code}/visits', { params: { code } });
        if (isGone) return;
        rememberLink({ code: preview.code, targetId: preview.target.id, sharer: preview.sharer });
        await navigate(preview.path, { replace: true });
      } catch (error) {
        if (!isGone) setFailed(error);
      }
    };
    void follow();
    return () => {
      isGone = true;
    };
  }, [api, code, ensureGuest, failed, navigate]);
  if (failed === null) return <PageSkeleton />;
  if (isProblem(failed) && failed.status !== 404) return <ProblemNote problem={failed} onRetry={() => setFailed(null)} />;
  return (
    <Empty
      drawing="search"
      title={t('link.goneTitle')}
      words={t('link.goneWords')}
      next={
        <Link to="/" className="tz-button" data-tone="primary">
          {t('common.goHome')}
        </Link>
      }
    />
  );
}
