import type { ApiReply } from '@tuanzi/client';
import { useEffect, useRef, useState } from 'react';

type Source = ApiReply<'GET /api/sessions/{sessionId}/play'>['sources'][number];
export interface StreamPlayerProps {
  readonly sources: readonly Source[];
  readonly isLive?: boolean;
  readonly label: string;
  readonly video?: React.RefObject<HTMLVideoElement | null>;
}

/** Plays the first address this browser can, and the next one when it breaks. */
export function StreamPlayer({ sources, isLive = false, label, video }: StreamPlayerProps) {
  const own = useRef<HTMLVideoElement>(null);
  const element = video ?? own;
  const [attempt, setAttempt] = useState(0);
  const source = sources[attempt % Math.max(1, sources.length)];
  useEffect(() => {
    const target = element.current;
    if (target === null || source === undefined) return undefined;
    let isGone = false;
    let stop: () => void = () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = () => {
      timer ??= setTimeout(() => {
        if (!isGone) setAttempt((before) => before + 1);
      }, 2000);
    };
    void attach(target, source, next, () => isGone).then((made) => {
      stop = made;
    }, next);
    return () => {
      isGone = true;
      clearTimeout(timer);
      stop();
    };
    // The address is signed anew now and then; only another way of playing starts over.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [source?.kind, sources.length, attempt, element]);
  return (
    <video
      ref={element}
      muted={isLive}
      autoPlay={isLive}
      controls={!isLive}
      playsInline
      aria-label={label}
      data-testid="stream-player"
      data-kind={source?.kind}
    />
  );
}

async function attach(video: HTMLVideoElement, { kind, url }: Source, onBroken: () => void, isGone: () => boolean): Promise<() => void> {
  const address = new URL(url, location.href);
  if (kind === 'ws-flv') address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  if (kind === 'ws-flv' || kind === 'http-flv') {
    const { default: mpegts } = await import('mpegts.js');
    // Whoever came meanwhile owns the element now.
    if (isGone()) return () => {};
    if (!mpegts.isSupported()) throw new Error('no media source here');
    const player = mpegts.createPlayer(
      { type: 'flv', isLive: true, url: address.href },
      { enableStashBuffer: false, autoCleanupSourceBuffer: true, liveSync: true, liveSyncTargetLatency: 0.8, liveSyncMaxLatency: 1.6 },
    );
    player.on(mpegts.Events.ERROR, onBroken);
    player.on(mpegts.Events.LOADING_COMPLETE, onBroken);
    player.attachMediaElement(video);
    player.load();
    startSoon(video);
    return () => player.destroy();
  }
  if (kind === 'clip-mp4' || video.canPlayType('application/vnd.apple.mpegurl') !== '') {
    video.src = address.href;
    startSoon(video);
    video.addEventListener('error', onBroken, { once: true });
    return () => {
      video.removeEventListener('error', onBroken);
      video.removeAttribute('src');
      video.load();
    };
  }
  const { default: Hls } = await import('hls.js');
  if (isGone()) return () => {};
  // Workers made from blobs are not allowed by the page's policy.
  const hls = new Hls({ enableWorker: false, lowLatencyMode: kind === 'll-hls' });
  hls.on(Hls.Events.ERROR, (_event, data) => {
    if (data.fatal) onBroken();
  });
  hls.loadSource(address.href);
  hls.attachMedia(video);
  startSoon(video);
  return () => hls.destroy();
}

/** A live picture starts by itself; a browser that wants a tap first shows it standing still. */
function startSoon(video: HTMLVideoElement): void {
  if (!video.autoplay) return;
  video.muted = true;
  video.play().catch(() => {
    // The reader sees the first picture and the play button.
  });
}
