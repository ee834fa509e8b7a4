import { isProblem, type SceneChannel, type SceneState } from '@tuanzi/client';
import { Heart, SendHorizontal, Share2, ShoppingBag } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useT } from '../../messages.ts';
import { notifyProblem } from '../../shell/notify.ts';
import { usePhoneGate } from '../../shell/PhoneGate.tsx';
import { useEnsureGuest } from '../../shell/use-me.ts';
import { useCountFormat } from '../../shell/use-words.ts';
import { useMutedUntil } from '../communities/use-muted-until.ts';
import styles from './live.module.css';
import { useKeyboardInset } from './use-keyboard-inset.ts';

type RoomBarProps = {
  channel: SceneChannel | null;
  scene: SceneState;
  shelfCount: number;
  onTyping: (isTyping: boolean) => void;
  onShelf: () => void;
  onShare: () => void;
  onLike: () => void;
};

export function RoomBar({ channel, scene, shelfCount, onTyping, onShelf, onShare, onLike }: RoomBarProps) {
  const t = useT();
  const count = useCountFormat();
  const [text, setText] = useState('');
  const [isTyping, setIsTyping] = useState(false);
  const say = useSaying(channel);
  const keyboardPx = useKeyboardInset(isTyping);
  const typing = (next: boolean) => {
    setIsTyping(next);
    onTyping(next);
  };
  const isMuted = useMutedUntil(scene) !== null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    const said = text.trim();
    if (said === '') return;
    setText('');
    void say(said);
  };
  return (
    <div className={styles.bar} style={{ paddingBottom: keyboardPx > 0 ? keyboardPx : undefined }}>
      <form className={styles.composer} onSubmit={send}>
        <input
          value={text}
          maxLength={200}
          enterKeyHint="send"
          autoComplete="off"
          disabled={isMuted}
          placeholder={isMuted ? t('live.muted') : t('live.saySomething')}
          aria-label={t('live.saySomething')}
          onChange={(event) => setText(event.target.value)}
          onFocus={() => typing(true)}
          onBlur={() => typing(false)}
          data-testid="composer"
        />
        {text.trim() === '' ? null : (
          <button type="submit" aria-label={t('live.send')} onPointerDown={(event) => event.preventDefault()} data-testid="send">
            <SendHorizontal size={20} strokeWidth={1.75} aria-hidden="true" />
          </button>
        )}
      </form>
      {isTyping ? null : (
        <>
          <button type="button" className={styles.round} onClick={onShare} aria-label={t('share.title')} data-testid="share">
            <Share2 size={20} strokeWidth={1.75} aria-hidden="true" />
          </button>
          <button type="button" className={styles.round} onClick={onLike} aria-label={t('live.like')} data-testid="like">
            <Heart size={22} strokeWidth={1.75} aria-hidden="true" />
            {scene.likes > 0 ? <span className={styles.roundCount}>{count(scene.likes)}</span> : null}
          </button>
          <button type="button" className={styles.shelfButton} onClick={onShelf} aria-label={t('live.shelf')} data-testid="shelf-button">
            <ShoppingBag size={22} strokeWidth={1.75} aria-hidden="true" />
            <span className={styles.shelfCount}>{shelfCount}</span>
          </button>
        </>
      )}
    </div>
  );
}

/** Says something as whoever one is: a guest is made on the way, and a room for members asks for the phone number. */
function useSaying(channel: SceneChannel | null): (text: string) => Promise<void> {
  const ensureGuest = useEnsureGuest();
  const { askPhone } = usePhoneGate();
  return async (text) => {
    if (channel === null) return;
    try {
      await ensureGuest();
      await channel.say(text);
    } catch (error) {
      if (isProblem(error, 'account_required') || isProblem(error, 'sign_in_required')) {
        if (await askPhone()) await channel.say(text).catch(() => undefined);
        return;
      }
      // A refusal of the room itself is shown where the comment stood.
      if (isProblem(error) && error.status !== 0) notifyProblem(error);
    }
  };
}
