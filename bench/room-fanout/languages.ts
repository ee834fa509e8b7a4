import { randomUUID } from 'node:crypto';
import type { Message } from './listeners.ts';

/** How the rooms of one kind of server are entered, heard and spoken in. */
export interface Language {
  readonly path: string;
  /** What has to be said once the socket is open, and again after each room that was entered. */
  greet(entered: number): string | undefined;
  /** Reads a message that is not the answer to anything: entries of a room. */
  parse(text: string): Message | undefined;
  /** Reads everything else; undefined when it says nothing. */
  hear(text: string): Answer | undefined;
  say(room: number): string;
  /** Tells that everything up to here has come; nothing in languages without. */
  acknowledge(room: number, head: number): string | undefined;
  /** Enters one room again where it was left; nothing in languages that cannot. */
  resume(room: number, head: number): string | undefined;
}
export type Answer =
  | { readonly is: 'entered'; readonly room: number; readonly head: number }
  | { readonly is: 'wanted'; readonly answer: string }
  | { readonly is: 'accepted' }
  | { readonly is: 'refused'; readonly why: string };

const words = '这个颜色还有货吗？想要M码的，主播能再试穿一下吗';
export const saidNow = () => `${words} @${Date.now()}`;
const saidAtOf = (text: unknown): number | null => {
  const found = typeof text === 'string' ? /@(\d{13})$/.exec(text)?.[1] : undefined;
  return found === undefined ? null : Number(found);
};

export const stateTypes: ReadonlySet<string> = new Set([
  'announcement',
  'card.dropped',
  'card.changed',
  'card.withdrawn',
  'pinned',
  'status',
  'removed',
  'muted',
]);

interface OurFrame {
  readonly t: string;
  readonly scene: string;
  readonly head: number;
  readonly skipped?: number;
  readonly snapshot: { readonly head: number };
  readonly entries: readonly { readonly seq: number; readonly type: string; readonly text?: string }[];
  readonly code: string;
}

export function tuanzi(scenes: readonly string[]): Language {
  let lastNumber = 0;
  const json = (frame: object) => JSON.stringify(frame);
  return {
    path: '/ws',
    greet: (entered) => (entered < scenes.length ? json({ t: 'enter', n: 1, scene: scenes[entered] }) : undefined),
    parse(text) {
      if (!text.startsWith('{"t":"tick"') && !text.startsWith('{"t":"resumed"')) return undefined;
      const { scene, head, skipped = 0, entries } = JSON.parse(text) as OurFrame;
      return {
        room: scenes.indexOf(scene),
        head,
        skipped,
        entries: entries.map(({ seq, type, text: said }) => ({ seq, isState: stateTypes.has(type), saidAt: saidAtOf(said) })),
      };
    },
    hear(text) {
      const frame = JSON.parse(text) as OurFrame;
      if (frame.t === 'snapshot') return { is: 'entered', room: scenes.indexOf(frame.scene), head: frame.snapshot.head };
      if (frame.t === 'ok') return { is: 'accepted' };
      return frame.t === 'problem' ? { is: 'refused', why: frame.code } : undefined;
    },
    say: (room) => json({ t: 'say', n: ++lastNumber, scene: scenes[room], text: saidNow(), clientId: randomUUID() }),
    acknowledge: (room, head) => json({ t: 'ack', scene: scenes[room], seq: head }),
    resume: (room, head) => json({ t: 'enter', n: 1, scene: scenes[room], from: head }),
  };
}

/** Engine.IO 4 and Socket.IO 5 as they go over a WebSocket, as much of them as a room takes. */
export function socketIo(): Language {
  return {
    path: '/socket.io/?EIO=4&transport=websocket',
    greet: () => undefined,
    parse(text) {
      if (!text.startsWith('42["entry"')) return undefined;
      const [, { seq, text: said }] = JSON.parse(text.slice(2)) as [string, { seq: number; text: string }];
      return { room: 0, head: seq, skipped: 0, entries: [{ seq, isState: false, saidAt: saidAtOf(said) }] };
    },
    hear(text) {
      if (text === '2') return { is: 'wanted', answer: '3' };
      if (text.startsWith('0')) return { is: 'wanted', answer: '40' };
      if (!text.startsWith('42["entered"')) return undefined;
      return { is: 'entered', room: 0, head: (JSON.parse(text.slice(2)) as [string, number])[1] };
    },
    say: () => `42${JSON.stringify(['say', { text: saidNow(), clientId: randomUUID() }])}`,
    acknowledge: () => undefined,
    resume: () => undefined,
  };
}
