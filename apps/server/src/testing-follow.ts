import type { ServerFrame } from '@tuanzi/contract/frames';
import type { SceneEntry } from '@tuanzi/contract/scenes';
import WebSocket from 'ws';

export interface SeenEntry {
  readonly seq: number;
  readonly type: string;
  /** Of a comment. */
  readonly text: string | null;
}

/** Somebody in one room who comes back by the last entry they saw, as the shop's client does. */
export interface Follower {
  readonly sceneId: string;
  /** Entries in the order they came. */
  readonly seen: readonly SeenEntry[];
  /** Entries that came twice, out of order, or not at all; a fresh start counts as all of them. */
  readonly gaps: readonly string[];
  /** The codes its connections were closed with, and how many of them were asked to come back later. */
  readonly closedWith: readonly number[];
  readonly goodbyes: () => number;
  reached(seq: number): Promise<void>;
  /** Goes elsewhere at the next connection. */
  moveTo(url: string): void;
  /** Loses its connection, as a phone in a lift does. */
  cut(): void;
  close(): void;
}

/** A kernel hides a slow reader; the server wants to hear now and then that somebody reads. */
const acknowledgeEveryMs = 2000;

export async function followRoom(url: string, sceneId: string, { cookie }: { cookie?: string } = {}): Promise<Follower> {
  const read = createReading();
  const closedWith: number[] = [];
  const waiting = new Set<() => void>();
  let address = url;
  let goodbyes = 0;
  let isClosed = false;
  let socket: WebSocket | undefined;

  const take = (frame: ServerFrame) => {
    if (frame.t === 'go') goodbyes += 1;
    // A database that is away is said, and tried again.
    if (frame.t === 'problem') socket?.terminate();
    read.take(frame);
    for (const look of waiting) look();
  };
  const connect = () => {
    if (isClosed) return;
    let againMs = 50;
    const mine = new WebSocket(`${address.replace(/^http/, 'ws')}/ws`, {
      perMessageDeflate: false,
      ...(cookie !== undefined && { headers: { cookie } }),
    });
    socket = mine;
    mine.on('open', () =>
      mine.send(JSON.stringify({ t: 'enter', n: 1, scene: sceneId, ...(read.head() !== undefined && { from: read.head() }) })),
    );
    mine.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString('utf8')) as ServerFrame;
      if (frame.t === 'go') againMs = frame.afterMs;
      take(frame);
    });
    mine.on('error', () => {});
    mine.on('close', (code) => {
      closedWith.push(code);
      setTimeout(connect, againMs);
    });
  };
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isSo()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  connect();
  const acknowledging = setInterval(() => {
    if (socket?.readyState === WebSocket.OPEN && read.head() !== undefined)
      socket.send(JSON.stringify({ t: 'ack', scene: sceneId, seq: read.head() }));
  }, acknowledgeEveryMs);
  await until(() => read.head() !== undefined);
  return {
    sceneId,
    seen: read.seen,
    gaps: read.gaps,
    closedWith,
    goodbyes: () => goodbyes,
    reached: (seq) => until(() => (read.head() ?? 0) >= seq),
    moveTo(elsewhere) {
      address = elsewhere;
    },
    cut: () => socket?.terminate(),
    close() {
      isClosed = true;
      clearInterval(acknowledging);
      socket?.terminate();
    },
  };
}

/** Puts frames together to what they tell of the room, and notes where they do not fit. */
function createReading() {
  const seen: SeenEntry[] = [];
  const gaps: string[] = [];
  let head: number | undefined;

  function takeEntries({ entries, head: upTo, leftOut }: { entries: readonly SceneEntry[]; head: number; leftOut: number }): void {
    let room = leftOut;
    for (const entry of entries) {
      const missing = entry.seq - (head ?? 0) - 1;
      if (missing < 0 || missing > room) gaps.push(`${entry.seq} after ${head}`);
      room -= Math.max(0, missing);
      head = entry.seq;
      seen.push({ seq: entry.seq, type: entry.type, text: entry.type === 'comment' ? entry.text : null });
    }
    if (upTo - (head ?? 0) > room) gaps.push(`nothing up to ${upTo} after ${head}`);
    head = Math.max(head ?? 0, upTo);
  }

  return {
    seen,
    gaps,
    head: () => head,
    take(frame: ServerFrame): void {
      if (frame.t === 'snapshot') {
        if (head !== undefined) gaps.push(`started afresh after ${head}`);
        head = frame.snapshot.head;
      }
      if (frame.t === 'resumed') takeEntries({ ...frame, leftOut: 0 });
      if (frame.t === 'tick') takeEntries({ ...frame, leftOut: frame.skipped ?? 0 });
    },
  };
}
