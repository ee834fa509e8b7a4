import { readdirSync, readFileSync } from 'node:fs';
import { boxes, readFragmentInfo, VIDEO_HZ, VIDEO_TRACK_ID } from '../../apps/server/src/media/fmp4.ts';
import { playQuery, signPlay } from '../../apps/server/src/media/play-signature.ts';
import { parseIndex, recordingPaths } from '../../apps/server/src/media/recording-index.ts';
import type { Installation } from './installation.ts';

/** What may be missing at the end of a recording whose process was killed. */
const lostMaxMs = 2_000;

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

/** A recording that was being written when its process was killed, compared with what a viewer had been shown by then. */
export function checkCutOff(at: Installation, { recordingId, seenMs }: { recordingId: string; seenMs: number }): string[] {
  const { endMs, isEnded, problems } = readRecording(at, recordingId);
  if (!isEnded) problems.push(`${recordingId} was not finished after the restart`);
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
