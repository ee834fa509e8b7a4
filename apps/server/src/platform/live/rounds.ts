import type { Connection } from './connection.ts';
import type { Frame } from './frame.ts';

/**
 * Writing to 10,000 sockets takes 100 ms, so others get their turn after so long: a comment on its way to the database
 * makes half a dozen round trips and would wait for a turn at each.
 */
const sliceMs = 0.5;
/** Writes between two looks at the clock. */
const strideMax = 16;

const backlogSlowBytes = 256 * 1024;
const backlogLostBytes = 1024 * 1024;

/** One connection in one topic. */
export interface Member {
  readonly connection: Connection;
  /** The last frame it got, or that was in what it started from. */
  received: number;
  /** Highest sequence written to the socket, and the highest the other end says it has seen. */
  sent: number;
  acknowledged: number;
  /** Gets state only until it has caught up. */
  isSlow: boolean;
}

export const isBackedUp = ({ connection }: Member): boolean => connection.backlogBytes() > backlogSlowBytes;

export interface RoundsOptions {
  readonly isSampled: boolean;
  readonly now: () => number;
  /** Called for a member that cannot keep up. */
  readonly evict: (member: Member) => void;
  /** A round is over, and nobody is being written to. */
  readonly onOver: () => void;
}

/**
 * Hands frames to the members of a topic, round by round. At its turn a member gets, in one write, all frames since its
 * last turn, so that what is said while a round is under way waits for one round at most and not for two.
 */
export class Rounds {
  readonly members = new Set<Member>();
  /** When the last round began, by the clock of the options. */
  beganAt = -Infinity;
  isUnderWay = false;
  readonly #options: RoundsOptions;
  /** Frames somebody may not have had yet; the last has the number `#serial`. */
  #frames: Frame[] = [];
  #serial = 0;
  /** What is written to everybody who is as far as this, until the next frame comes. */
  readonly #joined = new Map<number, Buffer>();
  /** Processor time of the round under way and of the one before, and whether there were words in them. */
  #spentMs = 0;
  #roundMs = 0;
  #hasWords = false;
  #isSaidNew = false;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  add(frame: Frame): void {
    if (this.members.size === 0) return;
    this.#serial += 1;
    this.#frames.push(frame);
    this.#joined.clear();
  }

  /** Joins a member that has just been sent everything up to `head`. */
  attach(connection: Connection, head: number): Member {
    const member: Member = { connection, received: this.#serial, sent: head, acknowledged: head, isSlow: false };
    this.members.add(member);
    return member;
  }

  /** Whether frames came that the round under way did not bring to everybody. */
  get isBehind(): boolean {
    return this.#frames.length > 0;
  }

  /** Starts a round; while one is under way nothing happens. */
  begin(): void {
    if (this.isUnderWay) return;
    this.isUnderWay = true;
    this.beganAt = this.#options.now();
    this.#spentMs = 0;
    const lastAtStart = this.#serial;
    this.#hasWords = this.#frames.some((frame) => frame.hasEntries);
    const members = this.members.values();
    const step = (): void => {
      const [startedAt, cpuBefore] = [performance.now(), process.threadCpuUsage()];
      let isOver = false;
      do isOver = this.#writeSome(members);
      while (!isOver && performance.now() - startedAt < sliceMs);
      // What the processor took: time in which others had it says nothing of how often chat can go out.
      const { user, system } = process.threadCpuUsage(cpuBefore);
      this.#spentMs += (user + system) / 1000;
      if (isOver) this.#end(lastAtStart);
      else setImmediate(step);
    };
    step();
  }

  #end(lastAtStart: number): void {
    this.isUnderWay = false;
    this.#frames.splice(0, this.#frames.length - (this.#serial - lastAtStart));
    this.#joined.clear();
    this.#roundMs = this.#spentMs;
    this.#isSaidNew ||= this.#hasWords;
    this.#options.onOver();
  }

  /** True when nobody is left. */
  #writeSome(members: Iterator<Member, undefined>): boolean {
    for (let i = 0; i < strideMax; i++) {
      const next = members.next();
      if (next.done === true) return true;
      this.#send(next.value);
    }
    return false;
  }

  #send(member: Member): void {
    if (member.received === this.#serial) return;
    const { connection } = member;
    const backlog = connection.backlogBytes();
    if (backlog > backlogSlowBytes) member.isSlow = true;
    if (backlog > backlogLostBytes || (member.isSlow && !this.#options.isSampled)) return this.#options.evict(member);
    const bytes = member.isSlow ? this.#stateSince(member) : this.#since(member);
    member.received = this.#serial;
    if (bytes.length === 0) return;
    connection.write(bytes);
  }

  #framesSince(serial: number): Frame[] {
    return this.#frames.slice(this.#frames.length - (this.#serial - serial));
  }

  #since(member: Member): Buffer {
    const { person } = member.connection;
    member.sent = this.#frames.at(-1)?.head ?? member.sent;
    if (this.#frames.some((frame) => frame.own.has(person)))
      return join(this.#framesSince(member.received).map((frame) => frame.own.get(person) ?? frame.bytes));
    let joined = this.#joined.get(member.received);
    if (joined === undefined) {
      joined = join(this.#framesSince(member.received).map((frame) => frame.bytes));
      this.#joined.set(member.received, joined);
    }
    return joined;
  }

  #stateSince(member: Member): Buffer {
    const frames = this.#framesSince(member.received);
    member.sent = frames.findLast((frame) => frame.stateBytes() !== null)?.head ?? member.sent;
    return join(frames.flatMap((frame) => frame.stateBytes() ?? []));
  }

  /** What a round with words in it takes; 0 where nothing was said since this was last asked. */
  takeRoundMs(): number {
    if (this.isUnderWay && this.#hasWords) return Math.max(this.#roundMs, this.#spentMs);
    const isSaidNew = this.#isSaidNew;
    this.#isSaidNew = false;
    return isSaidNew ? this.#roundMs : 0;
  }

  /** What the last round took, words or not. */
  get roundMs(): number {
    return this.#roundMs;
  }

  close(): void {
    this.#frames = [];
  }
}

function join(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}
