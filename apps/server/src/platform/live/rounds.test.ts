import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { createFrame } from './frame.ts';
import { Rounds, type Member } from './rounds.ts';

const happening = fc.record({
  /** After so many writes, so in the middle of a round. */
  afterWrites: fc.nat({ max: 60 }),
  what: fc.constantFrom('shown', 'shown', 'left out', 'state', 'come', 'go', 'slow'),
  who: fc.nat({ max: 40 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

interface Listener {
  readonly member: Member;
  readonly person: string;
  /** How much had been said when it came, went and became slow. */
  readonly from: number;
  until: number;
  slowFrom: number;
  readonly heard: number[];
}
interface Said {
  readonly what: string;
  readonly author: string;
}

/** A room in which things happen while others are being written to, until everything has been brought to everybody. */
class Room {
  readonly listeners: Listener[] = [];
  readonly said: Said[] = [];
  readonly #waiting: Happening[];
  #writesLeft = 0;
  #onOver: () => void = () => {};
  readonly isOver = new Promise<void>((resolve) => (this.#onOver = resolve));
  readonly #rounds = new Rounds({
    isSampled: true,
    now: () => 0,
    evict: () => {},
    onOver: () => {
      this.#happen();
      if (this.#rounds.isBehind || this.#waiting.length > 0) this.#rounds.begin();
      else this.#onOver();
    },
  });

  constructor(happenings: readonly Happening[]) {
    this.#waiting = [...happenings];
    for (let i = 0; i < 40; i++) this.#come();
    this.#say('shown', 0);
    this.#rounds.begin();
  }

  #happen(): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#writesLeft = next.afterWrites;
    const listener = this.listeners[next.who % this.listeners.length]!;
    if (next.what === 'come') this.#come();
    else if (next.what === 'go') {
      if (this.#rounds.members.delete(listener.member)) listener.until = this.said.length;
    } else if (next.what === 'slow') {
      listener.member.isSlow = true;
      listener.slowFrom = Math.min(listener.slowFrom, this.said.length);
    } else this.#say(next.what, next.who);
  }

  #come(): void {
    const heard: number[] = [];
    const person = `p${this.listeners.length % 5}`;
    const connection: Partial<Connection> = {
      person,
      backlogBytes: () => 0,
      write: (bytes) => {
        heard.push(...bytes.toString('utf8').split(' ').filter(Boolean).map(Number));
        if (--this.#writesLeft <= 0) this.#happen();
      },
    };
    const member = this.#rounds.attach(connection as Connection, this.said.length);
    this.listeners.push({ member, person, from: this.said.length, until: Infinity, slowFrom: Infinity, heard });
  }

  #say(what: string, who: number): void {
    const author = `p${who % 5}`;
    const seq = this.said.length;
    this.said.push({ what, author });
    const entry = { seq, kind: what === 'state' ? 'state' : 'chat', json: `${seq}`, authorId: author, isKept: false } as const;
    const [shown, left] = what === 'left out' ? [[], [entry]] : [[entry], []];
    const encode = (some: readonly { json: string }[]) => Buffer.from(` ${some.map(({ json }) => json).join(' ')} `);
    this.#rounds.add(createFrame({ entries: [entry], shown, left, head: seq, isHere: () => true, encode }));
  }
}

test('whoever comes, goes or falls behind while words are brought round: everybody hears what came after them once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 60 }), async (happenings) => {
      const room = new Room(happenings);
      await room.isOver;
      for (const { person, from, until, slowFrom, heard } of room.listeners) {
        const isMeant = ({ what, author }: Said) => what !== 'left out' || author === person;
        const meant = room.said.flatMap((one, seq) => (seq >= from && isMeant(one) ? [seq] : []));
        // In order, nothing twice, nothing of others that was left out.
        expect(heard).toEqual(meant.filter((seq) => heard.includes(seq)));
        if (until < Infinity) continue;
        const due = meant.filter((seq) => room.said[seq]?.what === 'state' || slowFrom === Infinity);
        expect(due.filter((seq) => !heard.includes(seq))).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});
