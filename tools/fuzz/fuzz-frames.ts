import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import WebSocket from 'ws';
import { breakBody } from './break-value.ts';
import type { FuzzCaller } from './callers.ts';
import type { KnownIds } from './known-ids.ts';
import { breakBytes } from './make-request.ts';
import type { Random } from './random.ts';

export interface FrameFuzz {
  /** Opens a socket as somebody, sends frames until the server closes it or `count` were sent. Answers what was wrong. */
  talk(caller: FuzzCaller, count: number): Promise<string | undefined>;
  /** Bytes on a raw connection: half handshakes, frames no library writes. */
  babble(): Promise<void>;
}

const fineCloses = new Set([1000, 1001, 1005, 1006, 1002, 1007, 1009, 4400, 4401, 4408, 4429]);
const answerMs = 60_000;

export function createFrameFuzz(url: string, random: Random, ids: KnownIds): FrameFuzz {
  const socketUrl = `${url.replace('http', 'ws')}/ws`;
  const scene = () => ids.for('sceneId', random) ?? 'scn_0123456789abcdef';
  const validFrame = (n: number): object =>
    random.pick<() => object>([
      () => ({ t: 'enter', n, scene: scene(), ...(random.chance(0.5) && { from: random.below(400) }) }),
      () => ({ t: 'leave', scene: scene() }),
      () => ({
        t: 'say',
        n,
        scene: scene(),
        text: random.pick(['好', '多少钱？', '🍎🍎', '<b>x</b>']),
        clientId: `fuzz-${random.below(1e9)}`,
      }),
      () => ({ t: 'like', scene: scene(), count: 1 + random.below(50) }),
      () => ({
        t: 'tap',
        scene: scene(),
        ...(random.chance(0.5) ? { card: ids.for('cardId', random) } : { product: ids.for('productId', random) }),
      }),
      () => ({ t: 'ack', scene: scene(), seq: random.below(1000) }),
      () => ({ t: 'ping' }),
    ])();

  return {
    talk: (caller, count) =>
      new Promise((resolve) => {
        const ws = new WebSocket(socketUrl, {
          perMessageDeflate: false,
          headers: {
            'x-forwarded-for': `10.9.${random.below(256)}.${random.below(256)}`,
            ...(caller.cookie !== undefined && { cookie: caller.cookie }),
          },
        });
        const hung = setTimeout(() => end(`a socket of ${caller.name} was not closed and not answered`), answerMs);
        const end = (wrong?: string) => {
          clearTimeout(hung);
          ws.terminate();
          resolve(wrong);
        };
        ws.on('error', () => {});
        ws.on('close', (code) => end(fineCloses.has(code) ? undefined : `a socket was closed with ${code}`));
        ws.on('open', () => {
          for (let n = 1; n <= count && ws.readyState === WebSocket.OPEN; n++) {
            const frame = validFrame(n);
            // One broken frame ends a socket, so most sockets hear a good many good ones first.
            if (!random.chance(0.03)) ws.send(JSON.stringify(frame));
            else if (random.chance(0.2)) ws.send(randomBytes(random.below(9000)));
            else ws.send(breakBody(random, frame).slice(0, 20_000));
          }
          ws.ping();
        });
        ws.on('pong', () => end());
        ws.on('message', (data) => {
          const text = (data as Buffer).toString('utf8');
          if (text.includes('"code":"internal"')) end(`a frame was answered with internal: ${text.slice(0, 300)}`);
        });
      }),
    babble: () =>
      new Promise((resolve) => {
        const socket = connect(Number(new URL(url).port), '127.0.0.1');
        const hello = `GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`;
        const head = Buffer.from(hello);
        const frames = Buffer.concat(Array.from({ length: 6 }, () => maskedFrame(random)));
        socket.on('error', () => {}).on('close', () => resolve());
        socket.resume();
        socket.write(random.chance(0.3) ? breakBytes(random, head) : head);
        socket.write(breakBytes(random, frames));
        // The server may wait for the rest of what was begun; this side does not.
        setTimeout(() => socket.destroy(), 200 + random.below(200));
      }),
  };
}

/** A frame by RFC 6455 with any opcode, reserved bits and length, true or not. */
function maskedFrame(random: Random): Buffer {
  const payload = Buffer.from(random.pick(['{"t":"ping"}', '', '\u0000', '💥', '{"t":"enter","n":1,"scene":"scn_0123456789"}']));
  const first = random.pick([0x81, 0x82, 0x80, 0x01, 0x00, 0x88, 0x89, 0x8a, 0xf1, 0x8f]);
  const length = random.pick([payload.length, payload.length, 0, 125, 126, 127]);
  const mask = randomBytes(4);
  return Buffer.concat([Buffer.from([first, 0x80 | length]), mask, payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]);
}
