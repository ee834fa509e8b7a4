import { MediaRefusal } from '../media-refusal.ts';

export type RtmpMessage = { chunkStreamId: number; type: number; streamId: number; timestampMs: number; payload: Buffer };

type ChunkStream = {
  id: number;
  type: number;
  streamId: number;
  length: number;
  timestampMs: number;
  /** The 24- or 32-bit field of the last header: an absolute time after type 0, a step after types 1 and 2. */
  field: number;
  isExtended: boolean;
  payload: Buffer;
  got: number;
};

const HEAD_LENGTHS = [11, 7, 3, 0];
const CHUNK_STREAMS_MAX = 32;
const CHUNK_SIZE_MAX = 1024 * 1024;
const EMPTY = Buffer.alloc(0);

/**
 * Puts RTMP chunks together to messages. Bytes may come split anywhere. Every byte is copied once or, while a
 * message grows, amortised twice, so a sender that drips single bytes costs no more than one that does not; memory follows what
 * was really sent, never what a header promises.
 */
export class ChunkReader {
  messageSizeMax: number;
  #chunkSize = 128;
  readonly #streams = new Map<number, ChunkStream>();
  readonly #head = Buffer.alloc(18);
  #headGot = 0;
  #current: ChunkStream | null = null;
  #chunkLeft = 0;
  #bufferedBytes = 0;

  constructor(messageSizeMax: number) {
    this.messageSizeMax = messageSizeMax;
  }

  setChunkSize(size: number): void {
    if (size < 1 || size > CHUNK_SIZE_MAX) throw new MediaRefusal('protocol_error', `RTMP: chunk size ${size} is out of range`);
    this.#chunkSize = size;
  }

  /** The sender gives up a half-sent message. */
  abort(chunkStreamId: number): void {
    const stream = this.#streams.get(chunkStreamId);
    if (stream !== undefined) this.#release(stream);
  }

