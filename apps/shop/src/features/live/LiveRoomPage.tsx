import type { SessionView } from '@tuanzi/contract/live';
import { useApi, useScene } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { useT } from '../../messages.ts';
import { BackButton } from '../../shell/PageBar.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useWords } from '../../shell/use-words.ts';
import { EndedRoom } from './EndedRoom.tsx';
import styles from './live.module.css';
import { OnAirRoom } from './OnAirRoom.tsx';
import { ScheduledRoom } from './ScheduledRoom.tsx';

/** One address for a session's whole life: coming up, on air, over. It goes from one to the next by itself. */
export function LiveRoomPage() {
  const { sessionId = '' } = useParams();
  const session = useApi('GET /api/sessions/{sessionId}', { params: { sessionId } }, { staleMs: 5000 });
  if (session.data !== undefined) return <Room key={sessionId} session={session.data} onChanged={() => void session.refetch()} />;
  return (
    <div className={styles.room}>
      <div className={styles.plainBar}>
        <BackButton />
      </div>
      {session.isError ? (
        <div className={styles.onPaper}>
          <ProblemNote problem={session.error} onRetry={() => void session.refetch()} />
        </div>
      ) : (
        <div className={styles.veil} aria-busy="true" />
      )}
    </div>
  );
}

function Room({ session, onChanged }: { session: SessionView; onChanged: () => void }) {
  const t = useT();
  const words = useWords();
  const isOver = session.state === 'ended' || session.state === 'cancelled';
  const { scene, channel } = useScene(isOver ? null : session.sceneId);
  // The room's log knows first; the session's own answer follows.
  const state = isOver ? session.state : (scene.status ?? session.state);
  useEffect(() => {
    if (scene.status !== null && scene.status !== session.state) onChanged();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- asks again when the log says something new, not when the callback is another
  }, [scene.status, session.state]);
  const title = words(session.title);
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (state === 'scheduled') return <ScheduledRoom session={session} scene={scene} />;
  if (state === 'live' || state === 'interrupted')
    return <OnAirRoom session={session} scene={scene} channel={channel} isInterrupted={state === 'interrupted'} />;
  if (state === 'ended') return <EndedRoom session={session} />;
  return (
    <div className={styles.onPaper}>
      <div className={styles.plainBar}>
        <BackButton />
      </div>
      <Empty
        drawing="live"
        title={t('live.cancelledTitle')}
        words={t('live.cancelledWords')}
        next={
          <Link to="/live" className="tz-button" data-tone="primary">
            {t('live.toProgramme')}
          </Link>
        }
      />
    </div>
  );
}
