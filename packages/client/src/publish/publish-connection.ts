/** What a way of publishing has in common with the other: both send one camera until they are closed or lost. */
export type PublishWay = 'whip' | 'webcodecs';

/** Why a connection did not come about or ended. */
export type PublishFault =
  /** The key is wrong or was replaced, or the session is over. Trying again would not help. */
  | 'refused'
  /** Another device publishes this session now. */
  | 'replaced'
  /** This browser cannot encode H.264 this way. */
  | 'codec'
  /** The media server was not reached, or the media did not get through. */
  | 'unreachable'
  /** It worked, and then the connection broke. */
  | 'lost';

export class PublishError extends Error {
  readonly fault: PublishFault;
  constructor(fault: PublishFault, words: string) {
    super(words);
    this.name = 'PublishError';
    this.fault = fault;
  }
}

export interface PublishFigures {
  /** What left this device in the last moment. */
  readonly bitrateKbps: number;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  /** There and back; null where the way cannot tell. */
  readonly roundTripMs: number | null;
  /** Share of packets or frames that did not get through, 0 to 1. */
  readonly lostShare: number;
}

export interface PublishTarget {
  readonly whipUrl: string;
  readonly ingestUrl: string;
  readonly key: string;
  readonly bitrateMax: number;
}

export interface PublishConnection {
  readonly way: PublishWay;
  /** Another camera or microphone takes over without a new connection. */
  replaceStream(stream: MediaStream): Promise<void>;
  figures(): Promise<PublishFigures>;
  close(): void;
}

export interface PublishRequest {
  readonly target: PublishTarget;
  readonly stream: MediaStream;
  readonly signal: AbortSignal;
  /** Called at most once, and never after `close`. */
  readonly onLost: (error: PublishError) => void;
}

export function trackOf(stream: MediaStream, kind: 'audio' | 'video'): MediaStreamTrack | null {
  return (kind === 'video' ? stream.getVideoTracks() : stream.getAudioTracks())[0] ?? null;
}
