import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The index beside a recording: one JSON line per thing that is whole in the file, appended after its bytes. A line that was cut by a
 * crash is ignored, so the index never names bytes that are not there.
 */
export type RecordingHead = { v: 1; recordingId: string; sessionId: string; startedAt: number };
export type IndexedInit = { at: number; length: number };
export type IndexedSegment = {
  at: number;
  length: number;
  /** 90 kHz ticks since the recording began. */
  startTicks: number;
  durationTicks: number;
  /** Wall clock, unix milliseconds: what a product's pin time is looked up by. */
  wallMs: number;
  isKey: boolean;
  isDiscontinuity: boolean;
  /** Which of the inits decodes it. */
  init: number;
};
export type RecordingIndex = {
  head: RecordingHead;
  inits: IndexedInit[];
  segments: IndexedSegment[];
  isEnded: boolean;
  /** The web process has heard of the whole recording. */
  isTold: boolean;
  wholeBytes: number;
};

/** What the web process is told about a recording that can be played. */
export type RecordedEvent = { sessionId: string; recordingId: string; file: string; bytes: number; durationMs: number; startedAt: string };

type Line =
  | { head: RecordingHead }
  | { init: [number, number] }
  | { seg: [number, number, number, number, number, number, number] }
  | { end: number }
  | { told: number };

export function recordingPaths(dir: string, recordingId: string): { media: string; index: string } {
  return { media: path.join(dir, `${recordingId}.mp4`), index: path.join(dir, `${recordingId}.idx`) };
}

export function headLine(head: RecordingHead): string {
  return `${JSON.stringify({ head })}\n`;
}

export function initLine(init: IndexedInit): string {
  return `${JSON.stringify({ init: [init.at, init.length] })}\n`;
}

export function segmentLine(segment: IndexedSegment): string {
  const { at, length, startTicks, durationTicks, wallMs, isKey, isDiscontinuity } = segment;
  return `${JSON.stringify({ seg: [at, length, startTicks, durationTicks, wallMs, isKey ? 1 : 0, isDiscontinuity ? 1 : 0] })}\n`;
}

export function endLine(atMs: number): string {
  return `${JSON.stringify({ end: atMs })}\n`;
}

export function toldLine(atMs: number): string {
  return `${JSON.stringify({ told: atMs })}\n`;
}

/** Null when the text has no readable head. */
export function parseIndex(text: string): RecordingIndex | null {
  let index: RecordingIndex | null = null;
  let at = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
    const line = parseLine(text.slice(at, end));
    if (line === null) break;
    at = end + 1;
    if ('head' in line) {
      index ??= { head: line.head, inits: [], segments: [], isEnded: false, isTold: false, wholeBytes: 0 };
      continue;
    }
    if (index === null) return null;
    if ('end' in line) index.isEnded = true;
    else if ('told' in line) index.isTold = true;
    else if ('init' in line) index.inits.push({ at: line.init[0], length: line.init[1] });
    else index.segments.push(segmentOf(line.seg, index.inits.length - 1));
  }
  if (index !== null) index.wholeBytes = Buffer.byteLength(text.slice(0, at));
  return index;
}

const cache = new Map<string, { size: number; index: RecordingIndex }>();
const CACHE_MAX = 32;

/** Reads an index; one that has not grown since is not parsed again. */
export async function readIndex(file: string): Promise<RecordingIndex | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const known = cache.get(file);
  if (known?.size === text.length) return known.index;
  const index = parseIndex(text);
  if (index === null) return null;
  cache.delete(file);
  cache.set(file, { size: text.length, index });
  const [oldest] = cache.keys();
  if (cache.size > CACHE_MAX && oldest !== undefined) cache.delete(oldest);
  return index;
}

export function recordedTicks(index: RecordingIndex): number {
  return index.segments.reduce((sum, segment) => sum + segment.durationTicks, 0);
}

function segmentOf(fields: readonly number[], init: number): IndexedSegment {
  const [at = 0, length = 0, startTicks = 0, durationTicks = 0, wallMs = 0, isKey = 0, isDiscontinuity = 0] = fields;
  return {
    at,
    length,
    startTicks,
    durationTicks,
    wallMs,
    isKey: isKey === 1,
    isDiscontinuity: isDiscontinuity === 1,
    init: Math.max(0, init),
  };
}

function parseLine(text: string): Line | null {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== 'object' || line === null) return null;
    return 'head' in line || 'init' in line || 'seg' in line || 'end' in line || 'told' in line ? (line as Line) : null;
  } catch {
    // A torn last line is what a crash leaves; everything before it holds.
    return null;
  }
}
