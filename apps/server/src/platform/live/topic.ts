import { assert } from '../assert.ts';
import type { Connection } from './connection.ts';
import { createFrame, type Frame } from './frame.ts';
import type { Counters, LogEntry, Tick, TopicLog } from './protocol.ts';
import { isBackedUp, Rounds, type Member } from './rounds.ts';
import { createSampler } from './sampler.ts';
import { textFrame } from './text-frame.ts';

/** Entries kept in memory for those who come back; older ones are read from the log. */
const ringMax = 1000;
const readMax = 500;
/** Words after a silence need not wait for the next round, only for what was said with them; nor do those said during one. */
const gatherMs = 20;
const countersEveryMs = 1000;
/** Where nobody speaks, numbers go out alone: as often as that takes so little of the time, and every so often at least. */
const countersShareMax = 0.02;
const countersAloneMs = 5000;
/** Lag of acknowledgements: the kernel takes in megabytes for a reader that is gone, so only they show it. */
const slowAfterMs = 20_000;
const lostAfterMs = 60_000;

export interface TopicOptions {
  readonly id: string;
  readonly isSampled: boolean;
  readonly log: TopicLog;
  readonly now: () => number;
  /** How long it is from the beginning of one round with chat to the next; grows with what rounds cost this process. */
  readonly tickMs: () => number;
  readonly write: (topic: string, tick: Tick) => string;
  /** Called for a member that cannot keep up. */
  readonly evict: (member: Member) => void;
}

/**
 * One topic in one process: pulls new entries from the log, keeps the newest in memory, and hands them in order, each
 * frame encoded once, to the rounds that bring them to its members. `head` is what has been read, `flushed` what is in frames.
 */
export class Topic {
  readonly id: string;
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
  readonly #rounds: Rounds;
  /** When words that wait become a frame, or the next round begins. */
  #timer: NodeJS.Timeout | undefined;
  /** State waits for nothing but the end of the round under way. */
  #isHurried = false;
  #areCountersNew = false;
  #countersAt = 0;
  /** Heads by the time they went out, over the last minute. */
  #history: { readonly at: number; readonly head: number }[] = [];

  constructor(options: TopicOptions, head: number) {
    this.#options = options;
    this.id = options.id;
    this.#head = this.#flushed = head;
    this.emptySince = options.now();
    this.#rounds = new Rounds({ ...options, onOver: () => this.#afterRound() });
  }

  get members(): ReadonlySet<Member> {
    return this.#rounds.members;
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
    // Memory holds what is in no frame yet, so that cannot wait for long.
    if (this.#head - this.#flushed >= ringMax / 2) this.#encode();
    if (entries.some((entry) => entry.kind === 'state')) this.#hurry();
    else this.#timer ??= setTimeout(() => this.#goOn(), Math.max(gatherMs, this.#rounds.isUnderWay ? 0 : this.#untilNextMs()));
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

  /** By now is what chat keeps to; a round that is under way takes what comes to those it has not reached yet. */
  #untilNextMs(): number {
    return Math.max(0, this.#rounds.beganAt + this.#options.tickMs() - this.#options.now());
  }

  #hurry(): void {
    this.#isHurried = this.#rounds.isUnderWay;
    this.#goOn();
  }

  /** Makes a frame of what waits, and sees to it that it is brought to everybody. */
  #goOn(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#encode();
    if (this.#rounds.isBehind) this.#rounds.begin();
  }

  #afterRound(): void {
    if (this.#isHurried) return this.#hurry();
    if (!this.#rounds.isBehind && this.#head === this.#flushed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#goOn(), this.#untilNextMs());
  }

  #encode(): void {
    const now = this.#options.now();
    const entries = this.#ring.slice(this.#ring.length - (this.#head - this.#flushed));
    const hasCounters = this.#areCountersNew && now - this.#countersAt >= countersEveryMs;
    if (entries.length === 0 && !hasCounters) return;
    this.#flushed = this.#head;
    if (hasCounters) {
      this.#areCountersNew = false;
      this.#countersAt = now;
    }
    this.#history.push({ at: now, head: this.#head });
    if (this.members.size > 0) this.#rounds.add(this.#frameOf(entries, hasCounters ? this.counters : undefined, now));
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
    return createFrame({ entries, shown, left, head: this.#head, isHere: (person) => this.people.has(person), encode });
  }

  /** What a round with words in it takes of the processor; 0 where nothing was said. */
  takeRoundMs(): number {
    return this.#rounds.takeRoundMs();
  }

  /** Joins a member that has just been sent everything up to `head`. */
  attach(connection: Connection, head: number): Member {
    const member = this.#rounds.attach(connection, head);
    this.people.set(connection.person, (this.people.get(connection.person) ?? 0) + 1);
    return member;
  }

  detach(member: Member): void {
    if (!this.#rounds.members.delete(member)) return;
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
    const aloneMs = Math.min(countersAloneMs, this.#rounds.roundMs / countersShareMax);
    if (this.#areCountersNew && this.#timer === undefined && now - this.#countersAt >= aloneMs) this.#goOn();
    const [slowHead, lostHead] = [this.#headBefore(now - slowAfterMs), this.#headBefore(now - lostAfterMs)];
    while (this.#history.length > 1 && (this.#history[1]?.at ?? now) < now - lostAfterMs) this.#history.shift();
    for (const member of this.members) {
      const isBehind = member.acknowledged < member.sent;
      if (isBehind && member.acknowledged < lostHead) {
        this.#options.evict(member);
        continue;
      }
      const isSlow = (isBehind && member.acknowledged < slowHead) || isBackedUp(member);
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
    this.#rounds.close();
  }
}
