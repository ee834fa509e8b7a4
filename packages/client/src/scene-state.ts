import type { CardView, SceneEntry, SceneSnapshot } from '@tuanzi/contract/scenes';
import type { ApiProblem } from './api-problem.ts';

/** What I said and the server has not confirmed yet; `problem` when it was refused. */
export interface PendingComment {
  readonly clientId: string;
  readonly text: string;
  readonly at: string;
  readonly problem: ApiProblem | null;
}

/**
 * `connecting` until the first snapshot; `live` over the socket; `polling` when only plain requests get through;
 * `waiting` between two connections, with everything still on screen; `refused` with `problem` when there is no way in.
 */
export type SceneLink = 'connecting' | 'live' | 'polling' | 'waiting' | 'refused';

/** A scene as one screen shows it. A new object after every change; parts that did not change stay the same objects. */
export interface SceneState {
  readonly link: SceneLink;
  readonly problem: ApiProblem | null;
  readonly snapshot: SceneSnapshot | null;
  /** Newest last, at most `entriesMax`; a removed comment leaves its place without its words. */
  readonly entries: readonly SceneEntry[];
  /** True when older entries exist: `GET /api/scenes/{sceneId}/entries?before=` reads them. */
  readonly hasOlder: boolean;
  readonly head: number;
  readonly cards: readonly CardView[];
  readonly pinned: SceneSnapshot['pinned'];
  readonly announcement: SceneSnapshot['announcement'];
  readonly status: SceneSnapshot['status'];
  readonly me: SceneSnapshot['me'];
  readonly online: number;
  readonly likes: number;
  /** Chat entries left out because the room was flooded, since this screen opened. */
  readonly skipped: number;
  readonly pending: readonly PendingComment[];
  /** Add to the phone's clock to get the server's: countdowns run on it. */
  readonly clockOffsetMs: number;
}

/** More than anybody scrolls on a phone during a live; older ones are read back page by page. */
export const entriesMax = 600;

export const emptyScene: SceneState = {
  link: 'connecting',
  problem: null,
  snapshot: null,
  entries: [],
  hasOlder: false,
  head: 0,
  cards: [],
  pinned: null,
  announcement: null,
  status: null,
  me: null,
  online: 0,
  likes: 0,
  skipped: 0,
  pending: [],
  clockOffsetMs: 0,
};

/** Starts afresh from a snapshot; what I said and is not confirmed stays. */
export function withSnapshot(state: SceneState, snapshot: SceneSnapshot, clockOffsetMs: number): SceneState {
  const { cards, pinned, announcement, status, me, online, likes, head, recent } = snapshot;
  const said = new Set(recent.flatMap((entry) => (entry.type === 'comment' ? [entry.clientId] : [])));
  return {
    ...state,
    problem: null,
    snapshot,
    cards,
    pinned,
    announcement,
    status,
    me,
    online,
    likes,
    head,
    entries: recent.filter(isShown),
    hasOlder: (recent[0]?.seq ?? 1) > 1,
    pending: state.pending.filter((comment) => !said.has(comment.clientId)),
    clockOffsetMs,
  };
}

export interface Arrival {
  readonly entries: readonly SceneEntry[];
  readonly head: number;
  readonly skipped?: number | undefined;
  readonly online?: number | undefined;
  readonly likes?: number | undefined;
}

/** Takes in what arrived. Whatever is at or below the head was seen before and changes nothing. */
export function withArrival(state: SceneState, arrival: Arrival): SceneState {
  const fresh = arrival.entries.filter((entry) => entry.seq > state.head);
  let next: SceneState = {
    ...state,
    head: Math.max(state.head, arrival.head),
    online: arrival.online ?? state.online,
    likes: arrival.likes ?? state.likes,
    skipped: state.skipped + (arrival.skipped ?? 0),
  };
  if (fresh.length === 0) return next;
  for (const entry of fresh) next = withEntry(next, entry);
  const removed = new Map(fresh.flatMap((entry) => (entry.type === 'removed' ? [[entry.ofSeq, entry.by] as const] : [])));
  const withoutWords = (entry: SceneEntry): SceneEntry => {
    const by = removed.get(entry.seq);
    return by === undefined ? entry : { seq: entry.seq, at: entry.at, type: 'removed', ofSeq: entry.seq, by };
  };
  const said = new Set(fresh.flatMap((entry) => (entry.type === 'comment' ? [entry.clientId] : [])));
  const kept = removed.size === 0 ? state.entries : state.entries.map(withoutWords);
  const entries = [...kept, ...fresh.filter(isShown).map(withoutWords)];
  return {
    ...next,
    entries: entries.length > entriesMax ? entries.slice(-entriesMax) : entries,
    hasOlder: next.hasOlder || entries.length > entriesMax,
    pending: state.pending.some((comment) => said.has(comment.clientId))
      ? state.pending.filter((comment) => !said.has(comment.clientId))
      : state.pending,
  };
}

/** Older entries that were read back, put before the ones on screen. */
export function withOlder(state: SceneState, older: readonly SceneEntry[], hasMore: boolean): SceneState {
  const first = state.entries[0]?.seq ?? state.head + 1;
  return { ...state, entries: [...older.filter((entry) => entry.seq < first && isShown(entry)), ...state.entries], hasOlder: hasMore };
}

/** What one entry changes beside the list of entries. */
function withEntry(state: SceneState, entry: SceneEntry): SceneState {
  switch (entry.type) {
    case 'card.dropped':
      return { ...state, cards: [entry.card, ...state.cards.filter((card) => card.id !== entry.cardId)] };
    case 'card.changed':
      return { ...state, cards: state.cards.map((card) => (card.id === entry.cardId ? entry.card : card)) };
    case 'card.withdrawn':
      return { ...state, cards: state.cards.filter((card) => card.id !== entry.cardId) };
    case 'pinned':
      return { ...state, pinned: entry.product };
    case 'announcement':
      return { ...state, announcement: { text: entry.text, at: entry.at } };
    case 'status':
      return { ...state, status: entry.status };
    case 'muted':
      return state.me?.accountId === entry.accountId ? { ...state, me: { ...state.me, mutedUntil: entry.until } } : state;
    default:
      return state;
  }
}

/** Entries that only change something else do not stand in the list. */
function isShown(entry: SceneEntry): boolean {
  if (entry.type === 'removed') return entry.ofSeq === entry.seq;
  return entry.type !== 'muted' && entry.type !== 'card.changed';
}
