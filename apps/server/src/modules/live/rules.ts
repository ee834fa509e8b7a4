/** What a session may do next, and where a moment lies in a recording. No I/O and no clock in here. */

export type SessionState = 'scheduled' | 'live' | 'interrupted' | 'ended' | 'cancelled';

export const isOver = (state: SessionState) => state === 'ended' || state === 'cancelled';
export const isOnAir = (state: SessionState) => state === 'live' || state === 'interrupted';

/** A session whose picture has been gone for so long has been left, not dropped. */
export const abandonedAfterMs = 15 * 60_000;
/** The media server speaks of each stream every five seconds; a stream it has not spoken of for so long has no picture that anybody could be sent. */
export const silentAfterMs = 20_000;
/** A planned session nobody started leaves the programme after so long. */
export const missedAfterMs = 12 * 3_600_000;
/** Signed play addresses outlast a long session, because a playlist is asked for again and again with the same signature. */
export const playForMs = 6 * 3_600_000;
/** Warnings of the encoder kept for the studio. */
const warningsMax = 5;
/** Chapters begin a little before the pin: the host speaks first and taps then. */
const chapterLeadMs = 2_000;

export interface Span {
  readonly fromAt: Date;
  readonly toAt: Date | null;
}
export interface RecordedSpan {
  readonly id: string;
  readonly startedAt: Date;
  readonly durationMs: number;
}
export interface Pinned {
  readonly productId: string;
  readonly pinnedAt: Date;
  readonly unpinnedAt: Date | null;
}
export interface Chapter {
  readonly productId: string;
  readonly recordingId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How far into a recording a moment is. Times without a picture are not in it, so they are counted away. */
export function positionOf(recording: RecordedSpan, at: Date, gaps: readonly Span[]): number {
  const start = recording.startedAt.getTime();
  const end = at.getTime();
  let position = end - start;
  for (const gap of gaps) {
    const from = Math.max(gap.fromAt.getTime(), start);
    const to = Math.min(gap.toAt?.getTime() ?? end, end);
    if (to > from) position -= to - from;
  }
  return Math.max(0, Math.min(position, recording.durationMs));
}

/** The chapters of a replay: each time a product was pinned, in every recording in which it shows for a second or more. */
export function chaptersOf(recordings: readonly RecordedSpan[], pins: readonly Pinned[], gaps: readonly Span[]): Chapter[] {
  return recordings.flatMap((recording) =>
    pins.flatMap((pinned) => {
      const fromMs = positionOf(recording, new Date(pinned.pinnedAt.getTime() - chapterLeadMs), gaps);
      const toMs = pinned.unpinnedAt === null ? recording.durationMs : positionOf(recording, pinned.unpinnedAt, gaps);
      return toMs - fromMs < 1_000 ? [] : [{ productId: pinned.productId, recordingId: recording.id, fromMs, toMs }];
    }),
  );
}

/** The newest last, each once, so that a repeated warning does not push the others out. */
export function keepWarnings(earlier: readonly string[], next: string): string[] {
  return [...earlier.filter((warning) => warning !== next), next].slice(-warningsMax);
}
