import { encodeIngestMessage, INGEST_CLOSE, INGEST_FLAG, INGEST_TYPE } from '../ingest-format.ts';
import { PublishError, trackOf, type PublishConnection, type PublishFault, type PublishRequest } from './publish-connection.ts';
import { readTrack } from './read-track.ts';

const keyFrameEveryUs = 990_000;
const audioBitrate = 96_000;
const framesPerSecond = 30;
/** What waits longer than this would be old when it arrives: frames are left out instead. */
const waitingBytesMax = 1_000_000;
const encodeQueueMax = 4;
const readyWithinMs = 8000;

export const canPublishByWebCodecs = (): boolean =>
  'VideoEncoder' in globalThis && 'AudioEncoder' in globalThis && 'MediaStreamTrackProcessor' in globalThis;

/** Publishes over a plain WebSocket with the browser's own encoder: gets through wherever the page itself does. */
export async function publishByWebCodecs({ target, stream, signal, onLost }: PublishRequest): Promise<PublishConnection> {
  if (!canPublishByWebCodecs()) throw new PublishError('codec', 'no WebCodecs here');
  const socket = await openIngest(target.ingestUrl, signal);
  const sent = { bytes: 0, frames: 0, left: 0, width: 0, height: 0 };
  const send = (type: number, flags: number, timestampMs: number, payload: Uint8Array) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    sent.bytes += payload.byteLength;
    socket.send(encodeIngestMessage({ type, flags, timestampMs, payload }));
  };
  let isOver = false;
  let stopReading: () => void = () => {};
  const close = () => {
    isOver = true;
    stopReading();
    for (const encoder of [video, sound]) if (encoder.state !== 'closed') encoder.close();
    socket.close(1000);
  };
  const lose = (error: PublishError) => {
    if (isOver) return;
    close();
    onLost(error);
  };
  socket.addEventListener('close', (event) => lose(closeError(event, 'lost')));
  const broken = (error: unknown) => lose(new PublishError('codec', String(error)));
  const video = new VideoEncoder({
    output: (chunk, meta) => {
      if (meta?.decoderConfig?.description !== undefined)
        send(INGEST_TYPE.videoConfig, INGEST_FLAG.none, 0, bytesOf(meta.decoderConfig.description));
      send(
        INGEST_TYPE.videoFrame,
        chunk.type === 'key' ? INGEST_FLAG.keyFrame : INGEST_FLAG.none,
        chunk.timestamp / 1000,
        chunkBytes(chunk),
      );
      sent.frames += 1;
    },
    error: broken,
  });
  const sound = new AudioEncoder({
    output: (chunk, meta) => {
      if (meta?.decoderConfig !== undefined)
        send(
          INGEST_TYPE.audioConfig,
          INGEST_FLAG.opus,
          0,
          meta.decoderConfig.description === undefined ? new Uint8Array() : bytesOf(meta.decoderConfig.description),
        );
      send(INGEST_TYPE.audioFrame, INGEST_FLAG.none, chunk.timestamp / 1000, chunkBytes(chunk));
    },
    error: broken,
  });

  // Both tracks and every later camera count from this moment.
  const startedAtMs = performance.now();
  const nowUs = () => (performance.now() - startedAtMs) * 1000;
  let keyAtUs = -Infinity;
  const takePicture = (frame: VideoFrame, timestamp: number) => {
    if (video.encodeQueueSize > encodeQueueMax || socket.bufferedAmount > waitingBytesMax) return void (sent.left += 1);
    // H.264 counts in pairs of pixels.
    const [width, height] = [frame.displayWidth & ~1, frame.displayHeight & ~1];
    if (width !== sent.width || height !== sent.height) {
      Object.assign(sent, { width, height });
      video.configure({
        codec: levelFor(width * height),
        width,
        height,
        bitrate: target.bitrateMax,
        framerate: framesPerSecond,
        latencyMode: 'realtime',
        avc: { format: 'avc' },
      });
      keyAtUs = -Infinity;
    }
    const keyFrame = timestamp - keyAtUs >= keyFrameEveryUs;
    if (keyFrame) keyAtUs = timestamp;
    const stamped = new VideoFrame(frame, { timestamp });
    video.encode(stamped, { keyFrame });
    stamped.close();
  };
  const takeSound = (data: AudioData, timestamp: number) => {
    if (sound.state === 'unconfigured')
      sound.configure({ codec: 'opus', sampleRate: data.sampleRate, numberOfChannels: data.numberOfChannels, bitrate: audioBitrate });
    const stamped = withTimestamp(data, timestamp);
    sound.encode(stamped);
    stamped.close();
  };
  const start = (from: MediaStream) => {
    stopReading();
    const stops = [
      readTrack(trackOf(from, 'video'), nowUs, takePicture, broken),
      readTrack(trackOf(from, 'audio'), nowUs, takeSound, broken),
    ];
    stopReading = () => {
      for (const stop of stops) stop();
    };
  };
  start(stream);
  let before = { bytes: 0, frames: 0, left: 0, atMs: startedAtMs };
  return {
    way: 'webcodecs',
    close,
    replaceStream: async (next) => start(next),
    figures: async () => {
      const now = { bytes: sent.bytes, frames: sent.frames, left: sent.left, atMs: performance.now() };
      const seconds = Math.max(0.001, (now.atMs - before.atMs) / 1000);
      const [frames, left] = [now.frames - before.frames, now.left - before.left];
      const figures = {
        bitrateKbps: Math.round(((now.bytes - before.bytes) * 8) / seconds / 1000),
        fps: Math.round(frames / seconds),
        width: sent.width,
        height: sent.height,
        roundTripMs: null,
        lostShare: left / Math.max(1, frames + left),
      };
      before = now;
      return figures;
    },
  };
}

