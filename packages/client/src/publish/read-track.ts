/** Chromium's reader of raw frames; TypeScript's library does not know it yet. */
interface TrackProcessor {
  readonly readable: ReadableStream<VideoFrame | AudioData>;
}
declare const MediaStreamTrackProcessor: new (init: { track: MediaStreamTrack }) => TrackProcessor;

/** Hands over every frame of a track with a timestamp on the caller's clock, until stopped or the track ends. */
export function readTrack<T extends VideoFrame | AudioData>(
  track: MediaStreamTrack | null,
  nowUs: () => number,
  take: (frame: T, timestamp: number) => void,
  onError: (error: unknown) => void,
): () => void {
  if (track === null) return () => {};
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  let isStopped = false;
  let offsetUs: number | null = null;
  const read = async () => {
    for (let next = await reader.read(); !next.done && !isStopped; next = await reader.read()) {
      offsetUs ??= nowUs() - next.value.timestamp;
      try {
        // A track yields only frames of its own kind.
        take(next.value as T, Math.max(0, next.value.timestamp + offsetUs));
      } finally {
        next.value.close();
      }
    }
  };
  read().catch((error: unknown) => {
    if (!isStopped) onError(error);
  });
  return () => {
    isStopped = true;
    reader.cancel().catch(() => {
      // The track has ended already.
    });
  };
}
