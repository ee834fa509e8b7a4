import { parseAudioSpecificConfig } from './aac.ts';
import { NAL, nalType, parseAvcConfig, parseSps, splitLengthPrefixed } from './h264.ts';
import { MediaRefusal } from './media-refusal.ts';
import { OPUS_CLOCK_HZ, parseOpusHead } from './opus.ts';
import type { Publisher } from './publish.ts';
import { Timeline } from './timeline.ts';
import type { AudioSample, AudioTrack, IngestProtocol, StreamOutput, VideoSample, VideoTrack } from './tracks.ts';

export type StreamEvent = {
  kind: 'started' | 'interrupted' | 'resumed' | 'ended' | 'warning';
  protocol?: IngestProtocol;
  codec?: string;
  width?: number;
  height?: number;
  hasAudio?: boolean;
  reason?: string;
  detail?: string;
};
export type StreamOptions = { outputs: readonly StreamOutput[]; emit(event: StreamEvent): void; onEnd(): void; reconnectGraceMs: number };
export type StreamFigures = { bitrateKbps: number; fps: number; gopMs: number; codec: string };

/** How long the picture waits for sound to announce itself, in stream time, before the stream starts without. */
const AUDIO_WAIT_MS = 1_000;
const HELD_BYTES_MAX = 16 * 1024 * 1024;
const GOP_WARN_MS = 4_000;
const NO_VIDEO_WARN_MS = 5_000;
const SILENT_PUBLISHER_MS = 15_000;
/** 80 Mbit/s, four times what anybody streams; more for this many seconds in a row only fills memory. */
const BYTES_PER_SECOND_MAX = 10_000_000;
const FLOOD_SECONDS_MAX = 3;

type Held = { kind: 'video'; sample: VideoSample } | { kind: 'audio'; sample: AudioSample };

/** What is known of the publisher that is connected now. */
type Ingest = {
  protocol: IngestProtocol;
  kick(reason: string): void;
  video: VideoTrack | null;
  audio: AudioTrack | null;
  nalLengthSize: number;
  held: Held[];
  heldBytes: number;
  isFlowing: boolean;
  /** Tracks changed: the outputs learn it at the next key frame. */
  isVideoStale: boolean;
  isAudioStale: boolean;
  attachedAt: number;
  lastMediaAt: number;
  lastKeyDtsMs: number | null;
  firstCtsMs: number | null;
  warned: Set<string>;
  bytesThisSecond: number;
  floodSeconds: number;
};

/**
 * One live session's media. It outlives its publisher: when one drops, the outputs keep what they have and the next
 * publisher with a valid key goes on where the timeline stopped, until the grace time is over.
 */
