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
  return new Channel(sceneId, ways);
}

/** A protocol state machine with much to remember, hence a class; screens see only `public`, whose functions need no `this`. */
class Channel implements ChannelLink {
  readonly public: SceneChannel;
  readonly #sceneId: string;
  readonly #ways: ChannelWays;
  readonly #sayings = new Map<string, Saying>();
  readonly #watchers = new Set<() => void>();
  #state = emptyScene;
  /** Number of the `enter` whose answer is awaited. */
  #entering: number | null = null;
  #acknowledged = -1;
  #acknowledgedAt = 0;
  #likesWaiting = 0;
  #likeTimer: ReturnType<typeof setTimeout> | undefined;
  #isLeft = false;

  constructor(sceneId: string, ways: ChannelWays) {
    this.#sceneId = sceneId;
    this.#ways = ways;
    this.public = {
      sceneId,
      state: () => this.#state,
      subscribe: (onChange) => {
        this.#watchers.add(onChange);
        return () => void this.#watchers.delete(onChange);
      },
      say: (text, options = {}) => this.#say(text, options.pictureIds ?? []),
      dismiss: (clientId) => this.#set({ ...this.#state, pending: this.#state.pending.filter((comment) => comment.clientId !== clientId) }),
      like: (count = 1) => {
        this.#likesWaiting += count;
        this.#likeTimer ??= setTimeout(() => this.#sendLikes(), likeEveryMs);
      },
      tap: ({ cardId, productId }) =>
        void ways.send({
          t: 'tap',
          scene: sceneId,
          ...(cardId !== undefined && { card: cardId }),
          ...(productId !== undefined && { product: productId }),
        }),
      readOlder: () => this.#readOlder(),
    };
  }

