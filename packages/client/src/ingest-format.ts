/**
 * How a browser's own encoder (WebCodecs) sends a live stream over a WebSocket: `/media/ingest/:sessionId?key=…`.
 *
 * The server first answers with the text message `{"type":"ready"}`, or closes with one of the codes below. Nothing may
 * be sent before. Each binary message is one encoded chunk or one decoder configuration:
 *
 *   byte 0      type: 0 video configuration, 1 video frame, 2 audio configuration, 3 audio frame
 *   byte 1      flags: bit 0 of a video frame = key frame; an audio configuration's codec: 0 Opus, 1 AAC
 *   bytes 2–5   timestamp in milliseconds, unsigned, big-endian (0 for configurations)
 *   bytes 6–    payload: avcC (`VideoEncoder` with `avc: { format: 'avc' }` gives it as `decoderConfig.description`),
 *               a length-prefixed H.264 access unit, an AudioSpecificConfig (AAC) or an OpusHead (Opus; may be empty), one audio packet
 *
 * Timestamps of both tracks count from the same moment. A key frame at least every 2 s keeps viewers' start and delay short.
 */
export const INGEST_TYPE = { videoConfig: 0, videoFrame: 1, audioConfig: 2, audioFrame: 3 } as const;
export const INGEST_FLAG = { none: 0, keyFrame: 1, opus: 0, aac: 1 } as const;
export const INGEST_HEAD_BYTES = 6;
export const INGEST_MESSAGE_MAX_BYTES = 4 * 1024 * 1024;

/** WebSocket close codes of the ingest endpoint; the reason says it in words. */
export const INGEST_CLOSE = {
  /** The key is wrong, or publishing cannot be checked now. */
  refused: 4403,
  /** Another publisher took over, or the session was ended. */
  replaced: 4409,
  /** Not H.264, or not AAC or Opus. */
  codec: 4415,
  /** Bytes that do not follow the format. */
  broken: 4400,
} as const;

export type IngestMessage = { type: number; flags: number; timestampMs: number; payload: Uint8Array };

export function encodeIngestMessage(message: IngestMessage): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(INGEST_HEAD_BYTES + message.payload.byteLength);
  bytes[0] = message.type;
  bytes[1] = message.flags;
  new DataView(bytes.buffer).setUint32(2, Math.max(0, Math.round(message.timestampMs)));
  bytes.set(message.payload, INGEST_HEAD_BYTES);
  return bytes;
}

/** Null when the bytes are too short or of no known type. The payload is a view, not a copy. */
export function decodeIngestMessage(bytes: Uint8Array): IngestMessage | null {
  const [type, flags] = bytes;
  if (bytes.byteLength < INGEST_HEAD_BYTES || type === undefined || flags === undefined || type > INGEST_TYPE.audioFrame) return null;
  const timestampMs = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(2);
  return { type, flags, timestampMs, payload: bytes.subarray(INGEST_HEAD_BYTES) };
}
