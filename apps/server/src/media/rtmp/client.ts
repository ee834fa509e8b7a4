import net from 'node:net';
import { FLV_TAG } from '../flv.ts';
import type { FlvTag } from '../flv.ts';
import { decodeAmf, encodeAmf } from './amf0.ts';
import type { AmfObject, AmfValue } from './amf0.ts';
import { ChunkReader, encodeMessage } from './chunk.ts';
import { clientAnswer, clientGreeting, SERVER_GREETING_BYTES } from './handshake.ts';
import { RTMP } from './session.ts';

/** An encoder in TypeScript, for tests and demo rooms: connects, publishes, sends FLV tags. */
export type RtmpClient = {
  socket: net.Socket;
  /** Resolves once the server granted the publish; rejects with the server's reason. */
  publish(streamKey: string): Promise<void>;
  sendTag(tag: FlvTag): void;
  sendCommand(streamId: number, ...values: AmfValue[]): void;
  /** Waits for the next status or result the server sends under this name. */
  waitFor(name: string): Promise<AmfValue[]>;
  isClosed(): boolean;
  closed: Promise<void>;
  /** Ends the stream as an encoder does. */
  stop(): void;
  /** Cuts the connection without a word. */
  drop(): void;
};

const CHUNK_SIZE = 4_096;

export async function connectRtmp(port: number, options: { host?: string; app?: string } = {}): Promise<RtmpClient> {
  const socket = net.connect({ port, host: options.host ?? '127.0.0.1', noDelay: true });
  const inbox: AmfValue[][] = [];
  const waiters = new Set<() => void>();
  let isClosed = false;
  socket.on('error', () => {
    // The server hanging up is what many tests wait for; close follows.
  });
  const closed = new Promise<void>((resolve) =>
    socket.once('close', () => {
      isClosed = true;
      resolve();
      for (const wake of waiters) wake();
    }),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  await shakeHands(socket);
  const chunks = new ChunkReader(4 * 1024 * 1024);
  socket.on('data', (data: Buffer) =>
    chunks.read(data, ({ type, payload }) => {
      if (type === RTMP.setChunkSize) chunks.setChunkSize(payload.readUInt32BE(0));
      if (type !== RTMP.command) return;
      inbox.push(decodeAmf(payload));
      for (const wake of waiters) wake();
    }),
  );
  socket.resume();
  const send = (type: number, streamId: number, timestampMs: number, payload: Buffer, chunkStreamId = 4, size = CHUNK_SIZE): void => {
    if (!isClosed) socket.write(encodeMessage({ chunkStreamId, type, streamId, timestampMs, payload }, size));
  };
  const client: RtmpClient = {
    socket,
    closed,
    isClosed: () => isClosed,
    sendCommand: (streamId, ...values) => send(RTMP.command, streamId, 0, encodeAmf(...values), 3),
    sendTag: (tag) => send(tag.type, 1, tag.timestampMs, tag.payload, tag.type === FLV_TAG.audio ? 5 : 4),
    async waitFor(name) {
      for (;;) {
        const index = inbox.findIndex((values) => values[0] === name);
        const [values] = index < 0 ? [] : inbox.splice(index, 1);
        if (values !== undefined) return values;
        if (isClosed) throw new Error(`connection closed while waiting for ${name}`);
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiters.delete(wake);
            resolve();
          };
          waiters.add(wake);
        });
      }
    },
    async publish(streamKey) {
      client.sendCommand(0, 'createStream', 2, null);
      await client.waitFor('_result');
      client.sendCommand(1, 'publish', 3, null, streamKey, 'live');
      assertStarted(statusOf(await client.waitFor('onStatus')));
    },
    stop() {
      client.sendCommand(0, 'deleteStream', 4, null, 1);
      socket.end();
    },
    drop: () => void socket.destroy(),
  };
  send(RTMP.setChunkSize, 0, 0, Buffer.from([0, 0, CHUNK_SIZE >> 8, CHUNK_SIZE & 255]), 2, 128);
  client.sendCommand(0, 'connect', 1, { app: options.app ?? 'live', tcUrl: `rtmp://127.0.0.1:${port}/live` });
  if (options.app === undefined) await client.waitFor('_result');
  return client;
}

async function shakeHands(socket: net.Socket): Promise<void> {
  socket.write(clientGreeting());
  let greeting: Buffer = Buffer.alloc(0);
  await new Promise<void>((resolve, reject) => {
    const onData = (data: Buffer): void => {
      greeting = Buffer.concat([greeting, data]);
      if (greeting.length < SERVER_GREETING_BYTES) return;
      socket.removeListener('data', onData);
      socket.pause();
      resolve();
    };
    socket.on('data', onData);
    socket.once('close', () => reject(new Error('connection closed during the handshake')));
  });
  socket.write(clientAnswer(greeting));
}

function assertStarted({ code, description }: AmfObject): void {
  if (code !== 'NetStream.Publish.Start') throw new Error(typeof description === 'string' ? description : 'publish refused');
}

function statusOf(values: AmfValue[]): AmfObject {
  const status = values[3];
  return typeof status === 'object' && status !== null && !Array.isArray(status) ? status : {};
}
