import type { ServerFrame } from '@tuanzi/contract/frames';
import type { ProblemCode } from '@tuanzi/contract';
import type { Api } from './api.ts';
import { ApiProblem, isProblem, localProblem } from './api-problem.ts';
import { randomKey } from './idempotency-keys.ts';
import { emptyScene, withArrival, withOlder, withSnapshot, type SceneLink, type SceneState } from './scene-state.ts';

/** One scene as a screen holds it. */
export interface SceneChannel {
  readonly sceneId: string;
  readonly state: () => SceneState;
  subscribe(onChange: () => void): () => void;
  /**
   * Says something once: it is shown as pending at once, sent as soon as there is a way, and sent again under the same
   * clientId after any interruption. Resolves with its sequence, rejects with an ApiProblem when it was refused.
   */
  say(text: string, options?: { pictureIds?: readonly string[] }): Promise<{ seq: number }>;
  /** Takes a refused comment off the screen. */
  dismiss(clientId: string): void;
  /** Counts taps of a heart; sent together about once a second. */
  like(count?: number): void;
  /** Somebody looked into a card or product. */
  tap(target: { cardId?: string; productId?: string }): void;
  readOlder(): Promise<void>;
}

/** What the socket tells a channel. */
export interface ChannelLink {
  readonly public: SceneChannel;
  connected(): void;
  disconnected(): void;
  receive(frame: ServerFrame): void;
  acknowledge(): void;
  poll(): Promise<void>;
  left(): void;
}

export interface ChannelWays {
  readonly api: Api;
  /** False when there is no open socket. */
  readonly send: (frame: unknown) => boolean;
  readonly ackEveryMs: number;
}

interface Saying {
  readonly clientId: string;
  readonly text: string;
  readonly pictureIds: readonly string[];
  /** Number of the request while an answer is awaited on this connection. */
  n: number | null;
  resolve(value: { seq: number }): void;
  reject(error: ApiProblem): void;
}

const likesPerFrameMax = 50;
const likeEveryMs = 1000;
/** Numbers name requests over all channels of a page. */
let lastNumber = 0;

