import { assert } from '../assert.ts';
import type { Connection } from './connection.ts';
import type { Counters, LogEntry, Tick, TopicLog } from './protocol.ts';
import { createSampler } from './sampler.ts';
import { textFrame } from './text-frame.ts';

/** Entries kept in memory for those who come back; older ones are read from the log. */
const ringMax = 1000;
const readMax = 500;
/**
 * Writing to 10,000 sockets takes 100 ms, so others get their turn after so long: a comment on its way to the database
 * makes half a dozen round trips and would wait for a turn at each.
 */
const sliceMs = 2;
/** Writes between two looks at the clock. */
const strideMax = 32;
/** Words after a silence need not wait for a tick, only for what was said with them. */
const gatherMs = 20;
const countersEveryMs = 1000;
/** Where nobody speaks, numbers go out alone: as often as that takes so little of the time, and every so often at least. */
const countersShareMax = 0.02;
const countersAloneMs = 5000;
/** Lag of acknowledgements: the kernel takes in megabytes for a reader that is gone, so only they show it. */
const slowAfterMs = 20_000;
const lostAfterMs = 60_000;
const backlogSlowBytes = 256 * 1024;
const backlogLostBytes = 1024 * 1024;

/** One connection in one topic. */
export interface Member {
  readonly connection: Connection;
  /** Frames before this one were in what the member started from. */
  readonly since: number;
  /** Highest sequence written to the socket, and the highest the other end says it has seen. */
  sent: number;
  acknowledged: number;
  /** Gets state only until it has caught up. */
  isSlow: boolean;
}

interface Frame {
  readonly serial: number;
  /** Numbers alone come so rarely that chat need not make room for them. */
  readonly hasEntries: boolean;
  readonly head: number;
  readonly bytes: Buffer;
  /** For slow readers; null when the frame holds no state. */
  readonly stateBytes: () => Buffer | null;
  /** With one's own words in it, for those whose words were sampled away. */
  readonly own: ReadonlyMap<string, Buffer>;
}

export interface TopicOptions {
  readonly id: string;
  readonly isSampled: boolean;
  readonly log: TopicLog;
  readonly now: () => number;
  /** How long it is from one frame with chat to the next; grows with what writing frames costs this process. */
  readonly tickMs: () => number;
  readonly write: (topic: string, tick: Tick) => string;
  /** Called for a member that cannot keep up. */
  readonly evict: (member: Member) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * One topic in one process: pulls new entries from the log, keeps the newest in memory, and sends them in order to its
 * members, each frame encoded once. `head` is what has been read, `flushed` what has been handed to the sockets.
 */
export class Topic {
  readonly id: string;
  readonly members = new Set<Member>();
  /** Connections of each person here. */
  readonly people = new Map<string, number>();
  counters: Counters = {};
  emptySince: number;
  readonly #options: TopicOptions;
  readonly #sample = createSampler();
  #ring: LogEntry[] = [];
  #head: number;
  #flushed: number;
  #wanted = 0;
  #pulling: Promise<void> | undefined;
  #serial = 0;
  #timer: NodeJS.Timeout | undefined;
  #outbox: Frame[] = [];
  #isWalking = false;
  /** A frame that could not start before this walk ends takes along what comes until then. */
  #isFlushWanted = false;
  #flushedAt = -Infinity;
  /** Processor time spent on writing, and the frames it was for, since somebody took them. */
  #writing = { ms: 0, frames: 0, hasEntries: false };
  #frameMs = 0;
  #areCountersNew = false;
  #countersAt = 0;
  /** Heads by the time they went out, over the last minute. */
  #history: { readonly at: number; readonly head: number }[] = [];

  constructor(options: TopicOptions, head: number) {
    this.#options = options;
    this.id = options.id;
    this.#head = this.#flushed = head;
    this.emptySince = options.now();
  }

  get head(): number {
    return this.#head;
  }
  get flushed(): number {
    return this.#flushed;
  }

