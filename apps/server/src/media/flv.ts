import { MediaRefusal } from './media-refusal.ts';
import { encodeAmf } from './rtmp/amf0.ts';
import type { AudioSample, AudioTrack, TrackSet, VideoSample, VideoTrack } from './tracks.ts';

export const FLV_TAG = { audio: 8, video: 9, script: 18 } as const;
export type FlvTag = { type: number; timestampMs: number; payload: Buffer };

export type VideoPayload =
  | { kind: 'config'; config: Buffer }
  | { kind: 'frame'; ctsMs: number; isKey: boolean; data: Buffer }
  | { kind: 'nothing' };
export type AudioPayload =
  | { kind: 'config'; codec: 'aac' | 'opus'; config: Buffer }
  | { kind: 'frame'; codec: 'aac' | 'opus'; data: Buffer }
  | { kind: 'nothing' };

const TAG_HEAD = 11;
const OPUS_FOURCC = Buffer.from('Opus', 'latin1');
const VIDEO_CODECS: Record<number, string> = { 2: 'Sorenson H.263', 3: 'Screen video', 4: 'VP6', 5: 'VP6', 6: 'Screen video', 12: 'H.265' };
const AUDIO_CODECS: Record<number, string> = {
  0: 'PCM',
  1: 'ADPCM',
  2: 'MP3',
  3: 'PCM',
  4: 'Nellymoser',
  5: 'Nellymoser',
  6: 'Nellymoser',
  7: 'G.711',
  8: 'G.711',
  11: 'Speex',
  14: 'MP3',
};

/** File header plus the first back pointer. A player waits for every track the header promises, so it must not promise one that never comes. */
export function flvHeader(hasAudio: boolean): Buffer {
  return Buffer.from([0x46, 0x4c, 0x56, 1, hasAudio ? 5 : 1, 0, 0, 0, 9, 0, 0, 0, 0]);
}

export function encodeFlvTag(type: number, timestampMs: number, payload: Buffer): Buffer {
  const tag = allocateTag(type, timestampMs, payload.length);
  payload.copy(tag, TAG_HEAD);
  return tag;
}

export function encodeVideoConfigTag(track: VideoTrack, timestampMs: number): Buffer {
  return encodeFlvTag(FLV_TAG.video, timestampMs, Buffer.concat([Buffer.from([0x17, 0, 0, 0, 0]), track.config]));
}

export function encodeAudioConfigTag(track: AudioTrack, timestampMs: number): Buffer {
  const head = track.codec === 'aac' ? Buffer.from([0xaf, 0]) : Buffer.concat([Buffer.from([0x90]), OPUS_FOURCC]);
  return encodeFlvTag(FLV_TAG.audio, timestampMs, Buffer.concat([head, track.config]));
}

export function encodeVideoTag(sample: VideoSample): Buffer {
  const tag = allocateTag(FLV_TAG.video, sample.dtsMs, 5 + sample.data.length);
  tag[TAG_HEAD] = sample.isKey ? 0x17 : 0x27;
  tag[TAG_HEAD + 1] = 1;
  tag.writeIntBE(sample.ctsMs, TAG_HEAD + 2, 3);
  sample.data.copy(tag, TAG_HEAD + 5);
  return tag;
}

/** Opus travels as Enhanced RTMP says: an extended header byte, then the FourCC. */
export function encodeAudioTag(codec: 'aac' | 'opus', sample: AudioSample): Buffer {
  const headLength = codec === 'aac' ? 2 : 5;
  const tag = allocateTag(FLV_TAG.audio, sample.ptsMs, headLength + sample.data.length);
  if (codec === 'aac') {
    tag[TAG_HEAD] = 0xaf;
    tag[TAG_HEAD + 1] = 1;
  } else {
    tag[TAG_HEAD] = 0x91;
    OPUS_FOURCC.copy(tag, TAG_HEAD + 1);
  }
  sample.data.copy(tag, TAG_HEAD + headLength);
  return tag;
}

/** Our own onMetaData: what the publisher wrote there is not passed on to viewers. */
export function encodeMetaTag(tracks: TrackSet, timestampMs: number): Buffer {
  const meta = { hasVideo: true, hasAudio: tracks.audio !== null, width: tracks.video.width, height: tracks.video.height, videocodecid: 7 };
  return encodeFlvTag(FLV_TAG.script, timestampMs, encodeAmf('onMetaData', meta));
}

export function parseVideoPayload(payload: Buffer): VideoPayload {
  const first = payload[0];
  if (first === undefined) return { kind: 'nothing' };
  if ((first & 0x80) !== 0) return parseExtendedVideo(first, payload);
  const codec = first & 15;
  const frameType = first >> 4;
  if (codec !== 7) throw unsupported('video', VIDEO_CODECS[codec] ?? `number ${codec}`, 'H.264');
  if (frameType === 5 || payload.length < 5) return { kind: 'nothing' };
  if (payload[1] === 0) return { kind: 'config', config: payload.subarray(5) };
  if (payload[1] !== 1 || payload.length === 5) return { kind: 'nothing' };
  return { kind: 'frame', ctsMs: payload.readIntBE(2, 3), isKey: frameType === 1, data: payload.subarray(5) };
}

