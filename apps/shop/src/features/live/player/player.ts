import { type Engine, type PlaySource, startEngine } from './engines.ts'
import { watchProgress } from './watch-progress.ts'

export type LoadSources = (signal: AbortSignal) => Promise<readonly PlaySource[]>
/**
 * `starting` until the first picture; `playing` while pictures come; `waiting` between two attempts, with the last
 * picture still on screen; `blocked` when the browser wants a tap first; `stopped` for good.
 */
export type PlayerPhase = 'starting' | 'playing' | 'waiting' | 'blocked' | 'stopped'
export type PlayerState = { readonly phase: PlayerPhase; readonly isMuted: boolean; readonly source: PlaySource['kind'] | null; readonly isWide: boolean }

export type Player = {
  readonly video: HTMLVideoElement
  state: () => PlayerState
  subscribe: (listener: () => void) => () => void
  /** Tries again at once: the host is back, or the person tapped. */
  kick: () => void
  setMuted: (isMuted: boolean) => void
  /** Puts the picture into a page's frame; it plays on from where it was. */
  showIn: (frame: HTMLElement) => void
  stop: () => void
}

const firstRetryMs = 1000
const retryMaxMs = 8000
/** Whoever switched the sound on in one room does not have to do it again in the next. */
let wantsSound = false

/**
 * Plays a live stream and keeps it playing: the sources in order of their delay, the next one when a source stalls for
 * three seconds, and fresh addresses when all have failed. It gives up only when told to stop.
 */
export function createPlayer(load: LoadSources): Player {
  const video = makeVideo()
  const listeners = new Set<() => void>()
  let state: PlayerState = { phase: 'starting', isMuted: true, source: null, isWide: false }
  let engine: Engine | null = null
  let attempt = 0
  let retries = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort = new AbortController()

  const set = (change: Partial<PlayerState>) => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const progress = watchProgress(video, {
    onPicture() {
      retries = 0
      const isWide = video.videoWidth > video.videoHeight
      if (state.phase !== 'playing' || state.isWide !== isWide) set({ phase: 'playing', isWide })
    },
    onStall: () => lose(),
  })
  /** Set for every source that is tried; what an old one still says is not heard. */
  let lose: () => void = () => {}

  async function run(): Promise<void> {
    const mine = ++attempt
    clearTimeout(timer)
    abort.abort()
    abort = new AbortController()
    try {
      for (const source of await load(abort.signal)) {
        await playUntilLost(source, mine)
        if (mine !== attempt) return
      }
    } catch {
      // No addresses now: the network is away or the host is. Both may be back at the next attempt.
    }
    if (mine === attempt) waitAndRetry()
  }

  /** Resolves when the source is lost, or at once when this device cannot play it. */
  async function playUntilLost(source: PlaySource, mine: number): Promise<void> {
    const lost = new Promise<void>((resolve) => { lose = resolve })
    const started = await startEngine({ video, source, onLost: () => lose(), isWanted: () => mine === attempt }).catch(() => null)
    if (started === null) return
    if (mine !== attempt) return started.stop()
    engine = started
    set({ source: source.kind })
    void play()
    progress.start()
    await lost
    if (mine === attempt) {
      stopEngine()
      set({ phase: 'waiting' })
    }
  }

  async function play(): Promise<void> {
    video.muted = !wantsSound
    try {
      await video.play()
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return
      // Sound without a tap is refused: silent is better than still.
      video.muted = true
      await video.play().catch(() => set({ phase: 'blocked' }))
    }
    set({ isMuted: video.muted })
  }

  function stopEngine(): void {
    progress.stop()
    engine?.stop()
    engine = null
  }

  function waitAndRetry(): void {
    stopEngine()
    set({ phase: 'waiting' })
    const delayMs = Math.min(retryMaxMs, firstRetryMs * 2 ** retries) * (0.75 + Math.random() * 0.5)
    retries += 1
    timer = setTimeout(() => void run(), delayMs)
  }

  function onBack(): void {
    if (document.visibilityState === 'visible' && state.phase === 'waiting') void run()
  }
  addEventListener('online', onBack)
  document.addEventListener('visibilitychange', onBack)
  void run()

  return {
    video,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    kick() {
      if (state.phase === 'playing' || state.phase === 'stopped') return
      if (state.phase === 'blocked') return void play()
      retries = 0
      stopEngine()
      void run()
    },
    setMuted(isMuted) {
      wantsSound = !isMuted
      video.muted = isMuted
      set({ isMuted })
      if (video.paused && engine !== null) void play()
    },
    showIn(frame) {
      if (video.parentElement === frame) return
      frame.prepend(video)
      // Moving an element in the page pauses it.
      if (engine !== null) void play()
    },
    stop() {
      attempt += 1
      clearTimeout(timer)
      abort.abort()
      stopEngine()
      removeEventListener('online', onBack)
      document.removeEventListener('visibilitychange', onBack)
      video.remove()
      set({ phase: 'stopped' })
    },
  }
}

function makeVideo(): HTMLVideoElement {
  const video = document.createElement('video')
  video.muted = true
  video.autoplay = true
  video.playsInline = true
  video.setAttribute('playsinline', '')
  // The player inside some Chinese chat apps takes the page over without these.
  video.setAttribute('webkit-playsinline', '')
  video.setAttribute('x5-video-player-type', 'h5-page')
  video.disableRemotePlayback = true
  video.tabIndex = -1
  return video
}
