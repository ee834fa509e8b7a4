import type { SceneEntry } from '@tuanzi/contract/scenes';
import { useCommand } from '@tuanzi/client/react';
import { Copy, MessageSquareOff, Trash2, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { copyText } from '../../shell/copy-text.ts';
import { ask, notify, notifyProblem } from '../../shell/notify.ts';
import { Sheet } from '../../shell/Sheet.tsx';
import styles from './chat.module.css';
import { MuteForm } from './MuteForm.tsx';

export type Comment = Extract<SceneEntry, { type: 'comment' }>;
type MessageSheetProps = {
  comment: Comment | null;
  onClose: () => void;
  communityId: string;
  sceneId: string;
  myId: string | null;
  isKeeper: boolean;
};

/** What can be done with one message: copy it, take back one's own; whoever keeps the group can also mute or remove its author. */
export function MessageSheet({ comment, onClose, ...rest }: MessageSheetProps) {
  const t = useT();
  const [shown, setShown] = useState(comment);
  if (comment !== null && comment !== shown) setShown(comment);
  return (
    <Sheet
      isOpen={comment !== null}
      onClose={onClose}
      title={shown === null ? '' : t('chat.actions', { name: shown.author.nickname })}
      testId="message-sheet"
    >
      {shown === null ? null : <Actions key={shown.seq} comment={shown} onClose={onClose} {...rest} />}
    </Sheet>
  );
}

function Actions({ comment, onClose, communityId, sceneId, myId, isKeeper }: MessageSheetProps & { comment: Comment }) {
  const t = useT();
  const [isMuting, setIsMuting] = useState(false);
  const removing = useCommand('DELETE /api/scenes/{sceneId}/entries/{seq}');
  const expelling = useCommand('DELETE /api/communities/{communityId}/members/{accountId}', {
    invalidates: ['GET /api/communities/{communityId}', 'GET /api/communities/{communityId}/members'],
  });
  const { author } = comment;
  const isMine = author.id === myId;
  const isOverAuthor = isKeeper && !isMine && comment.role !== 'leader' && comment.role !== 'host';
  const copy = async () => {
    notify((await copyText(comment.text)) ? t('share.copied') : t('share.copyByHand'));
    onClose();
  };
  const remove = async () => {
    onClose();
    if (!(await ask({ title: t('chat.removeTitle'), words: t('chat.removeWords'), yes: t('common.remove'), no: t('common.cancel') })))
      return;
    removing.mutate({ params: { sceneId, seq: comment.seq } }, { onSuccess: () => notify(t('chat.removed')), onError: notifyProblem });
  };
  const expel = async () => {
    onClose();
    if (
      !(await ask({
        title: t('chat.expelTitle', { name: author.nickname }),
        words: t('chat.expelWords'),
        yes: t('chat.expel'),
        no: t('common.cancel'),
      }))
    )
      return;
    expelling.mutate(
      { params: { communityId, accountId: author.id } },
      { onSuccess: () => notify(t('chat.expelled', { name: author.nickname })), onError: notifyProblem },
    );
  };
  if (isMuting) return <MuteForm sceneId={sceneId} person={author} onDone={onClose} />;
  return (
    <>
      <p className={`${styles.quoted} tz-line-3`}>{comment.text}</p>
      <div className="sh-list">
        <button type="button" className={styles.action} onClick={() => void copy()} data-testid="copy-message">
          <Copy size={20} strokeWidth={1.75} aria-hidden="true" />
          {t('chat.copy')}
        </button>
        {isOverAuthor ? (
          <button type="button" className={styles.action} onClick={() => setIsMuting(true)} data-testid="mute-person">
            <MessageSquareOff size={20} strokeWidth={1.75} aria-hidden="true" />
            {t('chat.mute')}
          </button>
        ) : null}
        {isMine || isKeeper ? (
          <button type="button" className={styles.action} data-grave onClick={() => void remove()} data-testid="remove-message">
            <Trash2 size={20} strokeWidth={1.75} aria-hidden="true" />
            {t('chat.remove')}
          </button>
        ) : null}
        {isOverAuthor ? (
          <button type="button" className={styles.action} data-grave onClick={() => void expel()} data-testid="remove-member">
            <UserRoundX size={20} strokeWidth={1.75} aria-hidden="true" />
            {t('chat.expel')}
          </button>
        ) : null}
      </div>
    </>
  );
}
