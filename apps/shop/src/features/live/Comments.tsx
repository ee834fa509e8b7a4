import type { SceneChannel, SceneState } from '@tuanzi/client';
import type { SceneEntry } from '@tuanzi/contract/scenes';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useT } from '../../messages.ts';
import { notify } from '../../shell/notify.ts';
import styles from './live.module.css';

/** More would scroll away unread, and every line costs a slow phone. */
const shownMax = 60;

export function Comments({ scene, channel }: { scene: SceneState; channel: SceneChannel | null }) {
  const t = useT();
  const list = useRef<HTMLDivElement>(null);
  const [isReadingBack, setIsReadingBack] = useState(false);
  const lines = scene.entries.slice(-shownMax);
  useRefusals(scene, channel);
  useLayoutEffect(() => {
    if (!isReadingBack && list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [scene.head, scene.pending.length, isReadingBack]);
  const onScroll = () => {
    const { current } = list;
    if (current !== null) setIsReadingBack(current.scrollHeight - current.scrollTop - current.clientHeight > 60);
  };
  return (
    <div className={styles.comments}>
      <div ref={list} className={styles.commentList} onScroll={onScroll} role="log" aria-label={t('live.comments')} data-testid="comments">
        {scene.announcement === null ? null : <p className={styles.note}>{scene.announcement.text}</p>}
        {lines.map((entry) => (
          <Line key={entry.seq} entry={entry} />
        ))}
        {scene.pending
          .filter((comment) => comment.problem === null)
          .map((comment) => (
            <p key={comment.clientId} className={styles.comment} data-pending>
              <b>{t('live.me')}</b> {comment.text}
            </p>
          ))}
      </div>
      {isReadingBack ? (
        <button type="button" className={styles.newest} onClick={() => setIsReadingBack(false)}>
          {t('live.newest')}
        </button>
      ) : null}
    </div>
  );
}

function Line({ entry }: { entry: SceneEntry }): ReactNode {
  const t = useT();
  switch (entry.type) {
    case 'comment':
      return (
        <p className={styles.comment} data-testid="comment">
          {entry.role === 'host' ? (
            <span className={styles.role}>{t('live.host')}</span>
          ) : entry.role === 'moderator' ? (
            <span className={styles.role}>{t('live.moderator')}</span>
          ) : null}
          <b>{entry.author.nickname}</b> {entry.text}
        </p>
      );
    case 'announcement':
      return <p className={styles.note}>{entry.text}</p>;
    case 'joined':
      return (
        <p className={styles.comment} data-quiet>
          {t('live.came', { name: entry.person.nickname })}
        </p>
      );
    default:
      return null;
  }
}

/** A refused comment leaves the screen with a word about why. */
function useRefusals(scene: SceneState, channel: SceneChannel | null): void {
  const refused = scene.pending.find((comment) => comment.problem !== null);
  useEffect(() => {
    if (refused === undefined || refused.problem === null) return;
    if (refused.problem.code !== 'account_required' && refused.problem.code !== 'sign_in_required') notify(refused.problem.title);
    channel?.dismiss(refused.clientId);
  }, [refused, channel]);
}
