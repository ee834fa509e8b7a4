import { useCommand } from '@tuanzi/client/react';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { notify, notifyProblem } from '../../shell/notify.ts';
import { Sheet } from '../../shell/Sheet.tsx';
import styles from './communities.module.css';

export function AnnounceSheet({
  isOpen,
  onClose,
  sceneId,
  first,
}: {
  isOpen: boolean;
  onClose: () => void;
  sceneId: string;
  first: string;
}) {
  const t = useT();
  const [text, setText] = useState(first);
  const announce = useCommand('POST /api/scenes/{sceneId}/announcement');
  const send = () =>
    announce.mutate(
      { params: { sceneId }, body: { text: text.trim() } },
      {
        onSuccess: () => {
          notify(t('community.announceDone'));
          onClose();
        },
        onError: notifyProblem,
      },
    );
  return (
    <Sheet
      isOpen={isOpen}
      onClose={onClose}
      title={t('community.announcement')}
      testId="announce-sheet"
      foot={
        <button
          type="button"
          className="tz-button"
          data-tone="primary"
          data-wide
          disabled={text.trim() === ''}
          aria-busy={announce.isPending}
          onClick={send}
          data-testid="announce-send"
        >
          <span className="tz-button-words">{t('community.announceSend')}</span>
        </button>
      }
    >
      <textarea
        className={`sh-input ${styles.announceText}`}
        rows={6}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t('community.announceHint')}
        aria-label={t('community.announcement')}
      />
      <p className="sh-faint">{t('community.announceWords')}</p>
    </Sheet>
  );
}
