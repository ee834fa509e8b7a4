/** What every way in (RTMP, WHIP, WebCodecs) delivers and every way out (FLV, LL-HLS, recording) takes. */
export type VideoTrack = {
  readonly codec: 'h264';
  /** AVCDecoderConfigurationRecord (avcC). */
  readonly config: Buffer;
  readonly width: number;
  readonly height: number;
};

export type AudioTrack = {
  readonly codec: 'aac' | 'opus';
  /** AudioSpecificConfig for AAC, OpusHead for Opus. */
  readonly config: Buffer;
  readonly sampleRate: number;
  readonly channels: number;
};

export type TrackSet = { readonly video: VideoTrack; readonly audio: AudioTrack | null };

export type VideoSample = {
  readonly dtsMs: number;
  /** Composition offset; not 0 only with B-frames. */
  readonly ctsMs: number;
  readonly isKey: boolean;
  /** NAL units, each behind its length, as avcC says. */
  readonly data: Buffer;
};

export type AudioSample = { readonly ptsMs: number; readonly data: Buffer };

export type IngestProtocol = 'rtmp' | 'whip' | 'webcodecs';

/**
 * One way out of a live stream. `begin` comes before the first sample and again whenever a publisher came back
 * or changed its tracks; the first video sample after it is a key frame.
 */
export type StreamOutput = {
  begin(tracks: TrackSet, isDiscontinuity: boolean): void;
  video(sample: VideoSample): void;
  audio(sample: AudioSample): void;
  /** The publisher is gone for now: hand out what is held back. */
  pause(): void;
  end(): void;
};

/** The id of a live session or a recording as it may stand in a URL or a file name. */
export function isMediaName(name: string): boolean {
  return /^[\w-]{1,64}$/.test(name);
}
