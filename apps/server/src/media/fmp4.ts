import { u16, u32, u64, zeros } from './bytes.ts';
import { MediaRefusal } from './media-refusal.ts';
import { parseOpusHead } from './opus.ts';
import type { AudioTrack, TrackSet, VideoTrack } from './tracks.ts';

export const VIDEO_TRACK_ID = 1;
export const AUDIO_TRACK_ID = 2;
/** Video clock of everything in MP4 here. */
export const VIDEO_HZ = 90_000;

export type FragmentSample = { data: Buffer; duration: number; ctsOffset: number; isKey: boolean };
/** Samples of one track that follow each other without a gap. */
export type TrackRun = { trackId: number; baseTime: number; samples: readonly FragmentSample[] };
export type Box = { type: string; at: number; length: number; headLength: number };
export type FragmentInfo = { baseTime: Map<number, bigint>; duration: Map<number, number>; isKeyFirst: boolean };

const SYNC_SAMPLE = 0x02000000;
const DEPENDENT_SAMPLE = 0x01010000;
/** trun: data offset, and duration, size, flags and composition offset per sample. */
const RUN_FLAGS = 0x000f01;
const MATRIX = Buffer.concat([u32(0x10000), zeros(12), u32(0x10000), zeros(12), u32(0x40000000)]);

/** ftyp and moov: what a player needs once, before any fragment. */
export function initSegment(tracks: TrackSet): Buffer {
  const ids = tracks.audio === null ? [VIDEO_TRACK_ID] : [VIDEO_TRACK_ID, AUDIO_TRACK_ID];
  const movieHead = fullBox(
    'mvhd',
    0,
    0,
    zeros(8),
    u32(1000),
    u32(0),
    u32(0x10000),
    u16(0x100),
    zeros(10),
    MATRIX,
    zeros(24),
    u32(ids.length + 1),
  );
  const trackBoxes = [videoTrackBox(tracks.video)];
  if (tracks.audio !== null) trackBoxes.push(audioTrackBox(tracks.audio));
  const extends_ = ids.map((id) => fullBox('trex', 0, 0, u32(id), u32(1), u32(0), u32(0), u32(0)));
  return Buffer.concat([
    box('ftyp', Buffer.from('iso6'), u32(1), Buffer.from('iso6mp41cmfc')),
    box('moov', movieHead, ...trackBoxes, box('mvex', ...extends_)),
  ]);
}

/** moof and mdat holding one run per track. */
export function fragment(sequence: number, runs: readonly TrackRun[]): Buffer {
  const filled = runs.filter((run) => run.samples.length > 0);
  const sizes = filled.map((run) => run.samples.reduce((sum, sample) => sum + sample.data.length, 0));
  const dataBytes = sizes.reduce((sum, size) => sum + size, 0);
  const headOf = (offsets: readonly number[]): Buffer =>
    box('moof', fullBox('mfhd', 0, 0, u32(sequence)), ...filled.map((run, i) => trackFragment(run, offsets[i] ?? 0)));
  const headLength = headOf([]).length;
  let at = headLength + 8;
  const offsets = sizes.map((size) => {
    const offset = at;
    at += size;
    return offset;
  });
  const data = filled.flatMap((run) => run.samples.map((sample) => sample.data));
  return Buffer.concat([headOf(offsets), u32(8 + dataBytes), Buffer.from('mdat'), ...data]);
}

/** Index of the fragments that follow: gives a plain video element length and seeking. */
export function segmentIndex(segments: readonly { bytes: number; duration: number; isKey: boolean }[], earliestTime: bigint): Buffer {
  const references = segments.map((segment) =>
    Buffer.concat([u32(segment.bytes & 0x7fffffff), u32(segment.duration), u32(segment.isKey ? 0x90000000 : 0)]),
  );
  return fullBox(
    'sidx',
    1,
    0,
    u32(VIDEO_TRACK_ID),
    u32(VIDEO_HZ),
    u64(earliestTime),
    u64(0n),
    u16(0),
    u16(references.length),
    ...references,
  );
}

