import type { ServerFrame } from '@tuanzi/contract/frames';
import type { Api } from './api.ts';
import { createReconnect } from './reconnect.ts';
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
  const { api, random = Math.random, ackEveryMs = 5000 } = settings;
  const open = settings.open ?? ((url: string) => new WebSocket(url));
  const channels = new Map<string, { channel: ChannelLink; holders: number }>();
  let socket: WebSocket | undefined;
  let state: SocketState = 'idle';
  let heardAt = 0;
  let pingedAt = 0;
  let pollTimer: ReturnType<typeof setTimeout> | undefined;
  let lingerTimer: ReturnType<typeof setTimeout> | undefined;
  const reconnect = createReconnect(random, connect);
  const beat = setInterval(onBeat, Math.min(ackEveryMs, 5000));
  // A test or a script ends when its own work ends.
  (beat as { unref?: () => void }).unref?.();
  const stopWatching = watchDevice(() => { if (state === 'waiting') reconnect.now(); });

  function send(frame: unknown): boolean {
    if (socket === undefined || state !== 'open') return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  function connect(): void {
    if (state === 'closed' || socket !== undefined || channels.size === 0) return;
    state = 'connecting';
    const mine = open(settings.url ?? pageSocketUrl());
    socket = mine;
    mine.addEventListener('open', () => {
      if (socket !== mine) return;
      state = 'open';
      heardAt = pingedAt = Date.now();
      stopPolling();
      for (const { channel } of channels.values()) channel.connected();
    });
    mine.addEventListener('message', (event: MessageEvent) => { if (socket === mine) receive(event.data); });
    mine.addEventListener('close', (event: CloseEvent) => { if (socket === mine) lost(event.code); });
    // An error is always followed by a close.
    mine.addEventListener('error', () => {});
  }

  function receive(data: unknown): void {
    heardAt = Date.now();
    if (typeof data !== 'string') return;
    const frame = parseFrame(data);
    if (frame === undefined) return;
    if (frame.t === 'go') return leaveFor(frame.afterMs + random() * frame.spanMs);
    if (frame.t === 'snapshot' || frame.t === 'resumed') reconnect.succeeded();
    if ('scene' in frame && frame.scene !== undefined) return channels.get(frame.scene)?.channel.receive(frame);
    // Answers carry only the number of their request, which is unique over all scenes of this connection.
    if ('n' in frame) for (const { channel } of channels.values()) channel.receive(frame);
  }

  function lost(code: number): void {
    socket = undefined;
    if (state === 'closed') return;
    state = channels.size === 0 ? 'idle' : 'waiting';
    for (const { channel } of channels.values()) channel.disconnected();
    if (channels.size === 0) return;
    reconnect.failed(code);
    if (reconnect.failures() >= failuresBeforePolling && pollTimer === undefined) poll();
  }

  function leaveFor(delayMs: number): void {
    drop();
    state = 'waiting';
    for (const { channel } of channels.values()) channel.disconnected();
    reconnect.after(delayMs);
  }

  function drop(): void {
    const mine = socket;
    socket = undefined;
    mine?.close(1000);
  }

  function poll(): void {
    pollTimer = setTimeout(() => {
      if (state === 'open' || state === 'closed') return;
      void Promise.allSettled([...channels.values()].map(({ channel }) => channel.poll())).then(() => { if (pollTimer !== undefined) poll(); });
    }, pollEveryMs * (0.8 + random() * 0.4));
  }
  function stopPolling(): void {
    clearTimeout(pollTimer);
    pollTimer = undefined;
  }

  function onBeat(): void {
    if (state !== 'open') return;
    const now = Date.now();
    if (now - heardAt > silenceMaxMs) {
      drop();
      return lost(1006);
    }
    for (const { channel } of channels.values()) channel.acknowledge();
    if (now - pingedAt < pingEveryMs) return;
    pingedAt = now;
    send({ t: 'ping' });
  }

  return {
    enter(sceneId) {
      clearTimeout(lingerTimer);
      let held = channels.get(sceneId);
      if (held === undefined) {
        held = { channel: createSceneChannel(sceneId, { api, send, ackEveryMs }), holders: 0 };
        channels.set(sceneId, held);
        if (state === 'open') held.channel.connected();
      }
      held.holders += 1;
      const mine = held;
      connect();
      let isReleased = false;
      return {
        channel: held.channel.public,
        release() {
          if (isReleased) return;
          isReleased = true;
          mine.holders -= 1;
          if (mine.holders > 0) return;
          channels.delete(sceneId);
          mine.channel.left();
          if (channels.size > 0) return;
          stopPolling();
          lingerTimer = setTimeout(() => {
            drop();
            if (state !== 'closed') state = 'idle';
          }, lingerMs);
          (lingerTimer as { unref?: () => void }).unref?.();
        },
      };
    },
    state: () => state,
    reconnect() {
      if (state === 'closed' || channels.size === 0) return drop();
      drop();
      for (const { channel } of channels.values()) channel.disconnected();
      state = 'waiting';
      reconnect.now();
    },
    close() {
      state = 'closed';
      clearInterval(beat);
      clearTimeout(lingerTimer);
      stopPolling();
      reconnect.stop();
      stopWatching();
      drop();
      for (const { channel } of channels.values()) channel.left();
      channels.clear();
    },
  };
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
  const onVisible = () => { if (document.visibilityState === 'visible') onBack(); };
  addEventListener('online', onBack);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    removeEventListener('online', onBack);
    document.removeEventListener('visibilitychange', onVisible);
  };
}
