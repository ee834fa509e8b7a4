import type { PendingComment } from '@tuanzi/client';
import type { Me } from '@tuanzi/contract/identity';
import type { SceneEntry } from '@tuanzi/contract/scenes';
import type { Picture as StoredPicture } from '@tuanzi/contract/shapes';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useT } from '../../messages.ts';
import chat from './chat.module.css';
import styles from './communities.module.css';
import { useLongPress } from './use-long-press.ts';

/** A message that is only pictures carries this, because a message has words. */
export const picturesOnly = '[图片]';

/** `isFollowing`: the one before is by the same person in the same minute, so that face and name are not said again. */
export function Bubble({
  entry,
  isMine,
  isFollowing,
  onPress,
}: {
  entry: Extract<SceneEntry, { type: 'comment' }>;
  isMine: boolean;
  isFollowing: boolean;
  onPress: () => void;
}) {
  const t = useT();
  const { author, text, pictures = [] } = entry;
  const isLeader = entry.role === 'leader' || entry.role === 'host';
  const press = useLongPress(onPress);
  return (
    <div
      className={styles.message}
      data-mine={isMine || undefined}
      data-following={isFollowing || undefined}
      data-testid="chat-message"
      {...press}
    >
      {isFollowing ? (
        <span className={chat.noFace} />
      ) : (
        <Avatar id={author.id} nickname={author.nickname} pictureUrl={author.avatarUrl ?? undefined} sizePx={36} />
      )}
      <div className={styles.said}>
        {isMine || isFollowing ? null : (
          <span className={styles.who}>
            {author.nickname}
            {isLeader ? <span className={styles.leaderMark}>{t('community.leader')}</span> : null}
          </span>
        )}
        {pictures.length > 0 ? <Pictures pictures={pictures} /> : null}
        {pictures.length > 0 && text === picturesOnly ? null : <p className={styles.bubble}>{text}</p>}
      </div>
    </div>
  );
}

function Pictures({ pictures }: { pictures: readonly StoredPicture[] }) {
  const t = useT();
  return (
    <div className={styles.pictures} data-count={Math.min(3, pictures.length)}>
      {pictures.map((picture) => (
        <a key={picture.id} href={picture.url} target="_blank" rel="noreferrer" aria-label={t('community.openPicture')}>
          <Picture
            src={picture.url}
            colour={picture.blur}
            alt=""
            ratio={pictures.length === 1 ? Math.max(0.6, Math.min(1.6, picture.width / picture.height)) : 1}
            radius="m"
          />
        </a>
      ))}
    </div>
  );
}

/** What I said and the server has not yet confirmed, or has refused. */
export function PendingBubble({
  comment,
  me,
  onDismiss,
  onRetry,
}: {
  comment: PendingComment;
  me: Me | null;
  onDismiss: () => void;
  onRetry: () => void;
}) {
  const t = useT();
  return (
    <div className={styles.message} data-mine data-pending={comment.problem === null || undefined}>
      {me === null ? null : <Avatar id={me.id} nickname={me.nickname} pictureUrl={me.avatarUrl ?? undefined} sizePx={36} />}
      <div className={styles.said}>
        <p className={styles.bubble}>{comment.text}</p>
        {comment.problem === null ? (
          <span className="sh-faint">{t('community.sending')}</span>
        ) : (
          <span className={styles.refused} data-testid="chat-refused">
            {comment.problem.title}
            {comment.text === picturesOnly ? null : (
              <button type="button" className={chat.small} onClick={onRetry} data-testid="chat-retry">
                {t('chat.retry')}
              </button>
            )}
            <button type="button" className={chat.small} onClick={onDismiss}>
              {t('common.remove')}
            </button>
          </span>
        )}
      </div>
    </div>
  );
}
