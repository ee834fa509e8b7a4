/** What the gateway needs to know of what it carries. It knows topics, sequences and classes, and no business word. */

/** Who is at the other end of a connection. */
export interface LiveCaller {
  readonly accountId: string | null;
  readonly ip: string;
}

/** One entry of a topic's log, already written as JSON. Sequences of a topic have no gap. */
export interface LogEntry {
  readonly seq: number;
  /** `state` is sent at once and never dropped; `chat` waits for a tick and may be sampled. */
  readonly kind: 'state' | 'chat';
  readonly json: string;
  readonly authorId: string | null;
  /** Shown even where chat is sampled. */
  readonly isKept: boolean;
  /** Takes the place of an earlier entry that nobody is to be sent again. */
  readonly replaces?: { readonly seq: number; readonly json: string };
}

export interface TopicLog {
  headsOf(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** In order, without gap, starting right after `after`. */
  readAfter(topic: string, after: number, limit: number): Promise<readonly LogEntry[]>;
}

/** Numbers of which only the newest counts, such as how many are here. */
export type Counters = Readonly<Record<string, number>>;

export interface Tick {
  readonly entries: readonly string[];
  readonly head: number;
  readonly skipped?: number;
  readonly counters?: Counters;
}

export type ClientMessage =
  | { readonly kind: 'enter'; readonly n: number; readonly topic: string; readonly from: number | undefined }
  | { readonly kind: 'leave'; readonly topic: string }
  | { readonly kind: 'ack'; readonly topic: string; readonly seq: number }
  | { readonly kind: 'ping' }
  /** Something to do in a topic; an answer is wanted when it has a number. */
  | { readonly kind: 'act'; readonly n: number | undefined; readonly topic: string; readonly message: unknown };

/** Somebody who may see a topic. */
export interface Admission {
  readonly isSampled: boolean;
  /** What they start from. */
  snapshot(n: number): Promise<Snapshot>;
}
export interface Snapshot {
  /** One frame in two parts: what is each newcomer's own, and what is encoded once for all of a moment. */
  readonly start: string;
  readonly rest: Buffer;
  /** The sequence it goes up to. */
  readonly head: number;
}

export interface LiveProtocol<Who extends LiveCaller> {
  /** Undefined is a message nobody can read: the connection is closed. */
  parse(text: string): ClientMessage | undefined;
  /** Throws when the caller may not see the topic. */
  admit(who: Who, topic: string): Promise<Admission>;
  act(who: Who, topic: string, message: unknown): Promise<{ readonly seq?: number }>;
  readonly write: {
    tick(topic: string, tick: Tick): string;
    resumed(topic: string, n: number, tick: Tick & { readonly counters: Counters }): string;
    done(n: number, seq: number | undefined): string;
    problem(who: Who, error: unknown, at: { readonly n?: number; readonly topic?: string }): string;
    go(afterMs: number, spanMs: number): string;
    pong(): string;
  };
}