export function createSceneChannel(sceneId: string, ways: ChannelWays): ChannelLink {
  let state = emptyScene;
  let enterNumber: number | null = null;
  let acknowledged = -1;
  let acknowledgedAt = 0;
  let likesWaiting = 0;
  let likeTimer: ReturnType<typeof setTimeout> | undefined;
  let isLeft = false;
  const sayings = new Map<string, Saying>();
  const watchers = new Set<() => void>();

  function set(next: SceneState): void {
    if (next === state) return;
    state = next;
    for (const watcher of watchers) watcher();
  }
  const setLink = (link: SceneLink) => set({ ...state, link });

  function connected(): void {
    enterNumber = ++lastNumber;
    acknowledged = -1;
    ways.send({ t: 'enter', n: enterNumber, scene: sceneId, ...(state.snapshot !== null && { from: state.head }) });
  }

  function entered(): void {
    enterNumber = null;
    // What was said while nobody listened goes out now, in the order it was said.
    for (const saying of sayings.values()) sendSaying(saying);
  }

  function receive(frame: ServerFrame): void {
    switch (frame.t) {
      case 'snapshot':
        if (frame.n !== enterNumber) return;
        set({ ...withSnapshot(state, frame.snapshot, Date.parse(frame.now) - Date.now()), link: 'live' });
        return entered();
      case 'resumed':
        if (frame.n !== enterNumber) return;
        set({ ...withArrival(state, frame), link: 'live', problem: null, clockOffsetMs: Date.parse(frame.now) - Date.now() });
        return entered();
      case 'tick':
        // Between `enter` and its answer nothing may move the head, or what was missed would look seen.
        if (enterNumber !== null) return;
        set(withArrival(state, frame));
        // A page in the background has slow timers, but its messages still come: they keep the acknowledgements going.
        if (Date.now() - acknowledgedAt >= ways.ackEveryMs) acknowledge();
        return;
      case 'ok':
        return answered(frame.n, frame.seq);
      case 'problem':
        return refused(frame);
      default:
    }
  }

  function acknowledge(): void {
    if (state.link !== 'live' || state.head === acknowledged) return;
    if (!ways.send({ t: 'ack', scene: sceneId, seq: state.head })) return;
    acknowledged = state.head;
    acknowledgedAt = Date.now();
  }

  function answered(n: number, seq: number | undefined): void {
    for (const saying of sayings.values()) if (saying.n === n && seq !== undefined) settle(saying, { seq });
  }

  function refused(frame: Extract<ServerFrame, { t: 'problem' }>): void {
    const problem = new ApiProblem(frame.code as ProblemCode, 0, frame.title);
    if (frame.n !== undefined && frame.n === enterNumber) {
      enterNumber = null;
      return set({ ...state, link: 'refused', problem });
    }
    for (const saying of sayings.values()) if (saying.n !== null && saying.n === frame.n) return settle(saying, problem);
  }

  function settle(saying: Saying, end: { seq: number } | ApiProblem): void {
    sayings.delete(saying.clientId);
    if (end instanceof ApiProblem) {
      set({ ...state, pending: state.pending.map((comment) => (comment.clientId === saying.clientId ? { ...comment, problem: end } : comment)) });
      return saying.reject(end);
    }
    saying.resolve(end);
    // Its entry takes it off the pending list; when that arrived first, or is sampled away later, this does.
    if (end.seq <= state.head) set({ ...state, pending: state.pending.filter((comment) => comment.clientId !== saying.clientId) });
  }

  function sendSaying(saying: Saying): void {
    if (saying.pictureIds.length > 0) return void postSaying(saying);
    if (state.link === 'live' && enterNumber === null) {
      saying.n = ++lastNumber;
      if (ways.send({ t: 'say', n: saying.n, scene: sceneId, text: saying.text, clientId: saying.clientId })) return;
      saying.n = null;
    }
    if (state.link === 'polling') void postSaying(saying);
  }

  /** The same comment by a plain request: the clientId makes it one, whichever way got through. */
  async function postSaying(saying: Saying): Promise<void> {
    try {
      const body = { text: saying.text, clientId: saying.clientId, pictureIds: [...saying.pictureIds] };
      const { seq } = await ways.api('POST /api/scenes/{sceneId}/comments', { params: { sceneId }, body });
      settle(saying, { seq });
    } catch (error) {
      // Uncertain: it is sent again with the next connection or poll.
      if (isProblem(error) && !error.isUncertain) settle(saying, error);
    }
  }

  async function poll(): Promise<void> {
    try {
      if (state.snapshot === null || state.link === 'refused') {
        const snapshot = await ways.api('GET /api/scenes/{sceneId}', { params: { sceneId } });
        set({ ...withSnapshot(state, snapshot, state.clockOffsetMs), link: 'polling' });
      } else {
        const page = await ways.api('GET /api/scenes/{sceneId}/entries', { params: { sceneId }, query: { after: state.head, limit: 200 } });
        if (isLeft || state.link === 'live') return;
        set({ ...withArrival(state, { entries: page.items, head: page.items.at(-1)?.seq ?? state.head }), link: 'polling' });
      }
      for (const saying of sayings.values()) sendSaying(saying);
    } catch (error) {
      if (isProblem(error) && !error.isUncertain && state.snapshot === null) set({ ...state, link: 'refused', problem: error });
      else if (state.link === 'polling') setLink('waiting');
    }
  }

  function sendLikes(): void {
    likeTimer = undefined;
    if (likesWaiting === 0 || isLeft) return;
    const count = Math.min(likesWaiting, likesPerFrameMax);
    // Likes of a moment without connection are let go: hearts are not orders.
    likesWaiting = ways.send({ t: 'like', scene: sceneId, count }) ? likesWaiting - count : 0;
    if (likesWaiting > 0) likeTimer = setTimeout(sendLikes, likeEveryMs);
  }

  const channel: SceneChannel = {
    sceneId,
    state: () => state,
    subscribe(onChange) {
      watchers.add(onChange);
      return () => void watchers.delete(onChange);
    },
    say(text, options = {}) {
      const clientId = randomKey();
      set({ ...state, pending: [...state.pending, { clientId, text, at: new Date(Date.now() + state.clockOffsetMs).toISOString(), problem: null }] });
      return new Promise((resolve, reject) => {
        const saying: Saying = { clientId, text, pictureIds: options.pictureIds ?? [], n: null, resolve, reject };
        sayings.set(clientId, saying);
        sendSaying(saying);
      });
    },
    dismiss: (clientId) => set({ ...state, pending: state.pending.filter((comment) => comment.clientId !== clientId) }),
    like(count = 1) {
      likesWaiting += count;
      likeTimer ??= setTimeout(sendLikes, likeEveryMs);
    },
    tap: ({ cardId, productId }) => void ways.send({ t: 'tap', scene: sceneId, ...(cardId !== undefined && { card: cardId }), ...(productId !== undefined && { product: productId }) }),
    async readOlder() {
      const before = state.entries[0]?.seq ?? state.head + 1;
      if (before <= 1) return;
      const page = await ways.api('GET /api/scenes/{sceneId}/entries', { params: { sceneId }, query: { before, limit: 50 } });
      set(withOlder(state, page.items, page.hasMore));
    },
  };

  return {
    public: channel,
    connected,
    disconnected() {
      enterNumber = null;
      for (const saying of sayings.values()) saying.n = null;
      if (state.link === 'live') setLink('waiting');
    },
    receive,
    acknowledge,
    poll,
    left() {
      isLeft = true;
      clearTimeout(likeTimer);
      ways.send({ t: 'leave', scene: sceneId });
      for (const saying of sayings.values()) saying.reject(localProblem('offline', 'zh'));
      sayings.clear();
    },
  };
}
