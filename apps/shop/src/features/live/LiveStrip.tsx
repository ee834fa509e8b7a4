import type { SessionCard } from '@tuanzi/contract/live';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { useCountFormat, useWords } from '../../shell/use-words.ts';
import { stripSizes } from '../../shell/picture-sizes.ts';
import styles from './live.module.css';

/** Who is on air now, and who will be: covers side by side, the picture moving slowly as a window does. */
export function LiveStrip({ live, upcoming }: { live: readonly SessionCard[]; upcoming: readonly SessionCard[] }) {
  const t = useT();
  if (live.length + upcoming.length === 0) return null;
  return (
    <section className={styles.stripSection} aria-label={t('live.strip')}>
      <div className={styles.strip} data-one={live.length + upcoming.length === 1 || undefined}>
        {[...live, ...upcoming].map((session, index) => (
          <SessionTile key={session.id} session={session} isFirst={index < 2} />
        ))}
      </div>
    </section>
  );
}

export function SessionTile({ session, isFirst = false }: { session: SessionCard; isFirst?: boolean }) {
  const words = useWords();
  return (
    <Link to={`/live/${session.id}`} className={styles.tile} data-live={isOnAir(session) || undefined} data-testid="session-tile">
      <span className={styles.tileCover}>
        <Picture
          src={session.cover?.url}
          colour={session.cover?.blur}
          alt=""
          ratio={3 / 4}
          isFirst={isFirst}
          {...(isFirst && { sizes: stripSizes })}
        />
      </span>
      <span className={styles.tileTop}>
        <StateChip session={session} />
      </span>
      <span className={styles.tileWords}>
        <span className={`${styles.tileTitle} tz-line-2`}>{words(session.title)}</span>
        <span className={styles.tileHost}>
          <Avatar id={session.host.id} nickname={session.host.nickname} pictureUrl={session.host.avatarUrl ?? undefined} sizePx={20} />
          <span className="tz-line-1">{session.host.nickname}</span>
        </span>
      </span>
    </Link>
  );
}

export const isOnAir = (session: Pick<SessionCard, 'state'>) => session.state === 'live' || session.state === 'interrupted';

export function StateChip({ session }: { session: SessionCard }) {
  const t = useT();
  const time = useTimeFormat();
  const count = useCountFormat();
  if (isOnAir(session))
    return (
      <span className="tz-chip" data-tone="live">
        <span className={styles.pulse} aria-hidden="true" />
        {t('live.now')}
        {session.online > 0 ? ` · ${t('live.watching', { count: count(session.online) })}` : ''}
      </span>
    );
  if (session.state === 'scheduled')
    return (
      <span className="tz-chip tz-figures" data-tone="video">
        {time.date(session.startsAt)}
      </span>
    );
  return (
    <span className="tz-chip" data-tone="video">
      {session.hasReplay ? t('live.replay') : t('live.ended')}
    </span>
  );
}
