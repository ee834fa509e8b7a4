import { encodeAudioConfigTag, encodeAudioTag, encodeMetaTag, encodeVideoConfigTag, encodeVideoTag, flvHeader } from './flv.ts';
import type { AudioSample, StreamOutput, TrackSet, VideoSample } from './tracks.ts';

/** One viewer's connection. Writes never wait; what the socket cannot take shows up in queuedBytes. */
export type FlvViewer = {
  /** Over WebSocket a write must be one whole frame. */
  isFramed: boolean;
  queuedBytes(): number;
  write(bytes: Buffer): void;
  /** Orderly when the stream is over, abrupt when the viewer could not keep up. */
  close(isKicked: boolean): void;
};

type Seat = { isSkipping: boolean; skippingSince: number };
export type FanoutLimits = { mergeMs: number; queueMaxBytes: number; resumeBelowBytes: number; kickAfterMs: number };

const LIMITS: FanoutLimits = { mergeMs: 50, queueMaxBytes: 1_500_000, resumeBelowBytes: 200_000, kickAfterMs: 8_000 };
/** A picture group beyond this is not kept for newcomers; they wait for the next key frame. */
const GOP_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Sends one live stream as FLV to many. Tags of 50 ms go out as one shared buffer, because one write per viewer
 * and tick is what viewers cost. Newcomers get the running picture group at once; a viewer whose queue grows
 * is left out until a key frame and, if that does not help, dropped.
 */
export class FlvFanout implements StreamOutput {
  droppedFrames = 0;
  readonly #limits: FanoutLimits;
  readonly #seats = new Map<FlvViewer, Seat>();
  readonly #waiting = new Set<FlvViewer>();
  #tracks: TrackSet | null = null;
  #group: Buffer[] = [];
  #groupBytes = 0;
  #newcomerBytes: Buffer | null = null;
  #pending: Buffer[] = [];
  #isPendingKey = false;
  #pendingFrames = 0;
  #timer: NodeJS.Timeout | null = null;
  #lastMs = 0;

  constructor(limits: Partial<FanoutLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  get viewerCount(): number {
    return this.#seats.size + this.#waiting.size;
  }

  attach(viewer: FlvViewer): void {
    if (this.#tracks === null) {
      this.#waiting.add(viewer);
      return;
    }
    // What waits to be merged is part of the picture group too and must not reach the newcomer twice.
    this.#flush();
    this.#newcomerBytes ??= Buffer.concat([flvHeader(this.#tracks.audio !== null), ...this.#heads(this.#tracks, null), ...this.#group]);
    // Without a kept picture group the newcomer has nothing to start from until the next key frame.
    this.#seats.set(viewer, { isSkipping: this.#group.length === 0, skippingSince: Date.now() });
    viewer.write(viewer.isFramed ? webSocketFrame(this.#newcomerBytes) : this.#newcomerBytes);
  }

  detach(viewer: FlvViewer): void {
    this.#seats.delete(viewer);
    this.#waiting.delete(viewer);
  }

  begin(tracks: TrackSet): void {
    const before = this.#tracks;
    this.#tracks = tracks;
    this.#flush();
    this.#clearGroup();
    if (before !== null) for (const tag of this.#heads(tracks, before)) this.#push(tag);
  }

  video(sample: VideoSample): void {
    if (sample.isKey) {
      // A key frame opens a merged buffer, so that a viewer that skipped can come back on exactly there.
      this.#flush();
      this.#clearGroup();
    }
    this.#lastMs = sample.dtsMs;
    const tag = encodeVideoTag(sample);
    this.#keep(tag, sample.isKey);
    this.#isPendingKey ||= sample.isKey;
    this.#pendingFrames += 1;
    this.#push(tag);
    if (sample.isKey) this.#seatWaiting();
  }

  audio(sample: AudioSample): void {
    if (this.#tracks?.audio == null) return;
    const tag = encodeAudioTag(this.#tracks.audio.codec, sample);
    this.#keep(tag, false);
    this.#push(tag);
  }

  pause(): void {
    this.#flush();
  }

  end(): void {
    this.#flush();
    const viewers = [...this.#seats.keys(), ...this.#waiting];
    this.#seats.clear();
    this.#waiting.clear();
    this.#tracks = null;
    this.#clearGroup();
    for (const viewer of viewers) viewer.close(false);
  }

  /** Metadata and decoder configurations; those a viewer already has are left out. */
  #heads(tracks: TrackSet, before: TrackSet | null): Buffer[] {
    const heads: Buffer[] = [];
    const isVideoNew = before === null || !before.video.config.equals(tracks.video.config);
    const isAudioNew =
      tracks.audio !== null &&
      (before?.audio == null || !before.audio.config.equals(tracks.audio.config) || before.audio.codec !== tracks.audio.codec);
    const atMs = before === null ? 0 : this.#lastMs;
    if (isVideoNew || isAudioNew) heads.push(encodeMetaTag(tracks, atMs));
    if (isVideoNew) heads.push(encodeVideoConfigTag(tracks.video, atMs));
    if (isAudioNew && tracks.audio !== null) heads.push(encodeAudioConfigTag(tracks.audio, atMs));
    return heads;
  }

  #seatWaiting(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const viewer of waiting) this.attach(viewer);
  }

  #keep(tag: Buffer, isKey: boolean): void {
    this.#newcomerBytes = null;
    if (!isKey && this.#group.length === 0) return;
    this.#group.push(tag);
    this.#groupBytes += tag.length;
    if (this.#groupBytes > GOP_BYTES_MAX) this.#clearGroup();
  }

  #clearGroup(): void {
    this.#group = [];
    this.#groupBytes = 0;
    this.#newcomerBytes = null;
  }

  #push(tag: Buffer): void {
    this.#pending.push(tag);
    this.#timer ??= setTimeout(() => this.#flush(), this.#limits.mergeMs);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.length === 0) return;
    const bytes = this.#pending.length === 1 ? (this.#pending[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#pending);
    const [isKey, frames] = [this.#isPendingKey, this.#pendingFrames];
    this.#pending = [];
    this.#isPendingKey = false;
    this.#pendingFrames = 0;
    this.#send(bytes, isKey, frames);
  }

  #send(bytes: Buffer, isKey: boolean, frames: number): void {
    let framed: Buffer | null = null;
    const nowMs = Date.now();
    for (const [viewer, seat] of this.#seats) {
      const queuedBytes = viewer.queuedBytes();
      if (seat.isSkipping) {
        if (isKey && queuedBytes < this.#limits.resumeBelowBytes) {
          seat.isSkipping = false;
        } else {
          this.droppedFrames += frames;
          if (queuedBytes >= this.#limits.resumeBelowBytes && nowMs - seat.skippingSince > this.#limits.kickAfterMs) {
            this.#seats.delete(viewer);
            viewer.close(true);
          }
          continue;
        }
      } else if (queuedBytes > this.#limits.queueMaxBytes) {
        seat.isSkipping = true;
        seat.skippingSince = nowMs;
        this.droppedFrames += frames;
        continue;
      }
      if (viewer.isFramed) framed ??= webSocketFrame(bytes);
      viewer.write(viewer.isFramed && framed !== null ? framed : bytes);
    }
  }
}

/** An unmasked, unfragmented binary frame, built once for all viewers. */
export function webSocketFrame(payload: Buffer): Buffer {
  const headLength = payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headLength + payload.length);
  frame[0] = 0x82;
  if (headLength === 2) {
    frame[1] = payload.length;
  } else if (headLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(payload.length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  payload.copy(frame, headLength);
  return frame;
}
