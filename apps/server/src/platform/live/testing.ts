import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** How long a read of a stream waits, whatever it asks for. */
const blockMs = 500;

/** As much of Redis as one stream needs, speaking RESP2 over a real socket. */
export async function startSmallRedis(): Promise<{ url: string; dropConnections(): void; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const stream = createStream();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('utf8');
      for (let parsed = parseCommand(text); parsed !== undefined; parsed = parseCommand(text)) {
        text = parsed.rest;
        answer(socket, parsed.words);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      stream.forget(socket);
    });
  });

  function answer(socket: Socket, [name = '', ...words]: readonly string[]): void {
    switch (name.toUpperCase()) {
      case 'HELLO':
        // The oldest servers know no HELLO; clients then speak RESP2.
        return void socket.write('-ERR unknown command\r\n');
      case 'XADD':
        return void socket.write(bulk(stream.add(words.at(-2) ?? '', words.at(-1) ?? '')));
      case 'XREVRANGE':
        return void socket.write(stream.newest());
      case 'XREAD':
        return stream.read(socket, Number.parseInt(words.at(-1) ?? '', 10));
      case 'PING':
        return void socket.write('+PONG\r\n');
      default:
        return void socket.write('+OK\r\n');
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dropConnections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        dropConnections();
      }),
  };
}

/** The only stream there is, and who waits for more of it. */
function createStream() {
  const entries: string[] = [];
  const waiting = new Map<Socket, { readonly after: number; readonly timer: NodeJS.Timeout }>();
  const write = (socket: Socket, after: number) => {
    const wanted = entries.slice(after);
    socket.write(`*1\r\n*2\r\n${bulk('tuanzi:wakes')}*${wanted.length}\r\n${wanted.join('')}`);
  };
  const forget = (socket: Socket) => {
    clearTimeout(waiting.get(socket)?.timer);
    waiting.delete(socket);
  };
  return {
    forget,
    newest: () => (entries.length === 0 ? '*0\r\n' : `*1\r\n${entries.at(-1)}`),
    add(field: string, value: string): string {
      const id = `${entries.length + 1}-0`;
      entries.push(`*2\r\n${bulk(id)}*2\r\n${bulk(field)}${bulk(value)}`);
      for (const [socket, { after }] of waiting) {
        forget(socket);
        write(socket, after);
      }
      return id;
    },
    read(socket: Socket, after: number): void {
      if (after < entries.length) return write(socket, after);
      const giveUp = () => {
        forget(socket);
        socket.write('*-1\r\n');
      };
      waiting.set(socket, { after, timer: setTimeout(giveUp, blockMs) });
    },
  };
}

const bulk = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;

/** One array of bulk strings, if it is whole. Works on text, which is enough for what our client sends. */
function parseCommand(text: string): { words: string[]; rest: string } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (head === null) return undefined;
  let at = head[0].length;
  const words: string[] = [];
  for (let i = 0; i < Number(head[1]); i++) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at));
    if (size === null) return undefined;
    at += size[0].length;
    const rest = Buffer.from(text.slice(at));
    const bytes = Number(size[1]);
    if (rest.length < bytes + 2) return undefined;
    const word = rest.subarray(0, bytes).toString('utf8');
    words.push(word);
    at += word.length + 2;
  }
  return { words, rest: text.slice(at) };
}
