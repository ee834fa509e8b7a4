import type { AudioSample, IngestProtocol, VideoSample } from './tracks.ts';

/** Somebody asks to publish, over whichever protocol. */
export type PublishRequest = {
  streamName: string;
  key: string;
  protocol: IngestProtocol;
  remoteIp: string;
  /** The asker hung up meanwhile; then a granted publish must not push out a live publisher. */
  isGone(): boolean;
  /** Ends the connection: a newer publisher took over, the operator ended the session, or nothing came any more. */
  kick(reason: string): void;
};

export type PublishAnswer = { isAllowed: true; sessionId: string; publisher: Publisher } | { isAllowed: false; reason: string };

/**
 * A granted publish. Data that cannot be taken throws MediaRefusal; the caller warns and hangs up.
 * After close or kick every call does nothing.
 */
export type Publisher = {
  setVideo(avcConfig: Buffer): void;
  setAudio(codec: 'aac' | 'opus', config: Buffer): void;
  video(sample: VideoSample): void;
  audio(sample: AudioSample): void;
  warn(code: string, detail: string): void;
  close(reason: string): void;
};
