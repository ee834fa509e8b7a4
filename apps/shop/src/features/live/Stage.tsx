import type { SessionView } from '@tuanzi/contract/live';
import { useClient } from '@tuanzi/client/react';
import { Maximize, Play, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useT } from '../../messages.ts';
import { useIsOnline } from '@tuanzi/ui/use-is-online.ts';
import { useWords } from '../../shell/use-words.ts';
import { openInRoom } from './live-dock.ts';
import type { Player, PlayerPhase } from './player/player.ts';
import styles from './live.module.css';
import { usePlayerState } from './use-player.ts';

type StageProps = { session: SessionView; isInterrupted: boolean; onDoubleTap: () => void };

/** The picture. Silent until a tap; when the host drops out it waits, and comes back by itself. */
export function Stage({ session, isInterrupted, onDoubleTap }: StageProps) {
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  const player = useRoomPlayer(session, frame);
  const state = usePlayerState(player);
  const lastTap = useRef(0);
  useEffect(() => {
    if (!isInterrupted) player?.kick();
  }, [isInterrupted, player]);
  const tap = () => {
    const now = performance.now();
    if (now - lastTap.current < 320) onDoubleTap();
    else if (state.isMuted) player?.setMuted(false);
    lastTap.current = now;
    if (state.phase === 'blocked') player?.kick();
  };
  return (
    <div
      ref={frame}
      className={styles.stage}
      data-wide={state.isWide || undefined}
      data-away={isInterrupted || undefined}
      data-phase={state.phase}
      data-source={state.source ?? undefined}
      data-testid="stage"
    >
      <Cover session={session} isShown={state.phase !== 'playing'} />
      <button type="button" className={styles.touch} onClick={tap} aria-label={state.isMuted ? t('live.soundOn') : t('live.picture')} />
      <StageWords phase={state.phase} isAway={isInterrupted} />
      {state.phase === 'blocked' ? (
        <button type="button" className={styles.bigPlay} aria-label={t('live.play')} onClick={() => player?.kick()}>
          <Play size={36} fill="currentColor" aria-hidden="true" />
        </button>
      ) : null}
      {state.phase === 'playing' && state.isMuted && !isInterrupted ? (
        <button type="button" className={styles.sound} onClick={() => player?.setMuted(false)} data-testid="sound-on">
          <VolumeX size={18} strokeWidth={1.75} aria-hidden="true" />
          {t('live.tapForSound')}
        </button>
      ) : null}
      {state.isWide && player !== null ? (
        <button type="button" className={styles.full} aria-label={t('live.fullscreen')} onClick={() => void goFull(player.video)}>
          <Maximize size={20} strokeWidth={1.75} aria-hidden="true" />
        </button>
      ) : null}
    </div>
  );
}

function useRoomPlayer(session: SessionView, frame: React.RefObject<HTMLDivElement | null>): Player | null {
  const { api } = useClient();
  const words = useWords();
  const [player, setPlayer] = useState<Player | null>(null);
  const title = words(session.title);
  useEffect(() => {
    const opened = openInRoom({ sessionId: session.id, title, isLandscape: session.isLandscape }, async (signal) => {
      const { sources } = await api('GET /api/sessions/{sessionId}/play', { params: { sessionId: session.id } }, { signal });
      return sources;
    });
    setPlayer(opened);
    if (frame.current !== null) opened.showIn(frame.current);
  }, [api, session.id, session.isLandscape, title, frame]);
  return player;
}

function Cover({ session, isShown }: { session: SessionView; isShown: boolean }) {
  const { cover } = session;
  return (
    <span
      className={styles.cover}
      data-shown={isShown || undefined}
      style={{ backgroundColor: cover?.blur, ...(cover !== null && { backgroundImage: `url(${cover.url})` }) }}
      aria-hidden="true"
    />
  );
}

function StageWords({ phase, isAway }: { phase: PlayerPhase; isAway: boolean }) {
  const t = useT();
  const isOnline = useIsOnline();
  // A phone without network says so itself: the host has not gone anywhere.
  if (!isOnline) return null;
  // What still plays while the host is away is the end of what was sent before.
  if (!isAway && (phase === 'playing' || phase === 'blocked')) return null;
  const [title, more] = isAway || phase === 'waiting' ? [t('live.backSoon'), t('live.backSoonWords')] : [t('live.connecting'), ''];
  return (
    <div className={styles.stageWords} aria-live="polite" data-testid="stage-words">
      <p>{title}</p>
      {more === '' ? null : <p>{more}</p>}
    </div>
  );
}

/** Wide pictures are watched lying down; phones that cannot turn by themselves at least fill the screen. */
async function goFull(video: HTMLVideoElement): Promise<void> {
  try {
    await video.requestFullscreen();
    // Not every browser can, and its type does not say so.
    const orientation = screen.orientation as ScreenOrientation & { lock?: (to: 'landscape') => Promise<void> };
    await orientation.lock?.('landscape');
  } catch {
    // An iPhone has only its own way to fill the screen with a video.
    const apple = video as HTMLVideoElement & { webkitEnterFullscreen?: () => void };
    apple.webkitEnterFullscreen?.();
  }
}
