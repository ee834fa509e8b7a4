import { useApi } from '@tuanzi/client/react';
import { antdTheme } from '@tuanzi/ui/antd-theme.ts';
import { useIsMotionReduced } from '@tuanzi/ui/motion.ts';
import { Skeleton } from '@tuanzi/ui/Skeleton.tsx';
import { useTheme } from '@tuanzi/ui/theme.ts';
import { App, ConfigProvider, theme } from 'antd';
import { useLayoutEffect, useState, type ReactNode } from 'react';
import { useParams } from 'react-router';
import { ProblemPage } from '../../../layout/ProblemPage.tsx';
import { SessionOver } from '../SessionOver.tsx';
import { Studio } from './Studio.tsx';
import './studio.css';

const lookKey = 'tz.studio.look';
type Look = 'light' | 'dark';

/** The studio is dark by itself: a bright screen lights the host's face and tires the eye. */
function StudioLook({ children }: { children: (look: Look, change: () => void) => ReactNode }) {
  const { shown } = useTheme();
  const isStill = useIsMotionReduced();
  const [look, setLook] = useState<Look>(() => (localStorage.getItem(lookKey) === 'light' ? 'light' : 'dark'));
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = look;
    return () => {
      document.documentElement.dataset['theme'] = shown;
    };
  }, [look, shown]);
  const change = () => {
    const next = look === 'dark' ? 'light' : 'dark';
    localStorage.setItem(lookKey, next);
    setLook(next);
  };
  return (
    <ConfigProvider theme={antdTheme(look, look === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm, isStill)}>
      <App className="st-root">{children(look, change)}</App>
    </ConfigProvider>
  );
}

export function StudioPage() {
  return <StudioLook>{(look, change) => <StudioGate look={look} onLook={change} />}</StudioLook>;
}

function StudioGate({ look, onLook }: { look: Look; onLook: () => void }) {
  const { sessionId = '' } = useParams();
  const studio = useApi('GET /api/studio/{sessionId}', { params: { sessionId } }, { refetchEveryMs: 5000 });
  if (studio.data === undefined) {
    if (studio.isError) return <ProblemPage problem={studio.error} onRetry={() => void studio.refetch()} />;
    return <StudioSkeleton />;
  }
  const { session } = studio.data;
  if (session.state === 'ended' || session.state === 'cancelled')
    return <SessionOver sessionId={sessionId} isCancelled={session.state === 'cancelled'} />;
  return <Studio studio={studio.data} look={look} onLook={onLook} onChanged={() => void studio.refetch()} />;
}

function StudioSkeleton() {
  return (
    <div className="st" aria-busy="true">
      <header className="st-top">
        <Skeleton width="40%" height="24px" />
      </header>
      <div className="st-strip">
        <Skeleton height="40px" />
      </div>
      <div className="st-body">
        <section className="st-col st-left">
          <Skeleton height="72px" />
          <Skeleton height="72px" />
          <Skeleton height="72px" />
        </section>
        <section className="st-col st-mid">
          <Skeleton ratio={1.5} />
          <Skeleton height="44px" />
        </section>
        <section className="st-col st-right">
          <Skeleton height="40px" />
          <Skeleton height="40px" />
          <Skeleton height="40px" />
        </section>
      </div>
    </div>
  );
}