export function parseAudioPayload(payload: Buffer): AudioPayload {
  const first = payload[0];
  if (first === undefined) return { kind: 'nothing' };
  const format = first >> 4;
  if (format === 9) return parseExtendedAudio(first & 15, payload);
  if (format !== 10) throw unsupported('audio', AUDIO_CODECS[format] ?? `number ${format}`, 'AAC or Opus');
  if (payload.length < 3) return { kind: 'nothing' };
  const data = payload.subarray(2);
  return payload[1] === 0 ? { kind: 'config', codec: 'aac', config: data } : { kind: 'frame', codec: 'aac', data };
}

/** Reads tags out of an FLV byte stream that arrives in pieces. */
export class FlvReader {
  #held: Buffer = Buffer.alloc(0);
  #hasHeader = false;
  readonly #tagSizeMax: number;

  constructor(tagSizeMax = 4 * 1024 * 1024) {
    this.#tagSizeMax = tagSizeMax;
  }

  read(data: Buffer): FlvTag[] {
    this.#held = this.#held.length === 0 ? data : Buffer.concat([this.#held, data]);
    const tags: FlvTag[] = [];
    if (!this.#hasHeader) {
      if (this.#held.length < 13) return tags;
      if (this.#held.toString('latin1', 0, 3) !== 'FLV') throw new MediaRefusal('broken_stream', 'FLV: header expected');
      const headLength = this.#held.readUInt32BE(5) + 4;
      if (headLength > 64) throw new MediaRefusal('broken_stream', 'FLV: header is too long');
      if (this.#held.length < headLength) return tags;
      this.#held = this.#held.subarray(headLength);
      this.#hasHeader = true;
    }
    for (;;) {
      if (this.#held.length < TAG_HEAD) return tags;
      const length = this.#held.readUIntBE(1, 3);
      if (length > this.#tagSizeMax) throw new MediaRefusal('message_too_large', 'FLV: tag is too large');
      if (this.#held.length < TAG_HEAD + length + 4) return tags;
      const timestampMs = this.#held.readUIntBE(4, 3) + (this.#held[7] ?? 0) * 0x1000000;
      tags.push({ type: (this.#held[0] ?? 0) & 31, timestampMs, payload: this.#held.subarray(TAG_HEAD, TAG_HEAD + length) });
      this.#held = this.#held.subarray(TAG_HEAD + length + 4);
    }
  }
}

function allocateTag(type: number, timestampMs: number, payloadLength: number): Buffer {
  const tag = Buffer.allocUnsafe(TAG_HEAD + payloadLength + 4);
  const timestamp = timestampMs >>> 0;
  tag[0] = type;
  tag.writeUIntBE(payloadLength, 1, 3);
  tag.writeUIntBE(timestamp & 0xffffff, 4, 3);
  tag[7] = timestamp >>> 24;
  tag.writeUIntBE(0, 8, 3);
  tag.writeUInt32BE(TAG_HEAD + payloadLength, TAG_HEAD + payloadLength);
  return tag;
}

function parseExtendedVideo(first: number, payload: Buffer): VideoPayload {
  const fourcc = payload.toString('latin1', 1, 5);
  if (payload.length < 5 || fourcc !== 'avc1') throw unsupported('video', printable(fourcc), 'H.264');
  const packetType = first & 15;
  const isKey = ((first >> 4) & 7) === 1;
  if (packetType === 0) return { kind: 'config', config: payload.subarray(5) };
  if (packetType === 1 && payload.length > 8) return { kind: 'frame', ctsMs: payload.readIntBE(5, 3), isKey, data: payload.subarray(8) };
  if (packetType === 3 && payload.length > 5) return { kind: 'frame', ctsMs: 0, isKey, data: payload.subarray(5) };
  return { kind: 'nothing' };
}

function parseExtendedAudio(packetType: number, payload: Buffer): AudioPayload {
  const fourcc = payload.toString('latin1', 1, 5);
  const codec = fourcc === 'Opus' ? 'opus' : fourcc === 'mp4a' ? 'aac' : null;
  if (codec === null) throw unsupported('audio', printable(fourcc), 'AAC or Opus');
  const data = payload.subarray(5);
  if (data.length === 0) return { kind: 'nothing' };
  if (packetType === 0) return { kind: 'config', codec, config: data };
  return packetType === 1 ? { kind: 'frame', codec, data } : { kind: 'nothing' };
}

function unsupported(kind: string, got: string, wanted: string): MediaRefusal {
  return new MediaRefusal('codec_not_supported', `${kind} codec ${got} is not supported: set the encoder to ${wanted}`);
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
