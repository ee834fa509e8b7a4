import { u16, u32 } from '../bytes.ts';
import { parseAudioPayload, parseVideoPayload } from '../flv.ts';
import { MediaRefusal } from '../media-refusal.ts';
import type { PublishAnswer, Publisher } from '../publish.ts';
import { isMediaName } from '../tracks.ts';
import { decodeAmf, encodeAmf } from './amf0.ts';
import type { AmfValue } from './amf0.ts';
import { ChunkReader, encodeMessage } from './chunk.ts';
import type { RtmpMessage } from './chunk.ts';
import { ServerHandshake } from './handshake.ts';

export const RTMP = {
  setChunkSize: 1,
  abort: 2,
  ack: 3,
  userControl: 4,
  windowAck: 5,
  peerBandwidth: 6,
  audio: 8,
  video: 9,
  data3: 15,
  command3: 17,
  data: 18,
  command: 20,
} as const;

/** The socket as the session sees it. */
export type RtmpWire = {
  write(bytes: Buffer): void;
  /** Sends what is written, then drops the connection without waiting for the other side. */
  finish(): void;
};
export type RtmpPublishRequest = { streamName: string; key: string };

type Phase = 'handshake' | 'commands' | 'asking' | 'publishing' | 'closed';

const WINDOW_BYTES = 2_500_000;
const CHUNK_SIZE_OUT = 60_000;
/** Before a publish is granted only commands are of use, and those are small. */
const COMMAND_SIZE_MAX = 64 * 1024;
const MEDIA_SIZE_MAX = 4 * 1024 * 1024;
/** Small commands that answer nothing may not keep an unauthorised connection busy for ever. */
const COMMANDS_BEFORE_PUBLISH_MAX = 64;

/**
 * One encoder's connection. The one rule everything here serves: no byte of media is looked at before this very
 * connection was granted a publish, and once it is closed nothing it still sends is looked at either.
 */
export class RtmpSession {
  #phase: Phase = 'handshake';
  readonly #wire: RtmpWire;
  readonly #openPublish: (request: RtmpPublishRequest) => Promise<PublishAnswer>;
  readonly #handshake = new ServerHandshake();
  readonly #chunks = new ChunkReader(COMMAND_SIZE_MAX);
  #publisher: Publisher | null = null;
  #isApplicationLive = false;
  #commandCount = 0;
  #chunkSizeOut = 128;
  #receivedBytes = 0;
  #acknowledgedBytes = 0;
  #ackEveryBytes = WINDOW_BYTES / 2;

  constructor(wire: RtmpWire, openPublish: (request: RtmpPublishRequest) => Promise<PublishAnswer>) {
    this.#wire = wire;
    this.#openPublish = openPublish;
  }

  get isPublishing(): boolean {
    return this.#phase === 'publishing';
  }

  get isClosed(): boolean {
    return this.#phase === 'closed';
  }

