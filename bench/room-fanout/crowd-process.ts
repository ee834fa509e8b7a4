/** A process full of sockets: opens them, listens, acknowledges and speaks as it is told by the one that started it. */
import { setTimeout as delay } from 'node:timers/promises';
import { answerCalls } from '../calls.ts';
import { createListeners, createRecogniser, type Heard } from './listeners.ts';
import { socketIo, tuanzi, type Answer, type Language } from './languages.ts';
import { openRawSocket, textFrameOf, type RawSocket } from './raw-socket.ts';

/** Sockets that are on their way in at the same time. */
const enteringMax = 100;
const acknowledgeEveryMs = 5000;
const slices = 50;
const comeBackAfterMs = 500;

export interface Opening {
  readonly name: string;
  readonly port: number;
  /** Rooms by the names the server knows them by; Socket.IO's server has one that needs none. */
  readonly scenes: readonly string[];
  readonly count: number;
  /** Phones come by an address each; these say so like a proxy in front would. */
  readonly addressFrom: number;
  /** Those who speak; they sit on the first sockets. */
  readonly cookies: readonly string[];
}
interface Speech {
  readonly name: string;
  readonly room: number;
  readonly perSecond: number;
  readonly seconds: number;
}

interface Seat {
  entered: number;
  /** Was in all rooms before and lost its socket. */
  readonly isBack: boolean;
  socket: RawSocket | undefined;
  readonly onEntered: () => void;
  readonly onRefused: (error: Error) => void;
}

/** All sockets of this process to one server. */
class Crowd {
  readonly #opening: Opening;
  readonly #language: Language;
  readonly #roomCount: number;
  readonly #recognise: ReturnType<typeof createRecogniser>;
  readonly #seats: Seat[] = [];
  readonly #acknowledged: Int32Array;
  readonly listeners: ReturnType<typeof createListeners>;
  #slice = 0;
  #accepted = 0;
  #cameBack = 0;
  #refused: Record<string, number> = {};

