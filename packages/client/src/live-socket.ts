import type { ServerFrame } from '@tuanzi/contract/frames';
import type { Api } from './api.ts';
import { createReconnect, type Reconnect } from './reconnect.ts';
import { createSceneChannel, type ChannelLink, type SceneChannel } from './scene-channel.ts';

export type SocketState = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';

export interface LiveSocketSettings {
  /** Plain requests take over while no socket gets through, and carry comments with pictures. */
  readonly api: Api;
  /** Address of /ws; by default the page's own. */
  readonly url?: string;
  /** Programs that are not browsers open the socket with their cookie here. */
  readonly open?: (url: string) => WebSocket;
  readonly random?: () => number;
  readonly ackEveryMs?: number;
}

/** One connection for every scene on screen. It opens with the first scene, stays while any is entered, and heals itself. */
export interface LiveSocket {
  /** Enters a scene; the same scene twice is the same channel, left when every holder has called `release`. */
  enter(sceneId: string): { channel: SceneChannel; release: () => void };
  readonly state: () => SocketState;
  /** Closes and opens again at once: after signing in or out, because the socket knows who one was when it opened. */
  reconnect(): void;
  close(): void;
}

/** The server pings through the protocol; this finds a dead connection from our side as well. */
const pingEveryMs = 20_000;
const silenceMaxMs = 45_000;
/** A page of a list opens and closes scenes while one scrolls; the connection outlives such a moment. */
const lingerMs = 10_000;
/** After so many failures in a row scenes are read by plain requests until a socket gets through. */
const failuresBeforePolling = 3;
const pollEveryMs = 3000;

export function createLiveSocket(settings: LiveSocketSettings): LiveSocket {
  const socket = new SceneSocket(settings);
  return {
    enter: (sceneId) => socket.enter(sceneId),
    state: () => socket.state,
    reconnect: () => socket.reconnect(),
    close: () => socket.close(),
  };
}

interface Held {
  readonly channel: ChannelLink;
  holders: number;
}

