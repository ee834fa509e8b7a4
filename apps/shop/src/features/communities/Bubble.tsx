import type { PendingComment } from '@tuanzi/client'
import type { Me } from '@tuanzi/contract/identity'
import type { SceneEntry } from '@tuanzi/contract/scenes'
import type { Picture as StoredPicture } from '@tuanzi/contract/shapes'
import { Avatar } from '@tuanzi/ui/Avatar.tsx'
import { Picture } from '@tuanzi/ui/Picture.tsx'
import { useT } from '../../messages.ts'
import styles from './communities.module.css'

/** A message that is only pictures carries this, because a message has words. */
export const picturesOnly = '[图片]'

export function Bubble({ entry, isMine }: { entry: Extract<SceneEntry, { type: 'comment' }>; isMine: boolean }) {
  const t = useT()
  const { author, text, pictures = [] } = entry
  const isLeader = entry.role === 'leader' || entry.role === 'host'
  return (
    <div className={styles.message} data-mine={isMine || undefined} data-testid="message">
      <Avatar id={author.id} nickname={author.nickname} pictureUrl={author.avatarUrl ?? undefined} sizePx={36} />
      <div className={styles.said}>
        {isMine ? null : <span className={styles.who}>{author.nickname}{isLeader ? <span className={styles.leaderMark}>{t('community.leader')}</span> : null}</span>}
        {pictures.length > 0 ? <Pictures pictures={pictures} /> : null}
        {pictures.length > 0 && text === picturesOnly ? null : <p className={styles.bubble}>{text}</p>}
      </div>
    </div>
  )
}

function Pictures({ pictures }: { pictures: readonly StoredPicture[] }) {
  const t = useT()
  return (
    <div className={styles.pictures} data-count={Math.min(3, pictures.length)}>
      {pictures.map((picture) => <a key={picture.id} href={picture.url} target="_blank" rel="noreferrer" aria-label={t('community.openPicture')}><Picture src={picture.url} colour={picture.blur} alt="" ratio={pictures.length === 1 ? Math.max(0.6, Math.min(1.6, picture.width / picture.height)) : 1} radius="m" /></a>)}
    </div>
  )
}

/** What I said and the server has not yet confirmed, or has refused. */
export function PendingBubble({ comment, me, onDismiss }: { comment: PendingComment; me: Me | null; onDismiss: () => void }) {
  const t = useT()
  return (
    <div className={styles.message} data-mine data-pending={comment.problem === null || undefined}>
      {me === null ? null : <Avatar id={me.id} nickname={me.nickname} pictureUrl={me.avatarUrl ?? undefined} sizePx={36} />}
      <div className={styles.said}>
        <p className={styles.bubble}>{comment.text}</p>
        {comment.problem === null ? <span className="sh-faint">{t('community.sending')}</span> : <button type="button" className={styles.refused} onClick={onDismiss}>{comment.problem.title} · {t('common.remove')}</button>}
      </div>
    </div>
  )
}