  connected(): void {
    this.#entering = ++lastNumber;
    this.#acknowledged = -1;
    this.#ways.send({
      t: 'enter',
      n: this.#entering,
      scene: this.#sceneId,
      ...(this.#state.snapshot !== null && { from: this.#state.head }),
    });
  }

  disconnected(): void {
    this.#entering = null;
    for (const saying of this.#sayings.values()) saying.n = null;
    if (this.#state.link === 'live') this.#setLink('waiting');
  }

  left(): void {
    this.#isLeft = true;
    clearTimeout(this.#likeTimer);
    this.#ways.send({ t: 'leave', scene: this.#sceneId });
    for (const saying of this.#sayings.values()) saying.reject(localProblem('offline', 'zh'));
    this.#sayings.clear();
  }

  receive(frame: ServerFrame): void {
    switch (frame.t) {
      case 'snapshot':
        if (frame.n !== this.#entering) return;
        this.#set({ ...withSnapshot(this.#state, frame.snapshot, Date.parse(frame.now) - Date.now()), link: 'live' });
        return this.#entered();
      case 'resumed':
        if (frame.n !== this.#entering) return;
        this.#set({ ...withArrival(this.#state, frame), link: 'live', problem: null, clockOffsetMs: Date.parse(frame.now) - Date.now() });
        return this.#entered();
      case 'tick':
        // Between `enter` and its answer nothing may move the head, or what was missed would look seen.
        if (this.#entering !== null) return;
        this.#set(withArrival(this.#state, frame));
        // A page in the background has slow timers, but its messages still come: they keep the acknowledgements going.
        if (Date.now() - this.#acknowledgedAt >= this.#ways.ackEveryMs) this.acknowledge();
        return;
      case 'ok':
        return this.#answered(frame.n, frame.seq);
      case 'problem':
        return this.#refused(frame);
      default:
    }
  }

  acknowledge(): void {
    const { link, head } = this.#state;
    if (link !== 'live' || head === this.#acknowledged) return;
    if (!this.#ways.send({ t: 'ack', scene: this.#sceneId, seq: head })) return;
    this.#acknowledged = head;
    this.#acknowledgedAt = Date.now();
  }

  async poll(): Promise<void> {
    const { api } = this.#ways;
    const params = { sceneId: this.#sceneId };
    try {
      if (this.#state.snapshot === null || this.#state.link === 'refused') {
        const snapshot = await api('GET /api/scenes/{sceneId}', { params });
        this.#set({ ...withSnapshot(this.#state, snapshot, this.#state.clockOffsetMs), link: 'polling' });
      } else {
        const page = await api('GET /api/scenes/{sceneId}/entries', { params, query: { after: this.#state.head, limit: 200 } });
        if (this.#isLeft || this.#state.link === 'live') return;
        this.#set({
          ...withArrival(this.#state, { entries: page.items, head: page.items.at(-1)?.seq ?? this.#state.head }),
          link: 'polling',
        });
      }
      for (const saying of this.#sayings.values()) this.#send(saying);
    } catch (error) {
      if (isProblem(error) && !error.isUncertain && this.#state.snapshot === null)
        this.#set({ ...this.#state, link: 'refused', problem: error });
      else if (this.#state.link === 'polling') this.#setLink('waiting');
    }
  }

  #set(next: SceneState): void {
    if (next === this.#state) return;
    this.#state = next;
    for (const watcher of this.#watchers) watcher();
  }

  #setLink(link: SceneLink): void {
    this.#set({ ...this.#state, link });
  }

  #entered(): void {
    this.#entering = null;
    // What was said while nobody listened goes out now, in the order it was said.
    for (const saying of this.#sayings.values()) this.#send(saying);
  }

  #answered(n: number, seq: number | undefined): void {
    for (const saying of this.#sayings.values()) if (saying.n === n && seq !== undefined) this.#settle(saying, { seq });
  }

  #refused(frame: Extract<ServerFrame, { t: 'problem' }>): void {
    // Codes come from the contract both sides share.
    const problem = new ApiProblem(frame.code as ProblemCode, 0, frame.title);
    if (frame.n !== undefined && frame.n === this.#entering) {
      this.#entering = null;
      return this.#set({ ...this.#state, link: 'refused', problem });
    }
    for (const saying of this.#sayings.values()) if (saying.n !== null && saying.n === frame.n) return this.#settle(saying, problem);
  }

  #say(text: string, pictureIds: readonly string[]): Promise<{ seq: number }> {
    const clientId = randomKey();
    const at = new Date(Date.now() + this.#state.clockOffsetMs).toISOString();
    this.#set({ ...this.#state, pending: [...this.#state.pending, { clientId, text, at, problem: null }] });
    return new Promise((resolve, reject) => {
      const saying: Saying = { clientId, text, pictureIds, n: null, resolve, reject };
      this.#sayings.set(clientId, saying);
      this.#send(saying);
    });
  }

  #settle(saying: Saying, end: { seq: number } | ApiProblem): void {
    this.#sayings.delete(saying.clientId);
    const { pending, head } = this.#state;
    if (end instanceof ApiProblem) {
      this.#set({
        ...this.#state,
        pending: pending.map((comment) => (comment.clientId === saying.clientId ? { ...comment, problem: end } : comment)),
      });
      return saying.reject(end);
    }
    saying.resolve(end);
    // Its entry takes it off the pending list; when that arrived first, this does.
    if (end.seq <= head) this.#set({ ...this.#state, pending: pending.filter((comment) => comment.clientId !== saying.clientId) });
  }

  #send(saying: Saying): void {
    if (saying.pictureIds.length > 0) return void this.#post(saying);
    if (this.#state.link === 'live' && this.#entering === null) {
      saying.n = ++lastNumber;
      if (this.#ways.send({ t: 'say', n: saying.n, scene: this.#sceneId, text: saying.text, clientId: saying.clientId })) return;
      saying.n = null;
    }
    if (this.#state.link === 'polling') void this.#post(saying);
  }

  /** The same comment by a plain request: the clientId makes it one, whichever way got through. */
  async #post(saying: Saying): Promise<void> {
    try {
      const body = { text: saying.text, clientId: saying.clientId, pictureIds: [...saying.pictureIds] };
      const { seq } = await this.#ways.api('POST /api/scenes/{sceneId}/comments', { params: { sceneId: this.#sceneId }, body });
      this.#settle(saying, { seq });
    } catch (error) {
      // Uncertain: it is sent again with the next connection or poll.
      if (isProblem(error) && !error.isUncertain) this.#settle(saying, error);
    }
  }

  #sendLikes(): void {
    this.#likeTimer = undefined;
    if (this.#likesWaiting === 0 || this.#isLeft) return;
    const count = Math.min(this.#likesWaiting, likesPerFrameMax);
    // Likes of a moment without connection are let go: hearts are not orders.
    this.#likesWaiting = this.#ways.send({ t: 'like', scene: this.#sceneId, count }) ? this.#likesWaiting - count : 0;
    if (this.#likesWaiting > 0) this.#likeTimer = setTimeout(() => this.#sendLikes(), likeEveryMs);
  }

  async #readOlder(): Promise<void> {
    const before = this.#state.entries[0]?.seq ?? this.#state.head + 1;
    if (before <= 1) return;
    const page = await this.#ways.api('GET /api/scenes/{sceneId}/entries', {
      params: { sceneId: this.#sceneId },
      query: { before, limit: 50 },
    });
    this.#set(withOlder(this.#state, page.items, page.hasMore));
  }
}
