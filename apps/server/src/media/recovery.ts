import { constants } from 'node:fs';
import { appendFile, open, readdir, readFile, stat, truncate, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { readFragmentInfo, VIDEO_HZ, VIDEO_TRACK_ID } from './fmp4.ts';
import type { MediaLog } from './log.ts';
import { endLine, initLine, parseIndex, recordedTicks, recordingPaths, segmentLine, toldLine } from './recording-index.ts';
import type { IndexedSegment, RecordedEvent, RecordingIndex } from './recording-index.ts';

const BOX_HEAD = 8;
const MOOF_MAX_BYTES = 4 * 1024 * 1024;

/**
 * Finishes recordings a crash left open: whole fragments behind the last indexed segment become a segment,
 * half a fragment is cut off, and the index gets its end. Returns what can be played and the web process has not heard
 * of, which may also be whole ones that ended while nobody was there to be told.
 */
export async function recoverRecordings(dir: string, log: MediaLog): Promise<RecordedEvent[]> {
  const recovered: RecordedEvent[] = [];
  const names = (await readdir(dir)).filter((name) => name.endsWith('.idx')).sort();
  for (const name of names) {
    try {
      const event = await recoverRecording(dir, path.basename(name, '.idx'));
      if (event !== null) recovered.push(event);
    } catch (error) {
      // One damaged file must not keep the others, or the server, from starting.
      log.error('recording not recovered', { recordingId: path.basename(name, '.idx'), error: String(error) });
    }
  }
  return recovered;
}

export async function recoverRecording(dir: string, recordingId: string): Promise<RecordedEvent | null> {
  const paths = recordingPaths(dir, recordingId);
  const index = parseIndex(await readFile(paths.index, 'utf8'));
  if (index?.isTold === true) return null;
  if (index?.isEnded === true) return recordedEvent(recordingId, index, (await stat(paths.media)).size);
  if (index === null) {
    // Killed before the first line was written: there is nothing to find the media by, and no whole second of it.
    await removeFiles(dir, recordingId);
    return null;
  }
  await truncate(paths.index, index.wholeBytes);
  const length = await indexTail(paths.media, index, (line) => appendFile(paths.index, line));
  if (index.segments.length === 0) {
    await removeFiles(dir, recordingId);
    return null;
  }
  await truncate(paths.media, length);
  await appendFile(paths.index, endLine(Date.now()));
  return recordedEvent(recordingId, index, length);
}

function recordedEvent(recordingId: string, index: RecordingIndex, bytes: number): RecordedEvent | null {
  if (index.segments.length === 0) return null;
  return {
    sessionId: index.head.sessionId,
    recordingId,
    file: `${recordingId}.mp4`,
    bytes,
    durationMs: Math.round((recordedTicks(index) * 1000) / VIDEO_HZ),
    startedAt: new Date(index.head.startedAt).toISOString(),
  };
}

/** Remembers that the web process has heard of a recording; forgotten by a crash, it is told once more. */
export async function markTold(dir: string, recordingId: string): Promise<void> {
  // Deleted in the meantime: nothing may make half a recording of it again.
  const file = await open(recordingPaths(dir, recordingId).index, constants.O_WRONLY | constants.O_APPEND);
  try {
    await file.appendFile(toldLine(Date.now()));
  } finally {
    await file.close();
  }
}

export async function removeFiles(dir: string, recordingId: string): Promise<boolean> {
  const paths = recordingPaths(dir, recordingId);
  // The index goes first: media without an index is invisible, an index without media is not.
  const removed = await Promise.allSettled([unlink(paths.index), unlink(paths.media)]);
  return removed.some((result) => result.status === 'fulfilled');
}

/** Reads the boxes behind the last indexed byte; returns where the last whole one ends. */
async function indexTail(file: string, index: RecordingIndex, append: (line: string) => Promise<void>): Promise<number> {
  const size = (await stat(file).catch(() => ({ size: 0 }))).size;
  const lastInit = index.inits.at(-1);
  const last = index.segments.at(-1);
  let at = Math.max(last === undefined ? 0 : last.at + last.length, lastInit === undefined ? 0 : lastInit.at + lastInit.length);
  const handle = await open(file, 'r');
  try {
    let tail: IndexedSegment | null = null;
    let baseTicks: number | null = null;
    for (;;) {
      const type = await boxAt(handle, at, size);
      if (type?.type === 'ftyp') {
        const moov = await boxAt(handle, at + type.length, size);
        if (moov?.type !== 'moov') break;
        index.inits.push({ at, length: type.length + moov.length });
        await append(initLine({ at, length: type.length + moov.length }));
        at += type.length + moov.length;
        continue;
      }
      if (type?.type !== 'moof' || type.length > MOOF_MAX_BYTES) break;
      const mdat = await boxAt(handle, at + type.length, size);
      if (mdat?.type !== 'mdat') break;
      const info = readFragmentInfo(await bytesAt(handle, at, type.length));
      const ticks = Number(info.baseTime.get(VIDEO_TRACK_ID) ?? 0n);
      baseTicks ??= await firstTicks(handle, index, ticks);
      tail ??= tailSegment(index, at, ticks - baseTicks, info.isKeyFirst);
      tail.length += type.length + mdat.length;
      tail.durationTicks += info.duration.get(VIDEO_TRACK_ID) ?? 0;
      at += type.length + mdat.length;
    }
    if (tail !== null) {
      index.segments.push(tail);
      await append(segmentLine(tail));
    }
    return at;
  } finally {
    await handle.close();
  }
}

/** Where the recording's own time begins on the stream's line. */
async function firstTicks(handle: FileHandle, index: RecordingIndex, fallback: number): Promise<number> {
  const first = index.segments[0];
  if (first === undefined) return fallback;
  const head = await bytesAt(handle, first.at, BOX_HEAD);
  const info = readFragmentInfo(await bytesAt(handle, first.at, head.readUInt32BE(0)));
  return Number(info.baseTime.get(VIDEO_TRACK_ID) ?? 0n);
}

function tailSegment(index: RecordingIndex, at: number, startTicks: number, isKey: boolean): IndexedSegment {
  const last = index.segments.at(-1);
  const wallMs = last === undefined ? index.head.startedAt : last.wallMs + Math.round((startTicks - last.startTicks) / (VIDEO_HZ / 1000));
  return { at, length: 0, startTicks, durationTicks: 0, wallMs, isKey, isDiscontinuity: false, init: index.inits.length - 1 };
}

/** Null when the box is not wholly in the file. */
async function boxAt(handle: FileHandle, at: number, size: number): Promise<{ type: string; length: number } | null> {
  if (at + BOX_HEAD > size) return null;
  const head = await bytesAt(handle, at, BOX_HEAD);
  const length = head.readUInt32BE(0);
  return length < BOX_HEAD || at + length > size ? null : { type: head.toString('latin1', 4, 8), length };
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, at);
  if (bytesRead !== length) throw new Error('recording is shorter than its boxes say');
  return bytes;
}
