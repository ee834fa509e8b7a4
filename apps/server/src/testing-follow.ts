import type { ServerFrame } from '@tuanzi/contract/frames';
import WebSocket from 'ws';

/** Somebody in one room who comes back by the last entry they saw, as the shop's client does. */
export interface Follower {
  /** Sequences in the order they came. */
  readonly seen: readonly number[];
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

export async function followRoom(url: string, sceneId: string): Promise<Follower> {
  const seen: number[] = [];
  const gaps: string[] = [];
  const closedWith: number[] = [];
  const waiting = new Set<() => void>();
  let address = url;
  let head: number | undefined;
  let goodbyes = 0;
  let isClosed = false;
  let socket: WebSocket | undefined;

  const take = (frame: ServerFrame) => {
    if (frame.t === 'go') goodbyes += 1;
    if (frame.t === 'snapshot') {
      if (head !== undefined) gaps.push(`started afresh after ${head}`);
      head = frame.snapshot.head;
    }
    if (frame.t === 'resumed' || frame.t === 'tick')
      for (const { seq } of frame.entries) {
        if (seq !== (head ?? 0) + 1) gaps.push(`${seq} after ${head}`);
        head = seq;
        seen.push(seq);
      }
    for (const look of waiting) look();
  };
  const connect = () => {
    if (isClosed) return;
    let againMs = 50;
    const mine = new WebSocket(`${address.replace(/^http/, 'ws')}/ws`, { perMessageDeflate: false });
    socket = mine;
    mine.on('open', () => mine.send(JSON.stringify({ t: 'enter', n: 1, scene: sceneId, ...(head !== undefined && { from: head }) })));
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
  await until(() => head !== undefined);
  return {
    seen,
    gaps,
    closedWith,
    goodbyes: () => goodbyes,
    reached: (seq) => until(() => (head ?? 0) >= seq),
    moveTo(elsewhere) {
      address = elsewhere;
    },
    cut: () => socket?.terminate(),
    close() {
      isClosed = true;
      socket?.terminate();
    },
  };
}
