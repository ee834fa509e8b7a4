import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';

/** One origin for everything, as in the product: pages, and /media passed on to the media process; plus the hook that lets the bench publish. */
export type Stage = {
  url: string;
  hookUrl: string;
  events: { kind: string; body: Record<string, unknown> }[];
  passMediaTo(httpUrl: string): void;
  close(): void;
};

const root = path.join(import.meta.dirname, '..', '..');
const FILES: Record<string, string> = {
  '/player.html': 'bench/live-delay/player.html',
  '/publisher.html': 'bench/live-delay/publisher.html',
  '/mpegts.js': 'node_modules/mpegts.js/dist/mpegts.js',
  '/hls.js': 'node_modules/hls.js/dist/hls.min.js',
};

export async function startStage(): Promise<Stage> {
  let media = new URL('http://127.0.0.1:1');
  const events: Stage['events'] = [];
  const server = http.createServer((request, response) => {
    const pathname = (request.url ?? '/').split('?')[0] ?? '/';
    if (pathname.startsWith('/media/')) return passOn(media, request, response);
    if (pathname.startsWith('/hooks/')) return answerHook(pathname.slice(7), events, request, response);
    const file = FILES[pathname];
    if (pathname === '/ingest-format.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      response.end(stripTypeScriptTypes(readFileSync(path.join(root, 'packages/client/src/ingest-format.ts'), 'utf8')));
    } else if (file !== undefined && existsSync(path.join(root, file))) {
      response.writeHead(200, { 'content-type': pathname.endsWith('html') ? 'text/html' : 'text/javascript' });
      response.end(readFileSync(path.join(root, file)));
    } else {
      response.writeHead(404).end();
    }
  });
  server.on('upgrade', (request, socket, head) => {
    const upstream = net.connect(Number(media.port), media.hostname, () => {
      const headers = request.rawHeaders.flatMap((value, i) => (i % 2 === 0 ? [`${value}: ${request.rawHeaders[i + 1] ?? ''}`] : []));
      upstream.write(`GET ${request.url ?? '/'} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    // Either side hanging up ends both; there is nothing to save.
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    url,
    hookUrl: `${url}/hooks`,
    events,
    passMediaTo: (httpUrl) => {
      media = new URL(httpUrl);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function passOn(media: URL, request: http.IncomingMessage, response: http.ServerResponse): void {
  const upstream = http.request(
    { host: media.hostname, port: media.port, path: request.url, method: request.method, headers: request.headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  upstream.on('error', () => response.destroy());
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}

function answerHook(kind: string, events: Stage['events'], request: http.IncomingMessage, response: http.ServerResponse): void {
  let text = '';
  request.on('data', (data: Buffer) => (text += data.toString()));
  request.on('end', () => {
    const body = JSON.parse(text) as Record<string, unknown>;
    events.push({ kind, body });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(kind === 'authorize-publish' ? { allow: true, sessionId: body['streamName'] } : {}));
  });
}
