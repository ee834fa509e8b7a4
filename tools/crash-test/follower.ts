import type { ServerFrame } from '@tuanzi/contract/frames';
import WebSocket from 'ws';
import type { Person } from './prepare-shop.ts';
import { until } from './until.ts';

export interface SeenEntry {
  readonly seq: number;
  readonly type: string;
  /** Of a comment. */
  readonly text: string | null;
}

/** Sits in one room from the first round to the last, comes back by its cursor, and writes down every entry it was sent. */
export interface Follower {
  readonly sceneId: string;
  readonly seen: readonly SeenEntry[];
  /** What was wrong with the order of things. */
  readonly problems: readonly string[];
  readonly reconnections: () => number;
  /** Waits until it has seen everything up to `head`. */
  reached(head: number): Promise<void>;
  close(): void;
}

const againMs = 100;

export function follow(socketUrl: string, sceneId: string, { cookie }: Person): Follower {
  const seen: SeenEntry[] = [];
  const problems: string[] = [];
  let head: number | undefined;
  let n = 0;
  let connections = 0;
  let isClosed = false;
  let socket: WebSocket | undefined;

  const take = (frame: ServerFrame) => {
    if (frame.t === 'snapshot') {
      if (head !== undefined) problems.push(`came back to ${sceneId} by ${head} and was told to start afresh`);
      head = frame.snapshot.head;
      return;
    }
    if (frame.t === 'problem') {
      // A database that is away is said, and tried again.
      socket?.terminate();
      return;
    }
    if (frame.t !== 'resumed' && frame.t !== 'tick') return;
    let leftOut = frame.t === 'tick' ? (frame.skipped ?? 0) : 0;
    for (const entry of frame.entries) {
      const gap = entry.seq - (head ?? 0) - 1;
      if (gap < 0) problems.push(`${sceneId} sent ${entry.seq} after ${head}`);
      else if (gap > leftOut) problems.push(`${sceneId} sent ${entry.seq} after ${head}: ${gap} are missing`);
      leftOut -= Math.max(0, gap);
      head = entry.seq;
      seen.push({ seq: entry.seq, type: entry.type, text: entry.type === 'comment' ? entry.text : null });
    }
  };

  const connect = () => {
    if (isClosed) return;
    const mine = new WebSocket(socketUrl, { headers: { cookie }, perMessageDeflate: false });
    socket = mine;
    mine.on('open', () => {
      connections += 1;
      mine.send(JSON.stringify({ t: 'enter', n: ++n, scene: sceneId, ...(head !== undefined && { from: head }) }));
    });
    mine.on('message', (data) => take(JSON.parse((data as Buffer).toString('utf8')) as ServerFrame));
    mine.on('error', () => {});
    mine.on('close', () => setTimeout(connect, againMs));
  };
  connect();
  // A kernel hides a slow reader; the server wants to hear now and then that somebody reads.
  const acknowledge = setInterval(() => {
    if (socket?.readyState === WebSocket.OPEN && head !== undefined) socket.send(JSON.stringify({ t: 'ack', scene: sceneId, seq: head }));
  }, 2_000);

  return {
    sceneId,
    seen,
    problems,
    reconnections: () => Math.max(0, connections - 1),
    reached: async (wanted) =>
      void (await until(() => (head ?? -1) >= wanted, `the follower of ${sceneId} to see entry ${wanted}, it is at ${head}`, 60_000)),
    close() {
      isClosed = true;
      clearInterval(acknowledge);
      socket?.terminate();
    },
  };
}