  constructor(opening: Opening) {
    this.#opening = opening;
    const language = opening.name === 'tuanzi' ? tuanzi(opening.scenes) : socketIo();
    this.#language = language;
    this.#roomCount = Math.max(1, opening.scenes.length);
    this.#recognise = createRecogniser((text) => language.parse(text));
    this.listeners = createListeners(opening.count, this.#roomCount);
    this.#acknowledged = new Int32Array(opening.count * this.#roomCount);
    setInterval(() => this.#acknowledgeSome(), acknowledgeEveryMs / slices);
  }

  async open(): Promise<void> {
    let next = 0;
    const enterSome = async () => {
      while (next < this.#opening.count) await this.#enter(next++);
    };
    await Promise.all(Array.from({ length: enteringMax }, enterSome));
  }

  /** Resolves when the socket is in all rooms. */
  #enter(i: number): Promise<void> {
    const { name, port, addressFrom, cookies } = this.#opening;
    return new Promise((resolve, reject) => {
      const isBack = this.listeners.headOf(i, this.#roomCount - 1) >= 0;
      const seat: Seat = { entered: 0, isBack, socket: undefined, onEntered: resolve, onRefused: reject };
      const address = addressFrom + i;
      seat.socket = openRawSocket({
        port,
        path: this.#language.path,
        headers: {
          'x-forwarded-for': `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`,
          ...(i < cookies.length && { cookie: cookies[i] ?? '' }),
        },
        onOpen: () => this.#greet(i, seat),
        onText: (buffer, start, end) => this.#hear(i, seat, { buffer, start, end }),
        onClose: () => {
          if (!isBack && seat.entered < this.#roomCount) return reject(new Error(`${name} did not let socket ${i} in`));
          this.#cameBack++;
          setTimeout(() => void this.#enter(i).catch(() => {}), comeBackAfterMs);
        },
      });
      this.#seats[i] = seat;
    });
  }

  #greet(i: number, { isBack, entered, socket }: Seat): void {
    const texts = isBack
      ? Array.from({ length: this.#roomCount }, (_, room) => this.#language.resume(room, this.listeners.headOf(i, room)))
      : [this.#language.greet(entered)];
    for (const text of texts) if (text !== undefined) socket?.send(textFrameOf(text));
  }

  #hear(i: number, seat: Seat, { buffer, start, end }: { buffer: Buffer; start: number; end: number }): void {
    const message = this.#recognise(buffer, start, end);
    if (message !== undefined) return this.listeners.hear(i, message, Date.now());
    const answer = this.#language.hear(buffer.toString('utf8', start, end));
    if (answer !== undefined) this.#take(i, seat, answer);
  }

  #take(i: number, seat: Seat, answer: Answer): void {
    switch (answer.is) {
      case 'wanted':
        return seat.socket?.send(textFrameOf(answer.answer));
      case 'accepted':
        this.#accepted++;
        return;
      case 'refused':
        this.#refused[answer.why] = (this.#refused[answer.why] ?? 0) + 1;
        if (seat.entered < this.#roomCount) seat.onRefused(new Error(answer.why));
        return;
      case 'entered':
        this.listeners.startAt(i, answer.room, answer.head);
        seat.entered++;
        if (seat.entered === this.#roomCount) seat.onEntered();
        else if (!seat.isBack) this.#greet(i, seat);
    }
  }

  #acknowledgeSome(): void {
    const frames = new Map<string, Buffer>();
    for (let i = this.#slice++ % slices; i < this.#seats.length; i += slices) {
      for (let room = 0; room < this.#roomCount; room++) {
        const at = i * this.#roomCount + room;
        const head = this.listeners.headOf(i, room);
        if (head <= (this.#acknowledged[at] ?? 0)) continue;
        this.#acknowledged[at] = head;
        const key = `${room} ${head}`;
        const text = frames.has(key) ? undefined : this.#language.acknowledge(room, head);
        if (text !== undefined) frames.set(key, textFrameOf(text));
        const frame = frames.get(key);
        if (frame !== undefined) this.#seats[i]?.socket?.send(frame);
      }
    }
  }

  async speak({ name, room, perSecond, seconds }: Speech): Promise<void> {
    const startedAt = performance.now();
    const speakers = name === 'tuanzi' ? this.#opening.cookies.length : this.#opening.count;
    for (let sent = 0; ;) {
      const elapsed = Math.min(seconds, (performance.now() - startedAt) / 1000);
      for (const due = Math.floor(elapsed * perSecond); sent < due; sent++)
        this.#seats[sent % speakers]?.socket?.send(textFrameOf(this.#language.say(room)));
      if (elapsed >= seconds) return;
      await delay(5);
    }
  }

  take(): Heard & { accepted: number; refused: Record<string, number>; cameBack: number } {
    const taken = { ...this.listeners.take(), accepted: this.#accepted, refused: this.#refused, cameBack: this.#cameBack };
    this.#accepted = this.#cameBack = 0;
    this.#refused = {};
    return taken;
  }
}

const crowds = new Map<string, Crowd>();
function crowdOf(name: string): Crowd {
  const crowd = crowds.get(name);
  if (crowd === undefined) throw new Error(`no sockets to ${name}`);
  return crowd;
}

const calls = {
  async open(opening: Opening): Promise<void> {
    const crowd = new Crowd(opening);
    crowds.set(opening.name, crowd);
    await crowd.open();
  },
  speak: (speech: Speech) => crowdOf(speech.name).speak(speech),
  lowestHead: async ({ name, room }: { name: string; room: number }) => crowdOf(name).listeners.lowestHead(room),
  take: async ({ name }: { name: string }) => crowdOf(name).take(),
  checkStates: async ({ name, room, seqs }: { name: string; room: number; seqs: readonly number[] }) =>
    crowdOf(name).listeners.checkStates(room, seqs),
};
export type CrowdCalls = typeof calls;

answerCalls(calls);