/** The connection and its healing; a state machine, hence a class, seen by nobody but `createLiveSocket`. */
class SceneSocket {
  state: SocketState = 'idle';
  readonly #settings: LiveSocketSettings;
  readonly #random: () => number;
  readonly #ackEveryMs: number;
  readonly #channels = new Map<string, Held>();
  readonly #retry: Reconnect;
  readonly #beatTimer: ReturnType<typeof setInterval>;
  readonly #stopWatching: () => void;
  #socket: WebSocket | undefined;
  #heardAt = 0;
  #pingedAt = 0;
  #pollTimer: ReturnType<typeof setTimeout> | undefined;
  #lingerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: LiveSocketSettings) {
    this.#settings = settings;
    this.#random = settings.random ?? Math.random;
    this.#ackEveryMs = settings.ackEveryMs ?? 5000;
    this.#retry = createReconnect(this.#random, () => this.#connect());
    this.#beatTimer = unhurried(setInterval(() => this.#beat(), Math.min(this.#ackEveryMs, 5000)));
    this.#stopWatching = watchDevice(() => {
      if (this.state === 'waiting') this.#retry.now();
    });
  }

  enter(sceneId: string): { channel: SceneChannel; release: () => void } {
    clearTimeout(this.#lingerTimer);
    let held = this.#channels.get(sceneId);
    if (held === undefined) {
      held = {
        channel: createSceneChannel(sceneId, { api: this.#settings.api, send: (frame) => this.#send(frame), ackEveryMs: this.#ackEveryMs }),
        holders: 0,
      };
      this.#channels.set(sceneId, held);
      if (this.state === 'open') held.channel.connected();
    }
    held.holders += 1;
    const mine = held;
    this.#connect();
    let isReleased = false;
    return {
      channel: held.channel.public,
      release: () => {
        if (isReleased) return;
        isReleased = true;
        mine.holders -= 1;
        if (mine.holders === 0) this.#leave(sceneId, mine);
      },
    };
  }

  reconnect(): void {
    this.#drop();
    if (this.state === 'closed' || this.#channels.size === 0) return;
    this.#each((channel) => channel.disconnected());
    this.state = 'waiting';
    this.#retry.now();
  }

  close(): void {
    this.state = 'closed';
    clearInterval(this.#beatTimer);
    clearTimeout(this.#lingerTimer);
    this.#stopPolling();
    this.#retry.stop();
    this.#stopWatching();
    this.#drop();
    this.#each((channel) => channel.left());
    this.#channels.clear();
  }

  #each(work: (channel: ChannelLink) => void): void {
    for (const { channel } of this.#channels.values()) work(channel);
  }

  #leave(sceneId: string, held: Held): void {
    if (this.#channels.get(sceneId) !== held) return;
    this.#channels.delete(sceneId);
    held.channel.left();
    if (this.#channels.size > 0) return;
    this.#stopPolling();
    this.#retry.stop();
    this.#lingerTimer = unhurried(
      setTimeout(() => {
        this.#drop();
        if (this.state !== 'closed') this.state = 'idle';
      }, lingerMs),
    );
  }

  #send(frame: unknown): boolean {
    if (this.#socket === undefined || this.state !== 'open') return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #connect(): void {
    if (this.state === 'closed' || this.#socket !== undefined || this.#channels.size === 0) return;
    this.state = 'connecting';
    const url = this.#settings.url ?? pageSocketUrl();
    const mine = this.#settings.open === undefined ? new WebSocket(url) : this.#settings.open(url);
    this.#socket = mine;
    mine.addEventListener('open', () => {
      if (this.#socket !== mine) return;
      this.state = 'open';
      this.#heardAt = this.#pingedAt = Date.now();
      this.#stopPolling();
      this.#each((channel) => channel.connected());
    });
    mine.addEventListener('message', (event: MessageEvent) => {
      if (this.#socket === mine) this.#receive(event.data);
    });
    mine.addEventListener('close', (event: CloseEvent) => {
      if (this.#socket === mine) this.#lost(event.code);
    });
    // An error is always followed by a close.
    mine.addEventListener('error', () => {});
  }

  #receive(data: unknown): void {
    this.#heardAt = Date.now();
    const frame = typeof data === 'string' ? parseFrame(data) : undefined;
    if (frame === undefined) return;
    if (frame.t === 'go') return this.#leaveFor(frame.afterMs + this.#random() * frame.spanMs);
    if (frame.t === 'snapshot' || frame.t === 'resumed') this.#retry.succeeded();
    if ('scene' in frame && frame.scene !== undefined) return this.#channels.get(frame.scene)?.channel.receive(frame);
    // Answers carry only the number of their request, which is unique over all scenes of this connection.
    if ('n' in frame) this.#each((channel) => channel.receive(frame));
  }

  #lost(code: number): void {
    this.#socket = undefined;
    if (this.state === 'closed') return;
    this.state = this.#channels.size === 0 ? 'idle' : 'waiting';
    this.#each((channel) => channel.disconnected());
    if (this.#channels.size === 0) return;
    this.#retry.failed(code);
    if (this.#retry.failures() >= failuresBeforePolling && this.#pollTimer === undefined) this.#pollLater();
  }

  #leaveFor(delayMs: number): void {
    this.#drop();
    this.state = 'waiting';
    this.#each((channel) => channel.disconnected());
    this.#retry.after(delayMs);
  }

  #drop(): void {
    const mine = this.#socket;
    this.#socket = undefined;
    mine?.close(1000);
  }

  #pollLater(): void {
    this.#pollTimer = setTimeout(() => void this.#poll(), pollEveryMs * (0.8 + this.#random() * 0.4));
  }

  async #poll(): Promise<void> {
    if (this.state === 'open' || this.state === 'closed') return;
    await Promise.allSettled([...this.#channels.values()].map(({ channel }) => channel.poll()));
    if (this.#pollTimer !== undefined) this.#pollLater();
  }

  #stopPolling(): void {
    clearTimeout(this.#pollTimer);
    this.#pollTimer = undefined;
  }

  #beat(): void {
    if (this.state !== 'open') return;
    const now = Date.now();
    if (now - this.#heardAt > silenceMaxMs) {
      this.#drop();
      return this.#lost(1006);
    }
    this.#each((channel) => channel.acknowledge());
    if (now - this.#pingedAt < pingEveryMs) return;
    this.#pingedAt = now;
    this.#send({ t: 'ping' });
  }
}

/** A script in Node ends when its own work ends; browsers know no such thing. */
function unhurried<T extends ReturnType<typeof setTimeout>>(timer: T): T {
  (timer as { unref?: () => void }).unref?.();
  return timer;
}

function parseFrame(text: string): ServerFrame | undefined {
  try {
    // Our own server wrote it, typed by the same contract.
    return JSON.parse(text) as ServerFrame;
  } catch {
    // A broken frame is dropped; whatever it held is asked for again by the cursor.
    return undefined;
  }
}

function pageSocketUrl(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;
}

/** A phone that comes back to the page or to the network should not wait out its turn. */
function watchDevice(onBack: () => void): () => void {
  if (typeof document === 'undefined') return () => {};
  const onVisible = () => {
    if (document.visibilityState === 'visible') onBack();
  };
  addEventListener('online', onBack);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    removeEventListener('online', onBack);
    document.removeEventListener('visibilitychange', onVisible);
  };
}