/** Nothing may be sent before the server says that it is ready. */
function openIngest(url: string, signal: AbortSignal): Promise<WebSocket> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  return new Promise((resolve, reject) => {
    const fail = (error: PublishError) => {
      clearTimeout(timer);
      socket.close();
      reject(error);
    };
    const timer = setTimeout(() => fail(new PublishError('unreachable', 'no answer in time')), readyWithinMs);
    signal.addEventListener('abort', () => fail(new PublishError('unreachable', 'stopped')), { once: true });
    socket.addEventListener('close', (event) => fail(closeError(event, 'unreachable')), { once: true });
    socket.addEventListener('message', (event) => {
      if (event.data !== '{"type":"ready"}') return;
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

function closeError(event: CloseEvent, otherwise: PublishFault): PublishError {
  const faults: Readonly<Record<number, PublishFault>> = {
    [INGEST_CLOSE.refused]: 'refused',
    [INGEST_CLOSE.replaced]: 'replaced',
    [INGEST_CLOSE.codec]: 'codec',
  };
  return new PublishError(faults[event.code] ?? otherwise, `${event.code} ${event.reason}`);
}

/** Constrained baseline: no B-frames, played by everything. The level must allow the size. */
const levelFor = (pixels: number): string => (pixels > 1280 * 720 ? 'avc1.42E028' : 'avc1.42E01F');

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
}

function chunkBytes(chunk: EncodedVideoChunk | EncodedAudioChunk): Uint8Array {
  const bytes = new Uint8Array(chunk.byteLength);
  chunk.copyTo(bytes);
  return bytes;
}

/** Samples carry their device's own clock; copied, they carry ours. */
function withTimestamp(data: AudioData, timestamp: number): AudioData {
  const planes = new Float32Array(data.numberOfFrames * data.numberOfChannels);
  for (let channel = 0; channel < data.numberOfChannels; channel++) {
    data.copyTo(planes.subarray(channel * data.numberOfFrames, (channel + 1) * data.numberOfFrames), {
      planeIndex: channel,
      format: 'f32-planar',
    });
  }
  return new AudioData({
    format: 'f32-planar',
    sampleRate: data.sampleRate,
    numberOfFrames: data.numberOfFrames,
    numberOfChannels: data.numberOfChannels,
    timestamp,
    data: planes,
  });
}
