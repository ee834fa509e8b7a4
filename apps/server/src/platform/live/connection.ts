import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { LiveCaller } from './protocol.ts';
import { textFrame } from './text-frame.ts';
import type { Member } from './rounds.ts';

/** One open socket. */
export interface Connection<Who extends LiveCaller = LiveCaller> {
  readonly who: Who;
  /** Two connections of one account are one person; somebody unknown is one by themselves. */
  readonly person: string;
  readonly members: Map<string, Member>;
  /** Topics being entered; leaving one takes its mark away, which ends the entering. */
  readonly entering: Map<string, symbol>;
  heardAt: number;
  pingedAt: number;
  /** When it was last asked who this is; -Infinity after something changed. */
  knownAt: number;
  /** The answer to that, or what is still being asked. */
  isKnown: Promise<boolean>;
  /** Messages over the limit since the connection opened. */
  ignored: number;
  readonly isOpen: () => boolean;
  readonly backlogBytes: () => number;
  write(frame: Buffer): void;
  send(text: string): void;
  ping(): void;
  close(code: number): void;
  terminate(): void;
}

let lastNumber = 0;

export function createConnection<Who extends LiveCaller>(who: Who, ws: WebSocket, socket: Duplex, now: number): Connection<Who> {
  const person = who.accountId ?? `connection ${++lastNumber}`;
  const isOpen = () => ws.readyState === ws.OPEN && socket.writable;
  // The socket is ours since the upgrade and nothing compresses, so whole frames may go past the library.
  const write = (frame: Buffer) => {
    if (isOpen()) socket.write(frame);
  };
  return {
    who,
    person,
    members: new Map(),
    entering: new Map(),
    heardAt: now,
    pingedAt: now,
    knownAt: now,
    isKnown: Promise.resolve(true),
    ignored: 0,
    isOpen,
    backlogBytes: () => socket.writableLength,
    write,
    send: (text) => write(textFrame(text)),
    ping: () => {
      if (isOpen()) ws.ping();
    },
    close: (code) => ws.close(code),
    terminate: () => ws.terminate(),
  };
}
