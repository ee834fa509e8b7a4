import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import type { TodayView } from './today-view.ts';

export function NextSessions({ sessions }: { sessions: TodayView['sessions'] }) {
  const t = useT();
  const text = useText();
  const { date, relative } = useTimeFormat();
  return (
    <section className="cs-panel">
      <h2>{t('today.sessions')}</h2>
      {sessions.length === 0 ? (
        <Empty
          drawing="live"
          title={t('today.noSessions')}
          words={t('today.noSessionsWords')}
          next={
            <Link to="/live">
              <Button>{t('today.plan')}</Button>
            </Link>
          }
        />
      ) : (
        <ul className="td-list">
          {sessions.map((session) => (
            <li key={session.id}>
              <Link className="td-row" to={`/live/${session.id}/studio`}>
                <span className="td-cover">
                  <Picture src={session.cover?.url} alt="" ratio={3 / 4} colour={session.cover?.blur} radius="s" />
                </span>
                <span className="td-row-words">
                  <strong className="tz-line-1">{text(session.title)}</strong>
                  <span className="cs-quiet cs-small tz-line-1">
                    {session.host.nickname} · {date(session.startsAt)} · {relative(session.startsAt)}
                  </span>
                </span>
                {session.state === 'live' ? (
                  <span className="tz-chip" data-tone="live">
                    LIVE
                  </span>
                ) : (
                  <span className="cs-link cs-small">{t('today.studio')}</span>
                )}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
