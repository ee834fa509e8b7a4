import { open } from 'node:fs/promises';
import { firstTimes, rebase, segmentIndex, VIDEO_HZ } from './fmp4.ts';
import type { IndexedInit, IndexedSegment, RecordingIndex } from './recording-index.ts';

/** Seconds from the beginning of the recording. */
export type ClipRange = { fromSeconds: number; toSeconds: number };
export type Clip = { init: IndexedInit; segments: readonly IndexedSegment[] };

/** sidx counts its entries in 16 bits; far longer recordings than this are played by playlist. */
const INDEXED_SEGMENTS_MAX = 65_535;

/** The segments that overlap the range, from a key frame on. */
export function selectSegments(index: RecordingIndex, range: ClipRange): IndexedSegment[] {
  const [from, to] = [range.fromSeconds * VIDEO_HZ, range.toSeconds * VIDEO_HZ];
  if (!(to > from)) return [];
  let first = index.segments.findIndex((segment) => segment.startTicks + segment.durationTicks > from && segment.startTicks < to);
  if (first < 0) return [];
  while (first > 0 && index.segments[first]?.isKey !== true) first -= 1;
  return index.segments.slice(first).filter((segment) => segment.startTicks < to);
}

/** Where a moment of the wall clock lies in the recording, to find what was on air when a product was pinned. */
export function secondsAtWall(index: RecordingIndex, wallMs: number): number {
  const segment = index.segments.findLast((candidate) => candidate.wallMs <= wallMs);
  if (segment === undefined) return 0;
  const intoMs = Math.min(wallMs - segment.wallMs, segment.durationTicks / (VIDEO_HZ / 1000));
  return segment.startTicks / VIDEO_HZ + intoMs / 1000;
}

/** A playlist that plays the range out of the one recording file by byte ranges. */
export function renderVodPlaylist(index: RecordingIndex, segments: readonly IndexedSegment[], mediaUrl: string): string {
  const target = Math.max(1, ...segments.map((segment) => Math.round(segment.durationTicks / VIDEO_HZ)));
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-PLAYLIST-TYPE:VOD', `#EXT-X-TARGETDURATION:${target}`, '#EXT-X-MEDIA-SEQUENCE:0'];
  if (segments.every((segment) => segment.isKey)) lines.splice(2, 0, '#EXT-X-INDEPENDENT-SEGMENTS');
  let initAt = -1;
  segments.forEach((segment, i) => {
    const init = index.inits[segment.init];
    if (init === undefined) return;
    if (i > 0 && segment.isDiscontinuity) lines.push('#EXT-X-DISCONTINUITY');
    if (segment.init !== initAt || (i > 0 && segment.isDiscontinuity))
      lines.push(`#EXT-X-MAP:URI="${mediaUrl}",BYTERANGE="${init.length}@${init.at}"`);
    initAt = segment.init;
    lines.push(
      `#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.wallMs).toISOString()}`,
      `#EXTINF:${(segment.durationTicks / VIDEO_HZ).toFixed(5)},`,
      `#EXT-X-BYTERANGE:${segment.length}@${segment.at}`,
      mediaUrl,
    );
  });
  return `${[...lines, '#EXT-X-ENDLIST'].join('\n')}\n`;
}

/**
 * One MP4 holds one form of picture. When the encoder changed its settings inside the range, the clip is the
 * longest stretch of one form; the playlist plays all of it.
 */
export function longestRun(index: RecordingIndex, segments: readonly IndexedSegment[]): Clip | null {
  let best: IndexedSegment[] = [];
  let current: IndexedSegment[] = [];
  const ticksOf = (run: readonly IndexedSegment[]): number => run.reduce((sum, segment) => sum + segment.durationTicks, 0);
  for (const segment of segments) {
    current = current[0]?.init === segment.init ? [...current, segment] : [segment];
    if (ticksOf(current) > ticksOf(best)) best = current;
  }
  const first = best[0];
  const init = first === undefined ? undefined : index.inits[first.init];
  return init === undefined ? null : { init, segments: best.slice(0, INDEXED_SEGMENTS_MAX) };
}

export type ClipReader = { length: number; read(start: number, end: number): AsyncGenerator<Buffer>; close(): Promise<void> };

/** Opens a clip as an MP4 file that starts at time 0. Its length is known before a byte of it is made, so ranges of it can be served. */
export async function openClip(file: string, clip: Clip): Promise<ClipReader> {
  const handle = await open(file, 'r');
  const readAt = async (at: number, length: number): Promise<Buffer> => {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await handle.read(bytes, 0, length, at);
    if (bytesRead !== length) throw new Error('recording is shorter than its index says');
    return bytes;
  };
  try {
    const first = clip.segments[0];
    const init = await readAt(clip.init.at, clip.init.length);
    const offsets = first === undefined ? new Map<number, bigint>() : clipOffsets(init, firstTimes(await readAt(first.at, first.length)));
    const head = Buffer.concat([
      init,
      segmentIndex(
        clip.segments.map((segment) => ({ bytes: segment.length, duration: segment.durationTicks, isKey: segment.isKey })),
        0n,
      ),
    ]);
    const length = clip.segments.reduce((sum, segment) => sum + segment.length, head.length);
    return {
      length,
      close: () => handle.close(),
      async *read(start, end) {
        if (start < head.length) yield head.subarray(start, Math.min(end, head.length));
        let at = head.length;
        for (const segment of clip.segments) {
          const [low, high] = [Math.max(start, at), Math.min(end, at + segment.length)];
          if (low < high) {
            const bytes = await readAt(segment.at, segment.length);
            rebase(bytes, offsets);
            yield bytes.subarray(low - at, high - at);
          }
          at += segment.length;
          if (at >= end) return;
        }
      },
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** All tracks move by the same time: that of the first picture, each in its own clock. */
function clipOffsets(init: Buffer, times: ReadonlyMap<number, bigint>): Map<number, bigint> {
  const clocks = trackClocks(init);
  const [videoId] = times.keys();
  const start = videoId === undefined ? 0n : (times.get(videoId) ?? 0n);
  const startHz = BigInt(videoId === undefined ? VIDEO_HZ : (clocks.get(videoId) ?? VIDEO_HZ));
  return new Map([...clocks].map(([trackId, hz]) => [trackId, (start * BigInt(hz)) / startHz]));
}

/** Track ids and clocks of an init segment made here. */
function trackClocks(init: Buffer): Map<number, number> {
  const clocks = new Map<number, number>();
  for (let at = init.indexOf('tkhd'); at >= 0; at = init.indexOf('tkhd', at + 4)) {
    const mediaHead = init.indexOf('mdhd', at);
    if (mediaHead < 0) break;
    clocks.set(init.readUInt32BE(at + 16), init.readUInt32BE(mediaHead + 16));
  }
  return clocks;
}