/** Moves every fragment in `bytes` back in time, track by track, in place. Nothing changes its length. */
export function rebase(bytes: Buffer, offsets: ReadonlyMap<number, bigint>): void {
  eachTrackTime(bytes, (trackId, at) => {
    const time = bytes.readBigUInt64BE(at) - (offsets.get(trackId) ?? 0n);
    bytes.writeBigUInt64BE(time < 0n ? 0n : time, at);
  });
}

/** Start times per track of the first fragment that has the track. */
export function firstTimes(bytes: Buffer): Map<number, bigint> {
  const times = new Map<number, bigint>();
  eachTrackTime(bytes, (trackId, at) => {
    if (!times.has(trackId)) times.set(trackId, bytes.readBigUInt64BE(at));
  });
  return times;
}

/** What the moof boxes say, for putting an interrupted recording's index together again. */
export function readFragmentInfo(moof: Buffer): FragmentInfo {
  const info: FragmentInfo = { baseTime: firstTimes(moof), duration: new Map(), isKeyFirst: false };
  let hasVideo = false;
  for (const outer of boxes(moof, 0, moof.length)) {
    if (outer.type !== 'moof') continue;
    for (const traf of children(moof, outer)) {
      if (traf.type !== 'traf') continue;
      let trackId = 0;
      for (const inner of children(moof, traf)) {
        if (inner.type === 'tfhd') trackId = moof.readUInt32BE(inner.at + 12);
        if (inner.type !== 'trun') continue;
        const count = moof.readUInt32BE(inner.at + 12);
        let duration = 0;
        for (let i = 0; i < count; i++) duration += moof.readUInt32BE(inner.at + 20 + i * 16);
        info.duration.set(trackId, (info.duration.get(trackId) ?? 0) + duration);
        if (trackId !== VIDEO_TRACK_ID || count === 0 || hasVideo) continue;
        hasVideo = true;
        info.isKeyFirst = moof.readUInt32BE(inner.at + 28) === SYNC_SAMPLE;
      }
    }
  }
  return info;
}

/** Walks the boxes between two offsets. A length that does not fit ends in an error, not in a loop. */
export function boxes(bytes: Buffer, from: number, to: number): Box[] {
  const found: Box[] = [];
  for (let at = from; at < to;) {
    if (at + 8 > to) throw new MediaRefusal('broken_stream', 'MP4: box is cut');
    const length = bytes.readUInt32BE(at);
    if (length < 8 || at + length > to) throw new MediaRefusal('broken_stream', 'MP4: box is cut');
    found.push({ type: bytes.toString('latin1', at + 4, at + 8), at, length, headLength: 8 });
    at += length;
  }
  return found;
}

export function children(bytes: Buffer, parent: Box): Box[] {
  return boxes(bytes, parent.at + parent.headLength, parent.at + parent.length);
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([u32(length), Buffer.from(type, 'latin1'), ...parts], length);
}

function fullBox(type: string, version: number, flags: number, ...parts: readonly Buffer[]): Buffer {
  return box(type, Buffer.from([version, (flags >> 16) & 255, (flags >> 8) & 255, flags & 255]), ...parts);
}

/** Calls back with the place of each fragment's 64-bit tfdt time. */
function eachTrackTime(bytes: Buffer, run: (trackId: number, at: number) => void): void {
  for (const outer of boxes(bytes, 0, bytes.length)) {
    if (outer.type !== 'moof') continue;
    for (const traf of children(bytes, outer)) {
      if (traf.type !== 'traf') continue;
      let trackId = 0;
      for (const inner of children(bytes, traf)) {
        if (inner.type === 'tfhd') trackId = bytes.readUInt32BE(inner.at + 12);
        if (inner.type === 'tfdt') run(trackId, inner.at + 12);
      }
    }
  }
}

