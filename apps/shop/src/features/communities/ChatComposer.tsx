import { isProblem, type SceneChannel, type SceneState } from '@tuanzi/client';
import { useCommand } from '@tuanzi/client/react';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { ImagePlus, Megaphone, Plus, SendHorizontal, ShoppingBag } from 'lucide-react';
import { type ChangeEvent, type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useT } from '../../messages.ts';
import { notify, notifyProblem } from '../../shell/notify.ts';
import { useKeyboardInset } from '../live/use-keyboard-inset.ts';
import { AnnounceSheet } from './AnnounceSheet.tsx';
import { picturesOnly } from './Bubble.tsx';
import { CardDrawer } from './CardDrawer.tsx';
import styles from './communities.module.css';
import { useMutedUntil } from './use-muted-until.ts';

type ChatComposerProps = { channel: SceneChannel | null; scene: SceneState; sceneId: string; shopId: string; isLeader: boolean };
const picturesMax = 9;

export function ChatComposer({ channel, scene, sceneId, shopId, isLeader }: ChatComposerProps) {
  const t = useT();
  const [text, setText] = useState('');
  const [isTyping, setIsTyping] = useState(false);
  const [open, setOpen] = useState<'drawer' | 'cards' | 'announce' | null>(null);
  const keyboardPx = useKeyboardInset(isTyping);
  const { say, sendPictures, isSending } = useTalking(channel, sceneId);
  const time = useTimeFormat();
  const mutedUntil = useMutedUntil(scene);
  const isMuted = mutedUntil !== null;
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    const said = text.trim();
    if (said === '') return;
    setText('');
    void say(said);
  };
  const onKey = (event: KeyboardEvent) => {
    // While a Chinese word is being chosen, Enter chooses it.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
  };
  const onFiles = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])].slice(0, picturesMax);
    event.target.value = '';
    setOpen(null);
    if (files.length > 0) void sendPictures(files);
  };
  return (
    <div className={styles.composer} style={{ paddingBottom: keyboardPx > 0 ? keyboardPx : undefined }}>
      <form className={styles.composerRow} onSubmit={send}>
        <textarea
          className={styles.composerText}
          rows={1}
          value={text}
          maxLength={200}
          disabled={isMuted}
          placeholder={mutedUntil === null ? t('live.saySomething') : t('chat.mutedUntil', { when: time.date(mutedUntil) })}
          aria-label={t('live.saySomething')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKey}
          onFocus={() => setIsTyping(true)}
          onBlur={() => setIsTyping(false)}
          data-testid="chat-input"
        />
        {text.trim() === '' ? (
          <button
            type="button"
            className={styles.iconButton}
            disabled={isMuted}
            aria-label={t('community.more')}
            aria-expanded={open === 'drawer'}
            aria-busy={isSending}
            onClick={() => setOpen(open === 'drawer' ? null : 'drawer')}
            data-testid="composer-more"
          >
            <Plus size={24} strokeWidth={1.75} aria-hidden="true" />
          </button>
        ) : (
          <button
            type="submit"
            className={styles.sendButton}
            aria-label={t('live.send')}
            onPointerDown={(event) => event.preventDefault()}
            data-testid="chat-send"
          >
            <SendHorizontal size={20} strokeWidth={1.75} aria-hidden="true" />
          </button>
        )}
      </form>
      {open === 'drawer' ? (
        <div className={styles.drawer}>
          <label className={styles.drawerItem}>
            <ImagePlus size={24} strokeWidth={1.75} aria-hidden="true" />
            <span>{t('community.picture')}</span>
            <input type="file" accept="image/*" multiple className="tz-heard" onChange={onFiles} data-testid="picture-input" />
          </label>
          {isLeader ? (
            <button type="button" className={styles.drawerItem} onClick={() => setOpen('cards')} data-testid="drop-card-button">
              <ShoppingBag size={24} strokeWidth={1.75} aria-hidden="true" />
              <span>{t('community.card')}</span>
            </button>
          ) : null}
          {isLeader ? (
            <button type="button" className={styles.drawerItem} onClick={() => setOpen('announce')} data-testid="announce-button">
              <Megaphone size={24} strokeWidth={1.75} aria-hidden="true" />
              <span>{t('community.announcement')}</span>
            </button>
          ) : null}
        </div>
      ) : null}
      {isSending ? (
        <p className={styles.uploading} role="status">
          {t('community.uploading')}
        </p>
      ) : null}
      <CardDrawer isOpen={open === 'cards'} onClose={() => setOpen(null)} scene={scene} sceneId={sceneId} shopId={shopId} />
      <AnnounceSheet isOpen={open === 'announce'} onClose={() => setOpen(null)} sceneId={sceneId} first={scene.announcement?.text ?? ''} />
    </div>
  );
}

function useTalking(channel: SceneChannel | null, sceneId: string) {
  const t = useT();
  const upload = useCommand('POST /api/scenes/{sceneId}/pictures');
  const [isSending, setIsSending] = useState(false);
  const isBusy = useRef(false);
  // A refusal stands under the message itself.
  const say = async (text: string, pictureIds: string[] = []) => void (await channel?.say(text, { pictureIds }).catch(() => undefined));
  const sendPictures = async (files: readonly File[]) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setIsSending(true);
    try {
      const ids: string[] = [];
      for (const file of files) ids.push((await upload.mutateAsync({ params: { sceneId }, file })).id);
      await say(picturesOnly, ids);
    } catch (error) {
      if (isProblem(error, 'offline')) notify(t('community.uploadLost'));
      else notifyProblem(error);
    } finally {
      isBusy.current = false;
      setIsSending(false);
    }
  };
  return { say, sendPictures, isSending };
}