  read(data: Buffer, onMessage: (message: RtmpMessage) => void): void {
    let at = 0;
    for (;;) {
      if (this.#current === null) at += this.#readHead(data, at);
      const stream: ChunkStream | null = this.#current;
      if (stream === null) return;
      const count = Math.min(this.#chunkLeft, data.length - at);
      this.#append(stream, data, at, count);
      at += count;
      this.#chunkLeft -= count;
      if (this.#chunkLeft > 0) return;
      this.#current = null;
      if (stream.got < stream.length) continue;
      const payload = stream.payload.subarray(0, stream.got);
      const { id, type, streamId, timestampMs } = stream;
      this.#release(stream);
      onMessage({ chunkStreamId: id, type, streamId, timestampMs, payload });
    }
  }

  /** Takes header bytes; sets the current chunk once the header is whole. Returns the bytes taken. */
  #readHead(data: Buffer, from: number): number {
    let at = from;
    for (;;) {
      const needed = this.#headLength();
      if (this.#headGot >= needed) break;
      const count = Math.min(needed - this.#headGot, data.length - at);
      if (count === 0) return at - from;
      data.copy(this.#head, this.#headGot, at, at + count);
      this.#headGot += count;
      at += count;
    }
    this.#beginChunk();
    this.#headGot = 0;
    return at - from;
  }

  #basic(): { length: number; id: number; format: number } {
    const first = this.#head[0] ?? 0;
    const low = first & 63;
    const format = first >> 6;
    if (low === 0) return { length: 2, id: 64 + (this.#head[1] ?? 0), format };
    if (low === 1) return { length: 3, id: 64 + (this.#head[1] ?? 0) + (this.#head[2] ?? 0) * 256, format };
    return { length: 1, id: low, format };
  }

  /** How long the header is as far as the bytes so far can tell. */
  #headLength(): number {
    if (this.#headGot < 1) return 1;
    const basic = this.#basic();
    if (this.#headGot < basic.length) return basic.length;
    const length = basic.length + (HEAD_LENGTHS[basic.format] ?? 0);
    if (this.#headGot < length) return length;
    const isExtended =
      basic.format < 3 ? this.#head.readUIntBE(basic.length, 3) === 0xffffff : (this.#streams.get(basic.id)?.isExtended ?? false);
    return isExtended ? length + 4 : length;
  }

  #beginChunk(): void {
    const { length: basicLength, id, format } = this.#basic();
    const stream = this.#streamOf(id, format);
    const isContinuation = stream.got > 0;
    let strayBytes = EMPTY;
    if (format < 3) {
      if (isContinuation) throw new MediaRefusal('protocol_error', 'RTMP: new header inside a message');
      this.#readFields(stream, basicLength, format);
    } else if (stream.isExtended) {
      const repeated = this.#head.subarray(basicLength, basicLength + 4);
      // Some encoders do not repeat the extended time inside a message; then these four bytes are payload.
      if (isContinuation && repeated.readUInt32BE(0) !== stream.field && stream.length - stream.got >= 4 && this.#chunkSize >= 4)
        strayBytes = repeated;
    }
    if (!isContinuation) {
      if (stream.length > this.messageSizeMax)
        throw new MediaRefusal('message_too_large', `RTMP: message of ${stream.length} bytes, limit ${this.messageSizeMax}`);
      if (format === 0) stream.timestampMs = stream.field;
      else stream.timestampMs = (stream.timestampMs + stream.field) >>> 0;
    }
    this.#chunkLeft = Math.min(this.#chunkSize, stream.length - stream.got);
    if (strayBytes.length > 0) {
      this.#append(stream, strayBytes, 0, 4);
      this.#chunkLeft -= 4;
    }
    this.#current = stream;
  }

  #readFields(stream: ChunkStream, basicLength: number, format: number): void {
    const field = this.#head.readUIntBE(basicLength, 3);
    stream.isExtended = field === 0xffffff;
    const headEnd = basicLength + (HEAD_LENGTHS[format] ?? 0);
    stream.field = stream.isExtended ? this.#head.readUInt32BE(headEnd) : field;
    if (format < 2) {
      stream.length = this.#head.readUIntBE(basicLength + 3, 3);
      stream.type = this.#head[basicLength + 6] ?? 0;
    }
    if (format === 0) stream.streamId = this.#head.readUInt32LE(basicLength + 7);
  }

  #streamOf(id: number, format: number): ChunkStream {
    const known = this.#streams.get(id);
    if (known !== undefined) return known;
    // A type 1 header names length and type, which is all a first message needs; some encoders start so.
    if (format > 1) throw new MediaRefusal('protocol_error', 'RTMP: chunk stream begins without a header');
    if (this.#streams.size >= CHUNK_STREAMS_MAX) throw new MediaRefusal('protocol_error', 'RTMP: too many chunk streams');
    const stream: ChunkStream = {
      id,
      type: 0,
      streamId: 0,
      length: 0,
      timestampMs: 0,
      field: 0,
      isExtended: false,
      payload: EMPTY,
      got: 0,
    };
    this.#streams.set(id, stream);
    return stream;
  }

  #append(stream: ChunkStream, data: Buffer, at: number, count: number): void {
    const needed = stream.got + count;
    if (needed > stream.payload.length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(stream.length, Math.max(needed, stream.payload.length * 2, 256)));
      stream.payload.copy(grown, 0, 0, stream.got);
      stream.payload = grown;
    }
    data.copy(stream.payload, stream.got, at, at + count);
    stream.got = needed;
    this.#bufferedBytes += count;
    // Many half-sent messages at once would get round the limit of one message.
    if (this.#bufferedBytes > this.messageSizeMax * 2) throw new MediaRefusal('message_too_large', 'RTMP: too many half-sent messages');
  }

  #release(stream: ChunkStream): void {
    this.#bufferedBytes -= stream.got;
    stream.payload = EMPTY;
    stream.got = 0;
  }
}

/** Writes one message as chunks: a full header first, one-byte headers after. */
export function encodeMessage(message: RtmpMessage, chunkSize: number): Buffer {
  const { payload } = message;
  const isExtended = message.timestampMs >= 0xffffff;
  const field = isExtended ? 0xffffff : message.timestampMs;
  const head = Buffer.alloc(isExtended ? 16 : 12);
  head[0] = message.chunkStreamId & 63;
  head.writeUIntBE(field, 1, 3);
  head.writeUIntBE(payload.length, 4, 3);
  head[7] = message.type;
  head.writeUInt32LE(message.streamId, 8);
  if (isExtended) head.writeUInt32BE(message.timestampMs, 12);
  const next = isExtended
    ? Buffer.concat([Buffer.from([0xc0 | (message.chunkStreamId & 63)]), head.subarray(12)])
    : Buffer.from([0xc0 | (message.chunkStreamId & 63)]);
  const parts: Buffer[] = [head];
  for (let at = 0; at < payload.length; at += chunkSize) {
    if (at > 0) parts.push(next);
    parts.push(payload.subarray(at, at + chunkSize));
  }
  return Buffer.concat(parts);
}
