import type { LogEntry } from './protocol.ts';

/** What became of a topic in one moment, encoded once for everybody. */
export interface Frame {
  readonly head: number;
  /** Numbers alone come so rarely that chat need not make room for them. */
  readonly hasEntries: boolean;
  readonly bytes: Buffer;
  /** For slow readers; null when the frame holds no state. */
  readonly stateBytes: () => Buffer | null;
  /** With one's own words in it, for those whose words were sampled away. */
  readonly own: ReadonlyMap<string, Buffer>;
}

export interface FrameOf {
  readonly entries: readonly LogEntry[];
  /** What of them everybody is shown, and what is left out but for its authors. */
  readonly shown: readonly LogEntry[];
  readonly left: readonly LogEntry[];
  readonly head: number;
  /** Whether this person is here to be shown their own words. */
  readonly isHere: (person: string) => boolean;
  readonly encode: (some: readonly LogEntry[]) => Buffer;
}

export function createFrame({ entries, shown, left, head, isHere, encode }: FrameOf): Frame {
  const isShown = new Set(shown);
  const own = new Map<string, Buffer>();
  for (const authorId of new Set(left.map((entry) => entry.authorId))) {
    if (authorId === null || !isHere(authorId)) continue;
    own.set(authorId, encode(entries.filter((entry) => entry.authorId === authorId || isShown.has(entry))));
  }
  const state = entries.filter((entry) => entry.kind === 'state');
  let stateBytes: Buffer | undefined;
  return {
    head,
    hasEntries: entries.length > 0,
    bytes: encode(shown),
    own,
    stateBytes: () => (state.length === 0 ? null : (stateBytes ??= encode(state))),
  };
}
