import http from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { LiveHub } from './hub.ts';
import type { MediaLog } from './log.ts';
import { serveFlvOverHttp, serveFlvOverWebSocket } from './play-flv.ts';
import { verifyPlay } from './play-signature.ts';

export type MediaHttpOptions = {
  host: string;
  port: number;
  secret: string;
  hub: LiveHub;
  log: MediaLog;
  viewersPerStreamMax: number;
};
export type MediaHttp = { url: string; close(): Promise<void> };

/** Everything a request handler may need; `respond` has not been called yet. */
export type MediaRequest = { url: URL; request: http.IncomingMessage; response: http.ServerResponse };

export async function startMediaHttp(options: MediaHttpOptions): Promise<MediaHttp> {
  const { log } = options;
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 4 * 1024 * 1024, clientTracking: false });
  const server = http.createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000, headersTimeout: 10_000, noDelay: true }, (request, response) => {
    route(options, { url: urlOf(request), request, response }).catch((error: unknown) => {
      log.error('request failed', { path: request.url?.split('?')[0], error: String(error) });
      if (response.headersSent) response.destroy();
      else answerJson(response, 500, { code: 'media_failed' });
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', ignoreReset);
    upgrade(options, webSockets, request, socket, head);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function route(options: MediaHttpOptions, incoming: MediaRequest): Promise<void> {
  const { url, request, response } = incoming;
  const flv = /^\/media\/live\/([\w-]{1,64})\.flv$/.exec(url.pathname)?.[1];
  if (flv !== undefined && request.method === 'GET') {
    const channel = options.hub.find(flv);
    if (!verifyPlay(options.secret, flv, url.searchParams, Date.now())) return answerJson(response, 403, { code: 'play_not_allowed' });
    if (channel === null) return answerJson(response, 404, { code: 'not_live' });
    if (channel.flv.viewerCount >= options.viewersPerStreamMax) return answerJson(response, 503, { code: 'too_many_viewers' });
    return serveFlvOverHttp(channel.flv, request, response);
  }
  if (url.pathname === '/media/healthz') return answerJson(response, 200, { ok: true });
  return answerJson(response, 404, { code: 'not_found' });
}

function upgrade(options: MediaHttpOptions, webSockets: WebSocketServer, request: http.IncomingMessage, socket: Duplex, head: Buffer): void {
  const url = urlOf(request);
  const flv = /^\/media\/live\/([\w-]{1,64})\.flv$/.exec(url.pathname)?.[1];
  if (flv !== undefined) {
    const channel = options.hub.find(flv);
    if (!verifyPlay(options.secret, flv, url.searchParams, Date.now())) return refuseUpgrade(socket, '403 Forbidden');
    if (channel === null) return refuseUpgrade(socket, '404 Not Found');
    if (channel.flv.viewerCount >= options.viewersPerStreamMax) return refuseUpgrade(socket, '503 Service Unavailable');
    return webSockets.handleUpgrade(request, socket, head, (webSocket) => serveFlvOverWebSocket(channel.flv, webSocket, socket));
  }
  refuseUpgrade(socket, '404 Not Found');
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
}

export function answerJson(response: http.ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** The request line is the client's; whatever it holds becomes a path that matches nothing. */
function urlOf(request: http.IncomingMessage): URL {
  const target = request.url ?? '/';
  return URL.canParse(target, 'http://media') && target.startsWith('/') ? new URL(target, 'http://media') : new URL('http://media/');
}

/** A reset connection also emits close, which is where it is handled. */
function ignoreReset(): void {}
