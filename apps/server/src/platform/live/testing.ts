import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** As much of Redis as publish and subscribe need, speaking RESP2 over a real socket. */
export async function startSmallRedis(): Promise<{ url: string; dropConnections(): void; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const subscriptions = new Map<string, Set<Socket>>();
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
      for (const of of subscriptions.values()) of.delete(socket);
    });
  });

  function answer(socket: Socket, [name = '', ...words]: readonly string[]): void {
    switch (name.toUpperCase()) {
      case 'HELLO':
        // The oldest servers know no HELLO; clients then speak RESP2.
        return void socket.write('-ERR unknown command\r\n');
      case 'SUBSCRIBE': {
        const [channel = ''] = words;
        subscriptions.set(channel, (subscriptions.get(channel) ?? new Set()).add(socket));
        return void socket.write(`*3\r\n${bulk('subscribe')}${bulk(channel)}:1\r\n`);
      }
      case 'PUBLISH': {
        const [channel = '', message = ''] = words;
        const listeners = subscriptions.get(channel) ?? new Set();
        for (const listener of listeners) listener.write(`*3\r\n${bulk('message')}${bulk(channel)}${bulk(message)}`);
        return void socket.write(`:${listeners.size}\r\n`);
      }
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