export class LiveStream {
  readonly figures: StreamFigures = { bitrateKbps: 0, fps: 0, gopMs: 0, codec: '' };
  #countedSince = Date.now();
  #countedBytes = 0;
  #countedFrames = 0;
  readonly #options: StreamOptions;
  readonly #timeline = new Timeline();
  #ingest: Ingest | null = null;
  #hasStarted = false;
  #isEnded = false;
  #graceTimer: NodeJS.Timeout | null = null;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  get isLive(): boolean {
    return this.#ingest?.isFlowing === true;
  }

  /** A publisher with a valid key takes over; one that is still connected is sent away. */
  attach(protocol: IngestProtocol, kick: (reason: string) => void): Publisher {
    if (this.#ingest !== null) this.#detach(this.#ingest, 'replaced by a newer publisher', true);
    this.#stopGrace();
    const ingest: Ingest = {
      protocol,
      kick,
      video: null,
      audio: null,
      nalLengthSize: 4,
      held: [],
      heldBytes: 0,
      isFlowing: false,
      isVideoStale: false,
      isAudioStale: false,
      attachedAt: Date.now(),
      lastMediaAt: Date.now(),
      lastKeyDtsMs: null,
      firstCtsMs: null,
      warned: new Set(),
      bytesThisSecond: 0,
      floodSeconds: 0,
    };
    this.#ingest = ingest;
    const ifCurrent = (run: () => void): void => {
      if (this.#ingest === ingest) run();
    };
    return {
      setVideo: (config) => ifCurrent(() => this.#setVideo(ingest, config)),
      setAudio: (codec, config) => ifCurrent(() => this.#setAudio(ingest, codec, config)),
      video: (sample) => ifCurrent(() => this.#onVideo(ingest, sample)),
      audio: (sample) => ifCurrent(() => this.#onAudio(ingest, sample)),
      warn: (code, detail) => ifCurrent(() => this.#warn(ingest, code, detail)),
      close: (reason) => ifCurrent(() => this.#detach(ingest, reason, false)),
    };
  }

  end(reason: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#stopGrace();
    const ingest = this.#ingest;
    this.#ingest = null;
    for (const output of this.#options.outputs) output.end();
    if (this.#hasStarted) this.#options.emit({ kind: 'ended', reason });
    this.#options.onEnd();
    ingest?.kick(reason);
  }

  /** Called about each second: finds publishers that are connected but send nothing. */
  check(nowMs: number): void {
    const ingest = this.#ingest;
    if (ingest === null) return;
    if (nowMs - ingest.lastMediaAt > SILENT_PUBLISHER_MS) return this.#detach(ingest, 'no media for 15 s', true);
    ingest.floodSeconds = ingest.bytesThisSecond > BYTES_PER_SECOND_MAX ? ingest.floodSeconds + 1 : 0;
    ingest.bytesThisSecond = 0;
    if (ingest.floodSeconds >= FLOOD_SECONDS_MAX) {
      this.#warn(ingest, 'bitrate_too_high', 'the encoder sends more than 80 Mbit/s');
      return this.#detach(ingest, 'bitrate too high', true);
    }
    if (!ingest.isFlowing && nowMs - ingest.attachedAt > NO_VIDEO_WARN_MS) {
      this.#warn(ingest, 'no_video', ingest.video === null ? 'the encoder sends no H.264 video' : 'the encoder sends no key frame');
    }
  }

  /** What came in since the last call. */
  takeFigures(): StreamFigures {
    const elapsedMs = Math.max(1, Date.now() - this.#countedSince);
    this.figures.bitrateKbps = Math.round((this.#countedBytes * 8) / elapsedMs);
    this.figures.fps = Math.round((this.#countedFrames * 10_000) / elapsedMs) / 10;
    this.#countedSince = Date.now();
    this.#countedBytes = 0;
    this.#countedFrames = 0;
    return this.figures;
  }

  #setVideo(ingest: Ingest, config: Buffer): void {
    ingest.lastMediaAt = Date.now();
    if (ingest.video?.config.equals(config) === true) return;
    const avc = parseAvcConfig(config);
    const { width, height } = parseSps(avc.sps[0] ?? Buffer.alloc(0));
    ingest.video = { codec: 'h264', config: Buffer.from(config), width, height };
    ingest.nalLengthSize = avc.nalLengthSize;
    ingest.isVideoStale = true;
  }

  #setAudio(ingest: Ingest, codec: 'aac' | 'opus', config: Buffer): void {
    ingest.lastMediaAt = Date.now();
    if (ingest.audio?.codec === codec && ingest.audio.config.equals(config)) return;
    const isAac = codec === 'aac';
    const { channels } = isAac ? parseAudioSpecificConfig(config) : parseOpusHead(config);
    const sampleRate = isAac ? parseAudioSpecificConfig(config).sampleRate : OPUS_CLOCK_HZ;
    ingest.audio = { codec, config: Buffer.from(config), sampleRate, channels };
    ingest.isAudioStale = true;
    if (!ingest.isFlowing && ingest.held.length > 0) this.#flow(ingest);
  }

  #onVideo(ingest: Ingest, received: VideoSample): void {
    if (ingest.video === null) return;
    ingest.lastMediaAt = Date.now();
    this.#count(ingest, received.data.length);
    this.#countedFrames += 1;
    // What the encoder says about key frames is not always so; browsers go by the IDR unit, and so does this.
    const isKey = splitLengthPrefixed(received.data, ingest.nalLengthSize).some((nal) => nalType(nal) === NAL.idr);
    const sample = { ...received, isKey };
    this.#watchEncoder(ingest, sample);
    if (ingest.isFlowing) {
      this.#passVideo(ingest, sample);
    } else if (isKey || ingest.held.length > 0) {
      this.#hold(ingest, { kind: 'video', sample });
      const first = ingest.held[0];
      const waitedMs = first?.kind === 'video' ? sample.dtsMs - first.sample.dtsMs : 0;
      if (ingest.audio !== null || waitedMs >= AUDIO_WAIT_MS || waitedMs < 0) this.#flow(ingest);
    }
  }

  #onAudio(ingest: Ingest, sample: AudioSample): void {
    if (ingest.audio === null || sample.data.length === 0) return;
    ingest.lastMediaAt = Date.now();
    this.#count(ingest, sample.data.length);
    if (ingest.isFlowing) this.#passAudio(ingest, sample);
    else if (ingest.held.length > 0) this.#hold(ingest, { kind: 'audio', sample });
  }

  #count(ingest: Ingest, bytes: number): void {
    this.#countedBytes += bytes;
    ingest.bytesThisSecond += bytes;
  }

  #hold(ingest: Ingest, held: Held): void {
    ingest.held.push(held);
    ingest.heldBytes += held.sample.data.length;
    if (ingest.heldBytes > HELD_BYTES_MAX) throw new MediaRefusal('broken_stream', 'the first second of media is larger than 16 MB');
  }

  /** Picture and, if there is any, sound are known: the outputs begin. */
  #flow(ingest: Ingest): void {
    ingest.isFlowing = true;
    this.#timeline.restart();
    const held = ingest.held;
    ingest.held = [];
    ingest.isVideoStale = true;
    for (const { kind, sample } of held) {
      if (kind === 'video') this.#passVideo(ingest, sample);
      else this.#passAudio(ingest, sample);
    }
    const event = this.#hasStarted ? 'resumed' : 'started';
    this.#hasStarted = true;
    const { video, audio } = ingest;
    this.figures.codec = audio === null ? 'h264' : `h264+${audio.codec}`;
    this.#options.emit({
      kind: event,
      protocol: ingest.protocol,
      codec: this.figures.codec,
      hasAudio: audio !== null,
      ...(video === null ? {} : { width: video.width, height: video.height }),
    });
  }

  #passVideo(ingest: Ingest, sample: VideoSample): void {
    if (sample.isKey && (ingest.isVideoStale || ingest.isAudioStale) && ingest.video !== null) {
      ingest.isVideoStale = false;
      ingest.isAudioStale = false;
      for (const output of this.#options.outputs) output.begin({ video: ingest.video, audio: ingest.audio }, this.#timeline.endMs >= 0);
    }
    // Frames of the new form before its first key frame could not be shown.
    if (ingest.isVideoStale) return;
    const placed = { ...sample, dtsMs: this.#timeline.video(sample.dtsMs) };
    for (const output of this.#options.outputs) output.video(placed);
  }

  #passAudio(ingest: Ingest, sample: AudioSample): void {
    if (ingest.isAudioStale || ingest.isVideoStale) return;
    const ptsMs = this.#timeline.audio(sample.ptsMs);
    if (ptsMs === null) return;
    for (const output of this.#options.outputs) output.audio({ ptsMs, data: sample.data });
  }

  #watchEncoder(ingest: Ingest, sample: VideoSample): void {
    ingest.firstCtsMs ??= sample.ctsMs;
    if (sample.ctsMs !== ingest.firstCtsMs) this.#warn(ingest, 'b_frames', 'the encoder sends B-frames: turn them off for less delay');
    const sinceKeyMs = ingest.lastKeyDtsMs === null ? 0 : sample.dtsMs - ingest.lastKeyDtsMs;
    if (sinceKeyMs > GOP_WARN_MS)
      this.#warn(ingest, 'gop_too_long', 'more than 4 s between key frames: set the key frame interval to 1 or 2 s');
    if (!sample.isKey) return;
    if (sinceKeyMs > 0) this.figures.gopMs = sinceKeyMs;
    ingest.lastKeyDtsMs = sample.dtsMs;
  }

  #warn(ingest: Ingest, code: string, detail: string): void {
    if (ingest.warned.has(code)) return;
    ingest.warned.add(code);
    this.#options.emit({ kind: 'warning', protocol: ingest.protocol, reason: code, detail });
  }

  #detach(ingest: Ingest, reason: string, mustKick: boolean): void {
    this.#ingest = null;
    if (mustKick) ingest.kick(reason);
    if (ingest.isFlowing) {
      for (const output of this.#options.outputs) output.pause();
      this.#options.emit({ kind: 'interrupted', protocol: ingest.protocol, reason });
    }
    // A publisher that connected and never sent a picture leaves no trace.
    this.#stopGrace();
    this.#graceTimer = setTimeout(() => this.end('publisher did not come back'), this.#hasStarted ? this.#options.reconnectGraceMs : 0);
  }

  #stopGrace(): void {
    if (this.#graceTimer !== null) clearTimeout(this.#graceTimer);
    this.#graceTimer = null;
  }
}
