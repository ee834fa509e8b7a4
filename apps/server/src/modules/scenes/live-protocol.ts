import { ClientFrame, type ServerFrame } from '@tuanzi/contract/frames';
import type { App } from '#platform/app';
import type { Caller } from '#platform/http/access';
import type { ClientMessage, LiveProtocol, LogEntry, TopicLog } from '#platform/live/protocol';
import { createTokenBuckets } from '#platform/live/token-buckets';
import { systemActor } from '#platform/ctx';
import { Problem, problem, problemTitle } from '#platform/problem';
import type { Arrivals } from './count-arrivals.ts';
import type { Door } from './door.ts';
import { sceneKinds } from './extension-points.ts';
import { isKeeper } from './moderate.ts';
import type { Comments } from './post-comment.ts';
import { presentEntries } from './present.ts';
import { classOf } from './rules.ts';
import type { ReadEncoded } from './snapshot.ts';
import { readEntriesAfter, readHeads } from './store.ts';
import type { Tally } from './tally.ts';

/** Hearts one connection may give: a frame of fifty each second. */
const likeBurst = 100;
const likesPerSecond = 50;
const tapsPerSecond = 5;

interface Parts {
  readonly comments: Comments;
  readonly door: Door;
  readonly readEncoded: ReadEncoded;
  readonly likes: Tally;
  readonly taps: Tally;
  readonly arrivals: Arrivals;
}

/** The log of scenes as the gateway reads it: each row presented once per process and handed on as text. */
export function sceneLog(app: App): TopicLog {
  const ctx = () => app.read(systemActor);
  return {
    headsOf: (topics) => readHeads(ctx(), topics),
    async readAfter(topic, after, limit) {
      const rows = await readEntriesAfter(ctx(), topic, after, limit);
      const entries = await presentEntries(ctx(), rows);
      return entries.map((entry, i): LogEntry => {
        const row = rows[i];
        const base = {
          seq: entry.seq,
          kind: classOf(entry.type),
          json: JSON.stringify(entry),
          authorId: row?.authorId ?? null,
          isKept: row?.authorRole != null && isKeeper(row.authorRole),
        };
        // A removed comment read from memory must be as gone as one read from the table.
        return entry.type === 'removed' && entry.ofSeq !== entry.seq
          ? { ...base, replaces: { seq: entry.ofSeq, json: JSON.stringify({ ...entry, seq: entry.ofSeq }) } }
          : base;
      });
    },
  };
}

/** What the frames of the contract mean. */
export function sceneProtocol(app: App, { comments, likes, taps, arrivals, door, readEncoded }: Parts): LiveProtocol<Caller> {
  const likeBuckets = createTokenBuckets({ burst: likeBurst, perSecond: likesPerSecond });
  const tapBuckets = createTokenBuckets({ burst: 2 * tapsPerSecond, perSecond: tapsPerSecond });
  const now = () => app.clock.now().toISOString();
  const write = (frame: ServerFrame) => JSON.stringify(frame);
  const personOf = (who: Caller) => who.accountId ?? who.ip;
  return {
    parse: parseFrame,
    async admit(who, topic) {
      const { scene, me } = await door(topic, who);
      if (who.accountId !== null) arrivals.add(topic, who.accountId);
      return {
        isSampled: sceneKinds.get(scene.kind)?.isSampled ?? false,
        async snapshot(n) {
          const { rest, head } = await readEncoded(topic);
          // What differs from one newcomer to the next stands in front, what all of them share behind it.
          const frame = JSON.stringify({ t: 'snapshot', n, scene: topic, now: now() }).slice(0, -1);
          return { start: `${frame},"snapshot":{"me":${JSON.stringify(me)},`, rest, head };
        },
      };
    },
    async act(who, topic, message) {
      // Only frames that `parseFrame` let through come here.
      const frame = message as ClientFrame;
      if (frame.t === 'say') return comments.post(who, topic, frame);
      if (frame.t === 'like') {
        if (likeBuckets.take(personOf(who), Date.now(), frame.count) === 0) likes.add(topic, frame.count);
      } else if (frame.t === 'tap') {
        if (tapBuckets.take(personOf(who), Date.now()) > 0) return {};
        if (frame.card !== undefined) taps.add(`${topic} ${frame.card}`, 1);
        if (frame.product !== undefined) taps.add(`${topic} ${frame.product}`, 1);
      }
      return {};
    },
    write: {
      // Entries are JSON already, once per process; only the frame around them is written here.
      tick: (topic, { entries, head, skipped, counters }) =>
        withEntries({ t: 'tick', scene: topic, head, ...(skipped !== undefined && { skipped }), ...counters }, entries),
      resumed: (topic, n, { entries, head, counters }) =>
        withEntries({ t: 'resumed', n, scene: topic, head, online: 0, likes: 0, ...counters, now: now() }, entries),
      done: (n, seq) => write({ t: 'ok', n, ...(seq !== undefined && { seq }) }),
      problem(who, error, { n, topic }) {
        const found = error instanceof Problem ? error : problem('internal');
        if (!(error instanceof Problem)) app.log.error({ err: error }, 'live message failed');
        return write({
          t: 'problem',
          ...(n !== undefined && { n }),
          ...(topic !== undefined && { scene: topic }),
          code: found.code,
          title: problemTitle(found.code, who.locale),
        });
      },
      go: (afterMs, spanMs) => write({ t: 'go', afterMs, spanMs }),
      pong: () => write({ t: 'pong', now: now() }),
    },
  };
}

function withEntries(frame: Record<string, unknown>, entries: readonly string[]): string {
  return `${JSON.stringify(frame).slice(0, -1)},"entries":[${entries.join(',')}]}`;
}

function parseFrame(text: string): ClientMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: the connection is closed by whoever asked.
    return undefined;
  }
  const parsed = ClientFrame.safeParse(value);
  if (!parsed.success) return undefined;
  const frame = parsed.data;
  switch (frame.t) {
    case 'enter':
      return { kind: 'enter', n: frame.n, topic: frame.scene, from: frame.from };
    case 'leave':
      return { kind: 'leave', topic: frame.scene };
    case 'ack':
      return { kind: 'ack', topic: frame.scene, seq: frame.seq };
    case 'ping':
      return { kind: 'ping' };
    default:
      return { kind: 'act', n: frame.t === 'say' ? frame.n : undefined, topic: frame.scene, message: frame };
  }
}
