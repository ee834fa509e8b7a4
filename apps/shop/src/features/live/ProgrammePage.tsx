import { useApi, useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Skeleton } from '@tuanzi/ui/Skeleton.tsx';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { SessionTile } from './LiveStrip.tsx';
import styles from './live.module.css';

/** The programme: on air, coming up, and what can be seen again. */
export function ProgrammePage() {
  const t = useT();
  const live = useApi('GET /api/sessions', { query: { state: 'live', limit: 20 } }, { refetchEveryMs: 15_000 });
  const coming = useApi('GET /api/sessions', { query: { state: 'scheduled', limit: 20 } }, { refetchEveryMs: 60_000 });
  const ended = useApiPages('GET /api/sessions', { query: { state: 'ended', limit: 20 } });
  const isNone = live.data?.items.length === 0 && coming.data?.items.length === 0 && ended.data?.length === 0;
  const parts = [
    { key: 'live.onAir', sessions: live.data?.items },
    { key: 'live.upcoming', sessions: coming.data?.items },
    { key: 'live.replays', sessions: ended.data },
  ] as const;
  return (
    <>
      <header className={styles.programmeBar}>
        <h1>{t('live.programme')}</h1>
      </header>
      {isNone ? (
        <Empty
          drawing="live"
          title={t('live.noneTitle')}
          words={t('live.noneWords')}
          next={
            <Link to="/" className="tz-button" data-tone="primary">
              {t('cart.lookAround')}
            </Link>
          }
        />
      ) : live.isError ? (
        <ProblemNote
          problem={live.error}
          onRetry={() => {
            void live.refetch();
            void coming.refetch();
            void ended.refetch();
          }}
        />
      ) : live.data === undefined ? (
        <section className="sh-section" aria-busy="true">
          <div className={styles.grid}>
            {[0, 1, 2, 3].map((each) => (
              <Skeleton key={each} ratio={3 / 4} />
            ))}
          </div>
        </section>
      ) : (
        parts.map(({ key, sessions }) =>
          sessions === undefined || sessions.length === 0 ? null : (
            <section key={key} className="sh-section">
              <div className="sh-heading">
                <h2>{t(key)}</h2>
              </div>
              <div className={styles.grid}>
                {sessions.map((session, index) => (
                  <SessionTile key={session.id} session={session} isFirst={key !== 'live.replays' && index < 2} />
                ))}
              </div>
            </section>
          ),
        )
      )}
      <ListEnd pages={ended} />
    </>
  );
}
