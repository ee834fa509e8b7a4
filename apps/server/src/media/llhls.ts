import { VIDEO_HZ } from './fmp4.ts';
import type { Init, Part, Segment, SegmentSink } from './packager.ts';

/** Segments stay listed for at least this long, and at least this many. */
const WINDOW_SECONDS = 12;
const WINDOW_SEGMENTS_MIN = 6;
const WINDOW_BYTES_MAX = 96 * 1024 * 1024;
/** Parts are listed for the newest segments only; a player that is further behind takes whole ones. */
const PART_SEGMENTS = 3;
const PART_TARGET_MIN_SECONDS = 0.22;
const WAIT_MS = 6_000;
const WAITERS_MAX = 20_000;

/**
 * Low-latency HLS of one live stream: a playlist that lists parts as they come and whose reload waits for the next.
 * Media sequence and timeline go on over a publisher's absence.
 */
export class LlHls implements SegmentSink {
  #segments: Segment[] = [];
  #removedDiscontinuities = 0;
  #targetSeconds = 1;
  #isEnded = false;
  readonly #waiters = new Set<() => void>();
  #waitingPeak = 0;
  readonly #wholes = new WeakMap<Segment, Buffer>();
  #playlist: { query: string; text: string } | null = null;

  onPart(segment: Segment): void {
    if (this.#segments.at(-1) !== segment) this.#segments.push(segment);
    this.#changed();
  }

  onSegmentDone(segment: Segment): void {
    // One copy in memory: the parts become views into the whole.
    const whole = Buffer.concat(segment.parts.map((part) => part.bytes));
    this.#wholes.set(segment, whole);
    let at = 0;
    segment.parts = segment.parts.map((part) => {
      const bytes = whole.subarray(at, at + part.bytes.length);
      at += part.bytes.length;
      return { ...part, bytes };
    });
    this.#targetSeconds = Math.max(this.#targetSeconds, Math.round(segment.durationTicks / VIDEO_HZ));
    this.#trim();
    this.#changed();
  }

  onEnd(): void {
    this.#isEnded = true;
    this.#changed();
  }

  /** About how many players there are: each has one playlist request waiting nearly all the time. */
  get viewerCount(): number {
    return this.#waitingPeak;
  }

  takeViewerPeak(): number {
    const peak = this.#waitingPeak;
    this.#waitingPeak = this.#waiters.size;
    return peak;
  }

  /** The playlist once it holds what the player asks for; null when there is nothing or the question is nonsense. */
  async playlist(query: string, wanted: { number: number; part: number | null } | null): Promise<string | null> {
    const next = (this.#segments.at(-1)?.number ?? 0) + 2;
    if (wanted !== null && wanted.number > next) return null;
    await this.#waitUntil(() => (wanted === null ? this.#segments.length > 0 : this.#isListed(wanted.number, wanted.part)));
    if (this.#segments.length === 0) return null;
    if (this.#playlist?.query !== query) this.#playlist = { query, text: this.#render(query) };
    return this.#playlist.text;
  }

  init(id: number): Init | null {
    return this.#segments.find((segment) => segment.init.id === id)?.init ?? null;
  }

  segment(number: number): Buffer | null {
    const segment = this.#segments.find((candidate) => candidate.number === number);
    return segment === undefined ? null : (this.#wholes.get(segment) ?? null);
  }

  /** A part that is announced but not there yet is waited for. */
  async part(number: number, index: number): Promise<Buffer | null> {
    const find = (): Part | undefined => this.#segments.find((segment) => segment.number === number)?.parts[index];
    const newest = this.#segments.at(-1)?.number ?? -1;
    if (number > newest + 1) return null;
    await this.#waitUntil(() => find() !== undefined || this.#isListed(number, index));
    return find()?.bytes ?? null;
  }

  #isListed(number: number, part: number | null): boolean {
    const last = this.#segments.at(-1);
    if (last === undefined || number > last.number) return false;
    if (number < last.number || last.isDone) return true;
    return part !== null && last.parts.length > part;
  }

  async #waitUntil(condition: () => boolean): Promise<void> {
    if (condition() || this.#isEnded || this.#waiters.size >= WAITERS_MAX) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(check);
        resolve();
      };
      const check = (): void => {
        if (condition() || this.#isEnded) finish();
      };
      const timer = setTimeout(finish, WAIT_MS);
      this.#waiters.add(check);
      this.#waitingPeak = Math.max(this.#waitingPeak, this.#waiters.size);
    });
  }

  #changed(): void {
    this.#playlist = null;
    for (const check of this.#waiters) check();
  }

  #trim(): void {
    const secondsOf = (segments: readonly Segment[]): number =>
      segments.reduce((sum, segment) => sum + segment.durationTicks, 0) / VIDEO_HZ;
    const bytesOf = (segments: readonly Segment[]): number =>
      segments.reduce((sum, segment) => sum + segment.parts.reduce((total, part) => total + part.bytes.length, 0), 0);
    while (this.#segments.length > 2) {
      const rest = this.#segments.slice(1);
      const isNeeded = rest.length < WINDOW_SEGMENTS_MIN || secondsOf(rest) < WINDOW_SECONDS;
      if (isNeeded && bytesOf(this.#segments) <= WINDOW_BYTES_MAX) return;
      if (this.#segments[0]?.isDiscontinuity === true) this.#removedDiscontinuities += 1;
      this.#segments = rest;
    }
  }

  #render(query: string): string {
    const first = this.#segments[0];
    const last = this.#segments.at(-1);
    if (first === undefined || last === undefined) return '';
    const partSeconds = this.#segments.flatMap((segment) => segment.parts.map((part) => part.durationTicks / VIDEO_HZ));
    const partTarget = Math.max(PART_TARGET_MIN_SECONDS, ...partSeconds);
    const lines = [
      '#EXTM3U',
      '#EXT-X-VERSION:9',
      ...(this.#segments.every((segment) => segment.isKey) ? ['#EXT-X-INDEPENDENT-SEGMENTS'] : []),
      `#EXT-X-TARGETDURATION:${this.#targetSeconds}`,
      `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${(partTarget * 3).toFixed(3)}`,
      `#EXT-X-PART-INF:PART-TARGET=${partTarget.toFixed(3)}`,
      `#EXT-X-MEDIA-SEQUENCE:${first.number}`,
      `#EXT-X-DISCONTINUITY-SEQUENCE:${this.#removedDiscontinuities}`,
    ];
    let initId = -1;
    this.#segments.forEach((segment, i) => {
      if (segment.isDiscontinuity) lines.push('#EXT-X-DISCONTINUITY');
      if (segment.init.id !== initId || segment.isDiscontinuity) lines.push(`#EXT-X-MAP:URI="init-${segment.init.id}.mp4?${query}"`);
      initId = segment.init.id;
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.startedAt).toISOString()}`);
      if (i >= this.#segments.length - PART_SEGMENTS) lines.push(...partLines(segment, query));
      if (segment.isDone) lines.push(`#EXTINF:${(segment.durationTicks / VIDEO_HZ).toFixed(5)},`, `s${segment.number}.m4s?${query}`);
    });
    if (this.#isEnded) lines.push('#EXT-X-ENDLIST');
    else
      lines.push(
        `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${last.isDone ? `p${last.number + 1}.0` : `p${last.number}.${last.parts.length}`}.m4s?${query}"`,
      );
    return `${lines.join('\n')}\n`;
  }
}

function partLines(segment: Segment, query: string): string[] {
  return segment.parts.map((part, k) => {
    const seconds = (part.durationTicks / VIDEO_HZ).toFixed(5);
    return `#EXT-X-PART:DURATION=${seconds},URI="p${segment.number}.${k}.m4s?${query}"${part.isKey ? ',INDEPENDENT=YES' : ''}`;
  });
}
