/** The ways to bring a stream into a <video>. Each library is loaded only when its source is really played. */
export type PlaySource = { readonly kind: 'ws-flv' | 'http-flv' | 'll-hls' | 'recording-hls' | 'clip-mp4'; readonly url: string };

export type Engine = { stop: () => void };

export type EngineWish = {
  readonly video: HTMLVideoElement;
  readonly source: PlaySource;
  /** The stream ended or broke. */
  readonly onLost: () => void;
  /** False when something else has taken the video while a library was loading: then it is not touched. */
  readonly isWanted: () => boolean;
};

/** Starts one source; null when this device cannot play it, or it is not wanted any more. */
export async function startEngine(wish: EngineWish): Promise<Engine | null> {
  const { video, source, onLost } = wish;
  if (source.kind === 'clip-mp4') return startNative(video, source.url, onLost);
  return source.kind === 'll-hls' || source.kind === 'recording-hls' ? startHls(wish) : startFlv(wish);
}

async function startFlv({ video, source, onLost, isWanted }: EngineWish): Promise<Engine | null> {
  if (typeof MediaSource === 'undefined' && !('ManagedMediaSource' in window)) return null;
  const { default: mpegts } = await import('mpegts.js');
  if (!isWanted() || !mpegts.getFeatureList().mseLivePlayback) return null;
  mpegts.LoggingControl.enableAll = false;
  const player = mpegts.createPlayer(
    { type: 'flv', isLive: true, url: streamUrl(source) },
    { enableStashBuffer: false, liveSync: true, liveSyncTargetLatency: 0.5, liveSyncMaxLatency: 1.2, autoCleanupSourceBuffer: true },
  );
  player.on(mpegts.Events.ERROR, onLost);
  player.on(mpegts.Events.LOADING_COMPLETE, onLost);
  player.attachMediaElement(video);
  player.load();
  return { stop: () => player.destroy() };
}

async function startHls({ video, source, onLost, isWanted }: EngineWish): Promise<Engine | null> {
  const isLive = source.kind === 'll-hls';
  if (typeof MediaSource !== 'undefined' || 'ManagedMediaSource' in window) {
    const { default: Hls } = await import('hls.js/light');
    if (!isWanted()) return null;
    // Asked before the browser's own player: Chromium answers "maybe" there and then lags by seconds.
    if (Hls.isSupported()) {
      const hls = new Hls(
        isLive
          ? { lowLatencyMode: true, liveSyncMode: 'edge', backBufferLength: 10, maxLiveSyncPlaybackRate: 1.3 }
          : { maxBufferLength: 30 },
      );
      hls.on(Hls.Events.ERROR, (_, data) => {
        if (data.fatal) onLost();
      });
      hls.loadSource(source.url);
      hls.attachMedia(video);
      return { stop: () => hls.destroy() };
    }
  }
  if (video.canPlayType('application/vnd.apple.mpegurl') === '') return null;
  return startNative(video, source.url, onLost);
}

function startNative(video: HTMLVideoElement, url: string, onLost: () => void): Engine {
  video.addEventListener('error', onLost);
  video.src = url;
  return {
    stop() {
      video.removeEventListener('error', onLost);
      video.removeAttribute('src');
      video.load();
    },
  };
}

/** Addresses come as paths of this server; a socket needs its own scheme. */
function streamUrl(source: PlaySource): string {
  const url = new URL(source.url, window.location.href);
  if (source.kind === 'ws-flv') url.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? 'wss:' : 'ws:';
  return url.href;
}
