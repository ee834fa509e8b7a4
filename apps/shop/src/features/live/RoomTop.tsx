import type { SessionView } from '@tuanzi/contract/live';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { ShieldCheck, Users, X } from 'lucide-react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { useBack } from '../../shell/PageBar.tsx';
import { useCountFormat, useWords } from '../../shell/use-words.ts';
import { closeDock } from './live-dock.ts';
import styles from './live.module.css';

export function RoomTop({ session, online, onSeller }: { session: SessionView; online: number; onSeller: () => void }) {
  const t = useT();
  const words = useWords();
  const count = useCountFormat();
  const back = useBack();
  const leave = () => {
    closeDock();
    back();
  };
  return (
    <header className={styles.top}>
      <div className={styles.topRow}>
        <div className={styles.host}>
          <Avatar id={session.host.id} nickname={session.host.nickname} pictureUrl={session.host.avatarUrl ?? undefined} sizePx={36} />
          <span className={styles.hostWords}>
            <span className="tz-line-1">{session.host.nickname}</span>
            <span className="tz-line-1">{words(session.title)}</span>
          </span>
        </div>
        <span className={styles.online} data-testid="online" aria-label={t('live.watching', { count: count(online) })}>
          <Users size={14} strokeWidth={2} aria-hidden="true" />
          <span className="tz-figures">{count(online)}</span>
        </span>
        <button type="button" className={styles.round} aria-label={t('live.leave')} onClick={leave} data-testid="leave-room">
          <X size={22} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </div>
      <div className={styles.topChips}>
        <button type="button" className={styles.topChip} onClick={onSeller} data-testid="seller-button">
          <ShieldCheck size={14} strokeWidth={2} aria-hidden="true" />
          {t('seller.short')}
        </button>
        {session.communityId === null ? null : (
          <Link to={`/communities/${session.communityId}?from=${session.sceneId}`} className={styles.topChip} data-testid="join-community">
            {t('live.joinGroup')}
          </Link>
        )}
      </div>
    </header>
  );
}
