import net from 'node:net';

/** A WebSocket as thin as it can be, so that thousands of readers take little of the machine they share with the server. */
export interface RawSocket {
  send(frame: Buffer): void;
  close(): void;
}

export interface RawSocketOptions {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly onOpen: () => void;
  /** The bytes of one text message lie in `buffer` from `start` to `end`, and only until this returns. */
  readonly onText: (buffer: Buffer, start: number, end: number) => void;
  readonly onClose: () => void;
}

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const;
/** Every socket of the process reads into this one; a read is over before the next begins. */
const shared = Buffer.allocUnsafe(512 * 1024);

export function openRawSocket({ port, path, headers = {}, onOpen, onText, onClose }: RawSocketOptions): RawSocket {
  let held: Buffer | null = null;
  let isOpen = false;
  const socket = net.connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: shared,
      callback: (count) => {
        take(count);
        return true;
      },
    },
  });
  socket.on('error', () => {});
  socket.on('close', onClose);
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-key': 'dHVhbnppLXJvb20tYmVuYw==',
    'sec-websocket-version': '13',
    ...headers,
  });
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);

  function take(count: number): void {
    const buffer: Buffer = held === null ? shared : Buffer.concat([held, shared.subarray(0, count)]);
    const end = held === null ? count : buffer.length;
    let at = 0;
    if (!isOpen) {
      const headEnd = buffer.subarray(0, end).indexOf('\r\n\r\n');
      if (headEnd >= 0 && !buffer.toString('latin1', 0, 12).endsWith(' 101')) return void socket.destroy();
      if (headEnd >= 0) {
        at = headEnd + 4;
        isOpen = true;
        onOpen();
      }
    }
    if (isOpen) at = readFrames(buffer, at, end);
    held = at < end ? Buffer.from(buffer.subarray(at, end)) : null;
  }

  /** Where the first frame begins that is not whole yet. */
  function readFrames(buffer: Buffer, from: number, end: number): number {
    let at = from;
    while (end - at >= 2) {
      const short = (buffer[at + 1] ?? 0) & 127;
      const headBytes = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (end - at < headBytes) break;
      const bytes = short === 126 ? buffer.readUInt16BE(at + 2) : short === 127 ? buffer.readUInt32BE(at + 6) : short;
      const start = at + headBytes;
      if (end - start < bytes) break;
      at = start + bytes;
      const opcode = (buffer[start - headBytes] ?? 0) & 15;
      if (opcode === opcodes.text) onText(buffer, start, at);
      else if (opcode === opcodes.ping) socket.write(frameOf(opcodes.pong, buffer.subarray(start, at)));
      else if (opcode === opcodes.close) socket.end();
    }
    return at;
  }

  return {
    send: (frame) => {
      if (socket.writable) socket.write(frame);
    },
    close: () => void socket.destroy(),
  };
}

export const textFrameOf = (text: string): Buffer => frameOf(opcodes.text, Buffer.from(text));

/** Clients have to mask; a mask of zeroes leaves the bytes as they are. */
function frameOf(opcode: number, payload: Buffer): Buffer {
  const isShort = payload.length < 126;
  const head = Buffer.alloc(isShort ? 6 : 8);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (isShort ? payload.length : 126);
  if (!isShort) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