function trackFragment(run: TrackRun, dataOffset: number): Buffer {
  const table = Buffer.allocUnsafe(8 + run.samples.length * 16);
  table.writeUInt32BE(run.samples.length, 0);
  table.writeInt32BE(dataOffset, 4);
  run.samples.forEach((sample, i) => {
    const at = 8 + i * 16;
    table.writeUInt32BE(sample.duration, at);
    table.writeUInt32BE(sample.data.length, at + 4);
    table.writeUInt32BE(sample.isKey ? SYNC_SAMPLE : DEPENDENT_SAMPLE, at + 8);
    table.writeInt32BE(sample.ctsOffset, at + 12);
  });
  // default-base-is-moof, so a fragment can be cut out and moved without touching offsets.
  return box(
    'traf',
    fullBox('tfhd', 0, 0x020000, u32(run.trackId)),
    fullBox('tfdt', 1, 0, u64(BigInt(run.baseTime))),
    fullBox('trun', 1, RUN_FLAGS, table),
  );
}

function videoTrackBox(track: VideoTrack): Buffer {
  const entry = box(
    'avc1',
    zeros(6),
    u16(1),
    zeros(16),
    u16(track.width),
    u16(track.height),
    u32(0x480000),
    u32(0x480000),
    zeros(4),
    u16(1),
    zeros(32),
    u16(0x18),
    u16(0xffff),
    box('avcC', track.config),
  );
  return trackBox({
    id: VIDEO_TRACK_ID,
    hz: VIDEO_HZ,
    handler: 'vide',
    mediaHead: fullBox('vmhd', 0, 1, zeros(8)),
    entry,
    volume: 0,
    width: track.width,
    height: track.height,
  });
}

function audioTrackBox(track: AudioTrack): Buffer {
  const head = Buffer.concat([
    zeros(6),
    u16(1),
    zeros(8),
    u16(track.channels),
    u16(16),
    zeros(4),
    u16(track.sampleRate > 0xffff ? 0 : track.sampleRate),
    u16(0),
  ]);
  const entry = track.codec === 'opus' ? box('Opus', head, opusConfigBox(track)) : box('mp4a', head, aacConfigBox(track));
  return trackBox({
    id: AUDIO_TRACK_ID,
    hz: track.sampleRate,
    handler: 'soun',
    mediaHead: fullBox('smhd', 0, 0, zeros(4)),
    entry,
    volume: 0x100,
    width: 0,
    height: 0,
  });
}

type TrackBoxParts = {
  id: number;
  hz: number;
  handler: string;
  mediaHead: Buffer;
  entry: Buffer;
  volume: number;
  width: number;
  height: number;
};

function trackBox(parts: TrackBoxParts): Buffer {
  const trackHead = fullBox(
    'tkhd',
    0,
    3,
    zeros(8),
    u32(parts.id),
    zeros(4),
    u32(0),
    zeros(8),
    u16(0),
    u16(0),
    u16(parts.volume),
    zeros(2),
    MATRIX,
    u32(parts.width * 0x10000),
    u32(parts.height * 0x10000),
  );
  const mediaHead = fullBox('mdhd', 0, 0, zeros(8), u32(parts.hz), u32(0), u16(0x55c4), u16(0));
  const handler = fullBox('hdlr', 0, 0, zeros(4), Buffer.from(parts.handler), zeros(12), Buffer.from('\0'));
  const data = box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1)));
  const table = box(
    'stbl',
    fullBox('stsd', 0, 0, u32(1), parts.entry),
    fullBox('stts', 0, 0, u32(0)),
    fullBox('stsc', 0, 0, u32(0)),
    fullBox('stsz', 0, 0, u32(0), u32(0)),
    fullBox('stco', 0, 0, u32(0)),
  );
  return box('trak', trackHead, box('mdia', mediaHead, handler, box('minf', parts.mediaHead, data, table)));
}

function opusConfigBox(track: AudioTrack): Buffer {
  const { channels, preSkipSamples } = parseOpusHead(track.config);
  return box('dOps', Buffer.from([0, channels]), u16(preSkipSamples), u32(track.sampleRate), u16(0), Buffer.from([0]));
}

function aacConfigBox(track: AudioTrack): Buffer {
  const specific = Buffer.concat([Buffer.from([5, track.config.length]), track.config]);
  const decoder = Buffer.concat([Buffer.from([4, 13 + specific.length, 0x40, 0x15, 0, 0, 0]), u32(0), u32(0), specific]);
  return fullBox('esds', 0, 0, Buffer.from([3, 6 + decoder.length, 0, AUDIO_TRACK_ID, 0]), decoder, Buffer.from([6, 1, 2]));
}
