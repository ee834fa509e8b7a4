import { type Engine, type PlaySource, startEngine } from './engines.ts';
import { watchProgress } from './watch-progress.ts';

export type LoadSources = (signal: AbortSignal) => Promise<readonly PlaySource[]>;
/**
 * `starting` until the first picture; `playing` while pictures come; `waiting` between two attempts, with the last
 * picture still on screen; `blocked` when the browser wants a tap first; `stopped` for good.
 */
export type PlayerPhase = 'starting' | 'playing' | 'waiting' | 'blocked' | 'stopped';
export type PlayerState = {
  readonly phase: PlayerPhase;
  readonly isMuted: boolean;
  readonly source: PlaySource['kind'] | null;
  readonly isWide: boolean;
};

export type Player = {
  readonly video: HTMLVideoElement;
  state: () => PlayerState;
  subscribe: (listener: () => void) => () => void;
  /** Tries again at once: the host is back, or the person tapped. */
  kick: () => void;
  setMuted: (isMuted: boolean) => void;
  /** Puts the picture into a page's frame; it plays on from where it was. */
  showIn: (frame: HTMLElement) => void;
  stop: () => void;
};

const firstRetryMs = 1000;
const retryMaxMs = 8000;
/** Whoever switched the sound on in one room does not have to do it again in the next. */
let wantsSound = false;

/**
 * Plays a live stream and keeps it playing: the sources in order of their delay, the next one when a source stalls for
 * three seconds, and fresh addresses when all have failed. It gives up only when told to stop.
 */
export function createPlayer(load: LoadSources): Player {
  const player = new StreamPlayer(load);
  player.start();
  return player;
}

/** A machine between the network, a library and the video element, each of which may speak at any moment. */
class StreamPlayer implements Player {
  readonly video = makeVideo();
  readonly #load: LoadSources;
  readonly #listeners = new Set<() => void>();
  #state: PlayerState = { phase: 'starting', isMuted: true, source: null, isWide: false };
  #engine: Engine | null = null;
  /** Counts the rounds; whatever belongs to an earlier one is not heard any more. */
  #attempt = 0;
  #retries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort = new AbortController();
  /** Set for every source that is tried. */
  #lose: () => void = () => {};
  readonly #progress = watchProgress(this.video, { onPicture: () => this.#showsPicture(), onStall: () => this.#lose() });

  constructor(load: LoadSources) {
    this.#load = load;
  }

  readonly state = () => this.#state;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  start(): void {
    addEventListener('online', this.#onBack);
    document.addEventListener('visibilitychange', this.#onBack);
    void this.#run();
  }

  kick(): void {
    if (this.#state.phase === 'playing' || this.#state.phase === 'stopped') return;
    if (this.#state.phase === 'blocked') {
      void this.#play();
      return;
    }
    this.#retries = 0;
    this.#stopEngine();
    void this.#run();
  }

  setMuted(isMuted: boolean): void {
    wantsSound = !isMuted;
    this.video.muted = isMuted;
    this.#set({ isMuted });
    if (this.video.paused && this.#engine !== null) void this.#play();
  }

  showIn(frame: HTMLElement): void {
    if (this.video.parentElement === frame) return;
    frame.prepend(this.video);
    // Moving an element in the page pauses it.
    if (this.#engine !== null) void this.#play();
  }

  stop(): void {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#stopEngine();
    removeEventListener('online', this.#onBack);
    document.removeEventListener('visibilitychange', this.#onBack);
    this.video.remove();
    this.#set({ phase: 'stopped' });
  }

  #set(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #showsPicture(): void {
    this.#retries = 0;
    const isWide = this.video.videoWidth > this.video.videoHeight;
    if (this.#state.phase !== 'playing' || this.#state.isWide !== isWide) this.#set({ phase: 'playing', isWide });
  }

  readonly #onBack = () => {
    if (document.visibilityState === 'visible' && this.#state.phase === 'waiting') void this.#run();
  };

  async #run(): Promise<void> {
    const mine = ++this.#attempt;
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#abort = new AbortController();
    try {
      for (const source of await this.#load(this.#abort.signal)) {
        if (mine !== this.#attempt) return;
        await this.#playUntilLost(source, mine);
      }
    } catch {
      // No addresses now: the network is away or the host is. Both may be back at the next attempt.
    }
    if (mine === this.#attempt) this.#waitAndRetry();
  }

  /** Resolves when the source is lost, or at once when this device cannot play it. */
  async #playUntilLost(source: PlaySource, mine: number): Promise<void> {
    const isWanted = () => mine === this.#attempt;
    const lost = new Promise<void>((resolve) => {
      this.#lose = resolve;
    });
    const started = await startEngine({ video: this.video, source, onLost: () => this.#lose(), isWanted }).catch(() => null);
    if (started === null) return;
    if (!isWanted()) {
      started.stop();
      return;
    }
    this.#engine = started;
    this.#set({ source: source.kind });
    void this.#play();
    this.#progress.start();
    await lost;
    if (!isWanted()) return;
    this.#stopEngine();
    this.#set({ phase: 'waiting' });
  }

  async #play(): Promise<void> {
    const { video } = this;
    video.muted = !wantsSound;
    try {
      await video.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      // Sound without a tap is refused: silent is better than still.
      video.muted = true;
      await video.play().catch(() => this.#set({ phase: 'blocked' }));
    }
    this.#set({ isMuted: video.muted });
  }

  #stopEngine(): void {
    this.#progress.stop();
    this.#engine?.stop();
    this.#engine = null;
  }

  #waitAndRetry(): void {
    this.#stopEngine();
    this.#set({ phase: 'waiting' });
    const delayMs = Math.min(retryMaxMs, firstRetryMs * 2 ** this.#retries) * (0.75 + Math.random() * 0.5);
    this.#retries += 1;
    this.#timer = setTimeout(() => void this.#run(), delayMs);
  }
}

function makeVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  video.setAttribute('playsinline', '');
  // The player inside some Chinese chat apps takes the page over without these.
  video.setAttribute('webkit-playsinline', '');
  video.setAttribute('x5-video-player-type', 'h5-page');
  video.disableRemotePlayback = true;
  video.tabIndex = -1;
  return video;
}