  /** Never throws: whatever is wrong with the bytes ends this connection only. Returns why it ended, or null. */
  receive(data: Buffer): MediaRefusal | null {
    try {
      let rest = data;
      if (this.#phase === 'handshake') {
        const step = this.#handshake.read(data);
        if (step.reply !== null) this.#wire.write(step.reply);
        if (!this.#handshake.isDone) return null;
        this.#phase = 'commands';
        rest = step.rest;
      }
      this.#acknowledge(data.length);
      if (this.#phase !== 'closed') this.#chunks.read(rest, (message) => this.#onMessage(message));
      return null;
    } catch (error) {
      const refusal = error instanceof MediaRefusal ? error : new MediaRefusal('protocol_error', `RTMP: ${String(error)}`);
      this.#publisher?.warn(refusal.code, refusal.message);
      this.close(refusal.message);
      return refusal;
    }
  }

  /** The connection is gone or must go. Safe to call twice. */
  close(reason: string): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#publisher?.close(reason);
    this.#publisher = null;
    this.#wire.finish();
  }

  #onMessage(message: RtmpMessage): void {
    // A refusal in the middle of a packet leaves the rest of the packet unread.
    if (this.#phase === 'closed') return;
    const { type, payload } = message;
    switch (type) {
      case RTMP.setChunkSize:
        return this.#chunks.setChunkSize(readU32(payload) & 0x7fffffff);
      case RTMP.abort:
        return this.#chunks.abort(readU32(payload));
      case RTMP.userControl:
        // Ping request: the pong carries the same time back.
        if (payload.length >= 6 && payload.readUInt16BE(0) === 6)
          this.#control(RTMP.userControl, Buffer.concat([u16(7), payload.subarray(2, 6)]));
        return;
      case RTMP.windowAck:
        this.#ackEveryBytes = Math.min(WINDOW_BYTES, Math.max(65_536, readU32(payload))) / 2;
        return;
      case RTMP.ack:
      case RTMP.peerBandwidth:
        return;
      case RTMP.audio:
      case RTMP.video:
      case RTMP.data:
      case RTMP.data3:
      case 22:
        return this.#onMedia(message);
      case RTMP.command3:
        return this.#onCommand(decodeAmf(payload.subarray(1)));
      case RTMP.command:
        return this.#onCommand(decodeAmf(payload));
      default:
        throw new MediaRefusal('protocol_error', `RTMP: message type ${type} is unknown`);
    }
  }

  #onMedia(message: RtmpMessage): void {
    const publisher = this.#publisher;
    if (this.#phase !== 'publishing' || publisher === null)
      throw new MediaRefusal('media_before_publish', 'RTMP: media before a granted publish');
    if (message.type === RTMP.video) {
      const video = parseVideoPayload(message.payload);
      if (video.kind === 'config') publisher.setVideo(video.config);
      else if (video.kind === 'frame')
        publisher.video({ dtsMs: message.timestampMs, ctsMs: video.ctsMs, isKey: video.isKey, data: video.data });
    } else if (message.type === RTMP.audio) {
      const audio = parseAudioPayload(message.payload);
      if (audio.kind === 'config') publisher.setAudio(audio.codec, audio.config);
      else if (audio.kind === 'frame') publisher.audio({ ptsMs: message.timestampMs, data: audio.data });
    }
    // Script data is not passed on: viewers get metadata we write ourselves.
  }

  #onCommand(values: AmfValue[]): void {
    const [name, transaction, object] = values;
    if (typeof name !== 'string') throw new MediaRefusal('protocol_error', 'RTMP: command without a name');
    if (this.#phase !== 'publishing' && ++this.#commandCount > COMMANDS_BEFORE_PUBLISH_MAX)
      throw new MediaRefusal('protocol_error', 'RTMP: too many commands');
    const id = typeof transaction === 'number' ? transaction : 0;
    switch (name) {
      case 'connect':
        return this.#onConnect(id, object ?? null);
      case 'createStream':
        return this.#command(0, '_result', id, null, 1);
      case 'publish':
        return this.#onPublish(values[3] ?? null);
      case 'play':
      case 'play2':
        return this.#refuse('NetStream.Play.Failed', 'this address only takes streams in');
      case 'FCUnpublish':
      case 'deleteStream':
      case 'closeStream':
        if (this.#phase === 'publishing') this.close('stopped by the encoder');
        return;
      default:
        return;
    }
  }

  #onConnect(id: number, object: AmfValue): void {
    if (this.#phase !== 'commands') throw new MediaRefusal('protocol_error', 'RTMP: connect twice');
    const application = object !== null && typeof object === 'object' && !Array.isArray(object) ? object['app'] : null;
    if (typeof application !== 'string' || application.replace(/[/?].*$/, '') !== 'live') {
      this.#command(0, '_error', id, null, {
        level: 'error',
        code: 'NetConnection.Connect.InvalidApp',
        description: 'the address ends in /live',
      });
      return this.close('wrong application');
    }
    this.#isApplicationLive = true;
    this.#control(RTMP.windowAck, u32(WINDOW_BYTES));
    this.#control(RTMP.peerBandwidth, Buffer.concat([u32(WINDOW_BYTES), Buffer.from([2])]));
    this.#control(RTMP.setChunkSize, u32(CHUNK_SIZE_OUT));
    this.#chunkSizeOut = CHUNK_SIZE_OUT;
    this.#command(
      0,
      '_result',
      id,
      { fmsVer: 'FMS/3,5,7,7009', capabilities: 31 },
      { level: 'status', code: 'NetConnection.Connect.Success', description: 'connected', objectEncoding: 0 },
    );
  }

  #onPublish(name: AmfValue): void {
    if (this.#phase !== 'commands' || !this.#isApplicationLive) throw new MediaRefusal('protocol_error', 'RTMP: publish out of order');
    const request = typeof name === 'string' ? splitStreamKey(name) : null;
    if (request === null) return this.#refuse('NetStream.Publish.BadName', 'the stream key has a wrong form');
    this.#phase = 'asking';
    // openPublish answers even when the web process does not; a rejection would be our bug and refuses as well.
    this.#openPublish(request).then(
      (answer) => this.#onAnswer(answer),
      () => this.#onAnswer({ isAllowed: false, reason: 'publishing is not possible now' }),
    );
  }

  #onAnswer(answer: PublishAnswer): void {
    if (this.#phase !== 'asking') {
      if (answer.isAllowed) answer.publisher.close('connection closed');
      return;
    }
    if (!answer.isAllowed) return this.#refuse('NetStream.Publish.BadName', answer.reason);
    this.#publisher = answer.publisher;
    this.#phase = 'publishing';
    this.#chunks.messageSizeMax = MEDIA_SIZE_MAX;
    this.#status('status', 'NetStream.Publish.Start', 'publishing');
  }

  #refuse(code: string, description: string): void {
    this.#status('error', code, description);
    this.close(description);
  }

  #acknowledge(bytes: number): void {
    this.#receivedBytes += bytes;
    if (this.#phase === 'closed' || this.#receivedBytes - this.#acknowledgedBytes < this.#ackEveryBytes) return;
    this.#acknowledgedBytes = this.#receivedBytes;
    this.#control(RTMP.ack, u32(this.#receivedBytes % 0x1_0000_0000));
  }

  #status(level: string, code: string, description: string): void {
    this.#command(1, 'onStatus', 0, null, { level, code, description });
  }

  #command(streamId: number, ...values: AmfValue[]): void {
    this.#wire.write(
      encodeMessage({ chunkStreamId: 3, type: RTMP.command, streamId, timestampMs: 0, payload: encodeAmf(...values) }, this.#chunkSizeOut),
    );
  }

  #control(type: number, payload: Buffer): void {
    this.#wire.write(encodeMessage({ chunkStreamId: 2, type, streamId: 0, timestampMs: 0, payload }, 128));
  }
}

/** The stream key as encoders send it: `ses_x?key=SECRET`. */
function splitStreamKey(streamKey: string): RtmpPublishRequest | null {
  const [streamName = '', query = ''] = streamKey.split('?', 2);
  const key = new URLSearchParams(query).get('key') ?? '';
  if (!isMediaName(streamName) || key.length === 0 || key.length > 256) return null;
  return { streamName, key };
}

function readU32(payload: Buffer): number {
  if (payload.length < 4) throw new MediaRefusal('protocol_error', 'RTMP: control message is cut');
  return payload.readUInt32BE(0);
}
