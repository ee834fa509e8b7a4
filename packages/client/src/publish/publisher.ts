import {
  PublishError,
  type PublishConnection,
  type PublishFault,
  type PublishFigures,
  type PublishTarget,
  type PublishWay,
} from './publish-connection.ts';
import { canPublishByWebCodecs, publishByWebCodecs } from './publish-webcodecs.ts';
import { publishByWhip } from './publish-whip.ts';

export interface PublisherState {
  readonly phase: 'connecting' | 'live' | 'reconnecting' | 'stopped' | 'failed';
  readonly way: PublishWay | null;
  /** The last thing that went wrong; in `failed` it is why. */
  readonly fault: PublishFault | null;
  /** How often in a row connecting has failed. */
  readonly failures: number;
  readonly figures: PublishFigures | null;
}

export interface Publisher {
  readonly state: () => PublisherState;
  subscribe(onChange: () => void): () => void;
  replaceStream(stream: MediaStream): void;
  stop(): void;
}

export interface PublisherSettings {
  readonly target: PublishTarget;
  readonly stream: MediaStream;
  /** Ways in the order to try; WebRTC first because it adapts to a weak network by itself. */
  readonly ways?: readonly PublishWay[];
  readonly random?: () => number;
}

const retryFirstMs = 800;
const retryMaxMs = 8000;
const figuresEveryMs = 1000;
/** Faults that a second try with the same key cannot heal. */
const finalFaults: readonly PublishFault[] = ['refused', 'replaced'];

/** Keeps one camera on air: connects, falls back to the other way, and connects again until it is stopped or refused. */
export function createPublisher({ target, stream, ways = ['whip', 'webcodecs'], random = Math.random }: PublisherSettings): Publisher {
  const watchers = new Set<() => void>();
  const stopping = new AbortController();
  let state: PublisherState = { phase: 'connecting', way: null, fault: null, failures: 0, figures: null };
  let current = stream;
  let connection: PublishConnection | null = null;
  let figuresTimer: ReturnType<typeof setInterval> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** The network came back, or the phone woke: what waits for its turn tries at once. */
  const retryNow = () => {
    if (retryTimer === undefined) return;
    clearTimeout(retryTimer);
    retryTimer = undefined;
    void connect();
  };
  globalThis.addEventListener?.('online', retryNow);

  function set(change: Partial<PublisherState>): void {
    state = { ...state, ...change };
    for (const watcher of watchers) watcher();
  }

  async function connect(): Promise<void> {
    retryTimer = undefined;
    const usable = ways.filter((way) => (way === 'whip' ? 'RTCPeerConnection' in globalThis : canPublishByWebCodecs()));
    if (usable.length === 0) return fail('codec');
    let fault: PublishFault = 'unreachable';
    const faults: PublishFault[] = [];
    for (const way of usable) {
      try {
        return came(
          await (way === 'whip' ? publishByWhip : publishByWebCodecs)({ target, stream: current, signal: stopping.signal, onLost: lost }),
        );
      } catch (error) {
        if (stopping.signal.aborted) return;
        fault = error instanceof PublishError ? error.fault : 'unreachable';
        faults.push(fault);
        if (finalFaults.includes(fault)) return fail(fault);
      }
    }
    if (faults.every((each) => each === 'codec')) return fail('codec');
    retry(faults.find((each) => each !== 'codec') ?? fault);
  }

  function came(made: PublishConnection): void {
    if (stopping.signal.aborted) return made.close();
    connection = made;
    set({ phase: 'live', way: made.way, fault: null, failures: 0 });
    figuresTimer = setInterval(() => {
      made.figures().then(
        (figures) => {
          if (connection === made) set({ figures });
        },
        () => {
          // The connection closed between two looks at it.
        },
      );
    }, figuresEveryMs);
  }

  function lost(error: PublishError): void {
    connection?.close();
    connection = null;
    clearInterval(figuresTimer);
    if (stopping.signal.aborted) return;
    if (finalFaults.includes(error.fault)) return fail(error.fault);
    retry(error.fault);
  }

  function retry(fault: PublishFault): void {
    const failures = state.failures + 1;
    set({ phase: 'reconnecting', way: null, fault, failures, figures: null });
    const delayMs = Math.min(retryMaxMs, retryFirstMs * 2 ** (failures - 1)) * (0.7 + random() * 0.6);
    retryTimer = setTimeout(() => void connect(), delayMs);
  }

  function fail(fault: PublishFault): void {
    clearInterval(figuresTimer);
    set({ phase: 'failed', way: null, fault, figures: null });
  }

  void connect();
  return {
    state: () => state,
    subscribe(onChange) {
      watchers.add(onChange);
      return () => void watchers.delete(onChange);
    },
    replaceStream(next) {
      current = next;
      connection?.replaceStream(next).catch((error: unknown) => lost(new PublishError('lost', String(error))));
    },
    stop() {
      stopping.abort();
      clearTimeout(retryTimer);
      clearInterval(figuresTimer);
      globalThis.removeEventListener?.('online', retryNow);
      connection?.close();
      connection = null;
      if (state.phase !== 'failed') set({ phase: 'stopped', way: null, figures: null });
    },
  };
}
