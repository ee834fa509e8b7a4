import { readdirSync, readFileSync } from 'node:fs';
import { boxes, readFragmentInfo, VIDEO_HZ, VIDEO_TRACK_ID } from '../../apps/server/src/media/fmp4.ts';
import { playQuery, signPlay } from '../../apps/server/src/media/play-signature.ts';
import { parseIndex, recordingPaths } from '../../apps/server/src/media/recording-index.ts';
import type { Installation } from './installation.ts';

/** Ids of a session's recordings, the newest last. */
export function recordingsOf({ recordingsDir }: Installation, sessionId: string): string[] {
  return readdirSync(recordingsDir)
    .filter((name) => name.endsWith('.idx'))
    .map((name) => name.slice(0, -'.idx'.length))
    .filter((id) => parseIndex(readFileSync(recordingPaths(recordingsDir, id).index, 'utf8'))?.head.sessionId === sessionId)
    .toSorted();
}

/** Reads a recording as it lies on the disk: every byte the index names must be a whole fragment, one behind the other in time. */
export function readRecording(
  { recordingsDir }: Installation,
  recordingId: string,
): { endMs: number; isEnded: boolean; problems: string[] } {
  const paths = recordingPaths(recordingsDir, recordingId);
  const index = parseIndex(readFileSync(paths.index, 'utf8'));
  const media = readFileSync(paths.media);
  if (index === null) return { endMs: 0, isEnded: false, problems: [`${recordingId} has no readable index`] };
  const problems: string[] = [];
  let lastTicks = -1;
  for (const segment of index.segments) {
    const where = `${recordingId} at ${segment.at}`;
    if (segment.at + segment.length > media.length) {
      problems.push(`${where}: the index names bytes that are not there`);
      break;
    }
    const found = boxes(media, segment.at, segment.at + segment.length);
    for (const [i, box] of found.entries()) {
      if (box.type !== 'moof') continue;
      if (found[i + 1]?.type !== 'mdat') problems.push(`${where}: a fragment without its samples`);
      const ticks = Number(readFragmentInfo(media.subarray(box.at, box.at + box.length)).baseTime.get(VIDEO_TRACK_ID) ?? -1n);
      if (ticks <= lastTicks) problems.push(`${where}: goes back in time`);
      lastTicks = ticks;
    }
  }
  const last = index.segments.at(-1);
  const endMs = last === undefined ? 0 : ((last.startTicks + last.durationTicks) * 1000) / VIDEO_HZ;
  return { endMs, isEnded: index.isEnded, problems };
}

/** How much of a recording lies on the disk in whole fragments, whatever its index says: so much a kill may not take away. */
export function onDiskMs({ recordingsDir }: Installation, recordingId: string): number {
  const media = readFileSync(recordingPaths(recordingsDir, recordingId).media);
  let firstTicks: number | undefined;
  let endTicks = 0;
  let at = 0;
  while (at + 8 <= media.length) {
    const moof = readBox(media, at);
    if (moof.end > media.length) break;
    at = moof.end;
    if (moof.type !== 'moof') continue;
    const mdat = at + 8 <= media.length ? readBox(media, at) : undefined;
    if (mdat === undefined || mdat.end > media.length) break;
    const info = readFragmentInfo(media.subarray(moof.at, moof.end));
    const ticks = Number(info.baseTime.get(VIDEO_TRACK_ID) ?? 0n);
    firstTicks ??= ticks;
    endTicks = ticks + (info.duration.get(VIDEO_TRACK_ID) ?? 0);
    at = mdat.end;
  }
  return firstTicks === undefined ? 0 : ((endTicks - firstTicks) * 1000) / VIDEO_HZ;
}

function readBox(media: Buffer, at: number): { type: string; at: number; end: number } {
  return { type: media.toString('latin1', at + 4, at + 8), at, end: at + Math.max(8, media.readUInt32BE(at)) };
}

/** A recording as it was when its process was killed: what lay on the disk, and what a viewer had been shown. */
export interface CutOff {
  readonly recordingId: string;
  readonly onDiskMs: number;
  readonly seenMs: number;
}

/** What a restart made of a recording that was cut off: nothing whole may be gone, and little of what a viewer had seen. */
export function checkCutOff(at: Installation, { recordingId, onDiskMs: wasMs, seenMs }: CutOff, lostMaxMs: number): string[] {
  const { endMs, isEnded, problems } = readRecording(at, recordingId);
  if (!isEnded) problems.push(`${recordingId} was not finished after the restart`);
  if (endMs < wasMs - 1)
    problems.push(`${recordingId} ends at ${Math.round(endMs)} ms, and ${Math.round(wasMs)} ms of it were on the disk`);
  if (endMs < seenMs - lostMaxMs)
    problems.push(`${recordingId} ends at ${Math.round(endMs)} ms, and a viewer had seen ${Math.round(seenMs)} ms of it`);
  return problems;
}

/** Plays a recording as a player does: the playlist, and every byte range it names. `base` is the shop, so all of it goes through the shop's proxy. */
export async function playRecording({ secret }: Installation, base: string, recordingId: string): Promise<string[]> {
  const query = playQuery(signPlay(secret, recordingId, Math.floor(Date.now() / 1000) + 600));
  const folder = `${base}/media/recordings/${recordingId}`;
  const playlist = await fetch(`${folder}/index.m3u8?${query}`);
  if (!playlist.ok) return [`${recordingId} cannot be played: ${playlist.status}`];
  const ranges = [...(await playlist.text()).matchAll(/BYTERANGE[:=]"?(\d+)@(\d+)/g)].map(([, length, from]) => ({
    length: Number(length),
    from: Number(from),
  }));
  if (ranges.length < 2) return [`${recordingId} has an empty playlist`];
  for (const { length, from } of ranges) {
    const part = await fetch(`${folder}/media.mp4?${query}`, { headers: { range: `bytes=${from}-${from + length - 1}` } });
    const bytes = Buffer.from(await part.arrayBuffer());
    const type = bytes.toString('latin1', 4, 8);
    if (part.status !== 206 || bytes.length !== length || (type !== 'moof' && type !== 'ftyp'))
      return [`${recordingId} cannot be played from ${from} on: ${part.status}, ${bytes.length} of ${length} bytes`];
  }
  return [];
}
