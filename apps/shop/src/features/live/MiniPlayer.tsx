import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '../../messages.ts';
import { closeDock, useDocked } from './live-dock.ts';
import styles from './live.module.css';

/** The live picture in a corner while one pays or looks around; a tap goes back into the room. */
export function MiniPlayer() {
  const t = useT();
  const docked = useDocked();
  const navigate = useNavigate();
  const frame = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (frame.current !== null) docked?.player.showIn(frame.current);
  }, [docked]);
  if (docked === null || docked.isInRoom) return null;
  return (
    <div className={styles.mini} data-wide={docked.isLandscape || undefined} data-testid="mini-player">
      <button
        ref={frame}
        type="button"
        className={styles.miniFrame}
        aria-label={t('live.backToRoom', { title: docked.title })}
        onClick={() => void navigate(`/live/${docked.sessionId}`)}
      />
      <button type="button" className={styles.miniClose} aria-label={t('common.close')} onClick={closeDock}>
        <X size={16} strokeWidth={2} aria-hidden="true" />
      </button>
    </div>
  );
}