  /** The log has grown to `head`, or may have. Resolves when everything up to there was read. */
  pull(head: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, head);
    if (this.#wanted <= this.#head) return Promise.resolve();
    this.#pulling ??= this.#readOn().finally(() => {
      this.#pulling = undefined;
    });
    return this.#pulling;
  }

  async #readOn(): Promise<void> {
    while (this.#head < this.#wanted) {
      const entries = await this.#options.log.readAfter(this.id, this.#head, readMax);
      // Told of more than there is: a transaction that told and then failed, or a database put back in time.
      if (entries.length === 0) {
        this.#wanted = this.#head;
        return;
      }
      this.#accept(entries);
    }
  }

  #accept(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      assert(entry.seq === this.#head + 1, `topic ${this.id} has no gap after ${this.#head}`);
      if (entry.replaces !== undefined) this.#replace(entry.replaces);
      this.#ring.push(entry);
      this.#head = entry.seq;
    }
    // Memory holds what has not gone out yet, so that cannot wait for long.
    if (this.#head - this.#flushed >= ringMax / 2) this.flush();
    else if (entries.some((entry) => entry.kind === 'state')) this.#flushSoon();
    else {
      const tickMs = this.#options.tickMs();
      const sinceMs = Math.max(0, this.#options.now() - this.#flushedAt);
      this.#timer ??= setTimeout(() => this.#flushSoon(), Math.max(gatherMs, tickMs - sinceMs));
    }
    if (this.#ring.length > ringMax) this.#ring.splice(0, this.#ring.length - ringMax);
  }

  #replace({ seq, json }: { seq: number; json: string }): void {
    const at = seq - (this.#head - this.#ring.length) - 1;
    const old = this.#ring[at];
    if (old !== undefined) this.#ring[at] = { ...old, json, isKept: true };
  }

  /** Entries after `from` up to what has been flushed, if they are still in memory. */
  recall(from: number): readonly LogEntry[] | undefined {
    const first = this.#head - this.#ring.length;
    return from < first ? undefined : this.#ring.slice(from - first, Math.max(from - first, this.#flushed - first));
  }

  /** At once, or after the frame that is being written. */
  #flushSoon(): void {
    if (this.#isWalking) this.#isFlushWanted = true;
    else this.flush();
  }

  /** Hands everything that waits to the sockets as one frame. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isFlushWanted = false;
    const now = this.#options.now();
    const entries = this.#ring.slice(this.#ring.length - (this.#head - this.#flushed));
    const hasCounters = this.#areCountersNew && now - this.#countersAt >= countersEveryMs;
    if (entries.length === 0 && !hasCounters) return;
    this.#flushed = this.#head;
    this.#flushedAt = now;
    if (hasCounters) {
      this.#areCountersNew = false;
      this.#countersAt = now;
    }
    this.#history.push({ at: now, head: this.#head });
    if (this.members.size === 0) return;
    this.#outbox.push(this.#frameOf(entries, hasCounters ? this.counters : undefined, now));
    if (!this.#isWalking) this.#walk();
  }

  #frameOf(entries: readonly LogEntry[], counters: Counters | undefined, now: number): Frame {
    const { shown, left } = this.#options.isSampled ? this.#sample(entries, now) : { shown: entries, left: [] };
    const encode = (some: readonly LogEntry[]) =>
      textFrame(
        this.#options.write(this.id, {
          entries: some.map((entry) => entry.json),
          head: this.#head,
          ...(some.length < entries.length && { skipped: entries.length - some.length }),
          ...(counters !== undefined && { counters }),
        }),
      );
    const isShown = new Set(shown);
    const own = new Map<string, Buffer>();
    for (const authorId of new Set(left.map((entry) => entry.authorId))) {
      if (authorId === null || !this.people.has(authorId)) continue;
      own.set(authorId, encode(entries.filter((entry) => entry.authorId === authorId || isShown.has(entry))));
    }
    const state = entries.filter((entry) => entry.kind === 'state');
    let stateBytes: Buffer | undefined;
    return {
      serial: ++this.#serial,
      hasEntries: entries.length > 0,
      head: this.#head,
      bytes: encode(shown),
      own,
      stateBytes: () => (state.length === 0 ? null : (stateBytes ??= encode(state))),
    };
  }

  /** Writes frames one after the other, each to all members in slices; order per member is the order of frames. */
  #walk(): void {
    this.#isWalking = true;
    const frame = this.#outbox[0];
    if (frame === undefined) {
      this.#isWalking = false;
      if (this.#isFlushWanted) this.flush();
      return;
    }
    this.#writing.frames += 1;
    this.#writing.hasEntries ||= frame.hasEntries;
    const members = this.members.values();
    const step = (): void => {
      const [startedAt, cpuBefore] = [performance.now(), process.threadCpuUsage()];
      let isOver = false;
      do isOver = this.#writeSome(members, frame);
      while (!isOver && performance.now() - startedAt < sliceMs);
      // What the processor took: time in which others had it says nothing of how often chat can go out.
      const { user, system } = process.threadCpuUsage(cpuBefore);
      this.#writing.ms += (user + system) / 1000;
      if (!isOver) return void setImmediate(step);
      this.#outbox.shift();
      this.#walk();
    };
    step();
  }

  /** True when nobody is left. */
  #writeSome(members: Iterator<Member, undefined>, frame: Frame): boolean {
    for (let i = 0; i < strideMax; i++) {
      const next = members.next();
      if (next.done === true) return true;
      this.#send(next.value, frame);
    }
    return false;
  }

  /** What one frame has cost since this was last asked; 0 where nothing was said. */
  takeFrameMs(): number {
    const { ms, frames, hasEntries } = this.#writing;
    if (frames === 0) return 0;
    this.#writing = { ms: 0, frames: 0, hasEntries: false };
    this.#frameMs = ms / frames;
    return hasEntries ? this.#frameMs : 0;
  }

  #send(member: Member, frame: Frame): void {
    if (frame.serial < member.since) return;
    const { connection } = member;
    const backlog = connection.backlogBytes();
    if (backlog > backlogSlowBytes) member.isSlow = true;
    if (backlog > backlogLostBytes || (member.isSlow && !this.#options.isSampled)) return this.#options.evict(member);
    const bytes = member.isSlow ? frame.stateBytes() : (frame.own.get(connection.person) ?? frame.bytes);
    if (bytes === null) return;
    connection.write(bytes);
    member.sent = frame.head;
  }

  /** Joins a member that has just been sent everything up to `head`. */
  attach(connection: Connection, head: number): Member {
    const member: Member = { connection, since: this.#serial + 1, sent: head, acknowledged: head, isSlow: false };
    this.members.add(member);
    this.people.set(connection.person, (this.people.get(connection.person) ?? 0) + 1);
    return member;
  }

  detach(member: Member): void {
    if (!this.members.delete(member)) return;
    const { person } = member.connection;
    const count = (this.people.get(person) ?? 1) - 1;
    if (count > 0) this.people.set(person, count);
    else this.people.delete(person);
    if (this.members.size === 0) this.emptySince = this.#options.now();
  }

  setCounters(counters: Counters): void {
    const names = Object.keys(counters);
    if (names.every((name) => counters[name] === this.counters[name])) return;
    this.counters = { ...this.counters, ...counters };
    this.#areCountersNew = true;
  }

  /** Once a second: counters that wait, and readers that fell behind or caught up. */
  beat(): void {
    const now = this.#options.now();
    const aloneMs = Math.min(countersAloneMs, this.#frameMs / countersShareMax);
    if (this.#areCountersNew && this.#timer === undefined && now - this.#countersAt >= aloneMs) this.#flushSoon();
    const [slowHead, lostHead] = [this.#headBefore(now - slowAfterMs), this.#headBefore(now - lostAfterMs)];
    while (this.#history.length > 1 && (this.#history[1]?.at ?? now) < now - lostAfterMs) this.#history.shift();
    for (const member of this.members) {
      const isBehind = member.acknowledged < member.sent;
      if (isBehind && member.acknowledged < lostHead) {
        this.#options.evict(member);
        continue;
      }
      const isSlow = (isBehind && member.acknowledged < slowHead) || member.connection.backlogBytes() > backlogSlowBytes;
      if (isSlow && !this.#options.isSampled) this.#options.evict(member);
      else member.isSlow = isSlow;
    }
  }

  /** What had gone out by then; acknowledging less than this is that much behind. */
  #headBefore(at: number): number {
    return this.#history.findLast((sent) => sent.at <= at)?.head ?? 0;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#outbox = [];
  }
}
