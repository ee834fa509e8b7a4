import http from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { serveControl } from './control.ts';
import { answerJson } from './http-answer.ts';
import type { LiveHub } from './hub.ts';
import { serveIngest } from './ingest-ws.ts';
import { listen } from './listen.ts';
import type { MediaLog } from './log.ts';
import { serveFlvOverHttp, serveFlvOverWebSocket } from './play-flv.ts';
import { serveHls } from './play-hls.ts';
import { serveRecording } from './play-recording.ts';
import { verifyPlay } from './play-signature.ts';
import type { WhipServer } from './whip.ts';

export type MediaHttpOptions = {
  host: string;
  port: number;
  secret: string;
  hub: LiveHub;
  whip: WhipServer;
  log: MediaLog;
  viewersPerStreamMax: number;
  recordingsDir: string;
};
export type MediaHttp = { url: string; close(): Promise<void> };

type Incoming = { options: MediaHttpOptions; url: URL; request: http.IncomingMessage; response: http.ServerResponse };
type Route = { path: RegExp; serve(incoming: Incoming, first: string, second: string): Promise<void> | void };

/** Frames of a browser's encoder; a key frame of a large picture stays far below. */
const INGEST_MESSAGE_MAX_BYTES = 4 * 1024 * 1024;

const ROUTES: readonly Route[] = [
  { path: /^\/media\/live\/([\w-]{1,64})\.flv$/, serve: flv },
  { path: /^\/media\/live\/([\w-]{1,64})\/([\w.-]{1,40})$/, serve: hls },
  { path: /^\/media\/recordings\/([\w-]{1,64})\/(index\.m3u8|clip\.mp4|media\.mp4)$/, serve: recording },
  {
    path: /^\/media\/whip\/([\w-]{1,64})(?:\/([\w-]{1,64}))?$/,
    serve: ({ options, request, response }, sessionId, resource) => options.whip.serve(sessionId, resource, request, response),
  },
  {
    path: /^\/media\/control\/([\w-]{1,40})$/,
    serve: ({ options, request, response }, command) => serveControl(options, command, request, response),
  },
  { path: /^\/media\/healthz$/, serve: ({ response }) => answerJson(response, 200, { ok: true }) },
];

/** The media process's HTTP side. It stands behind the web process, which passes /media on. */
export async function startMediaHttp(options: MediaHttpOptions): Promise<MediaHttp> {
  const { log } = options;
  const webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: INGEST_MESSAGE_MAX_BYTES,
    clientTracking: false,
  });
  const server = http.createServer(
    { maxHeaderSize: 16 * 1024, requestTimeout: 30_000, headersTimeout: 10_000, noDelay: true },
    (request, response) => {
      // The request object of an aborted upload errors; the route notices by its response closing.
      request.on('error', () => response.destroy());
      route({ options, url: urlOf(request), request, response }).catch((error: unknown) => {
        log.error('request failed', { path: request.url?.split('?')[0], error: String(error) });
        if (response.headersSent) response.destroy();
        else answerJson(response, 500, { code: 'media_failed' });
      });
    },
  );
  const open = new Set<Duplex>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    // A reset connection also emits close, which is where it is handled.
    socket.on('error', () => socket.destroy());
    upgrade(options, webSockets, request, socket, head);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await listen(server, options.port, options.host);
  server.on('error', (error) => log.warn('http accept failed', { error: error.message }));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Upgraded connections are no longer the server's own.
        for (const socket of open) socket.destroy();
      }),
  };
}

async function route(incoming: Incoming): Promise<void> {
  for (const { path, serve } of ROUTES) {
    const match = path.exec(incoming.url.pathname);
    if (match) return serve(incoming, match[1] ?? '', match[2] ?? '');
  }
  answerJson(incoming.response, 404, { code: 'not_found' });
}

function flv({ options, url, request, response }: Incoming, sessionId: string): void {
  if (request.method !== 'GET') return answerJson(response, 405, { code: 'method_not_allowed' });
  if (!verifyPlay(options.secret, sessionId, url.searchParams, Date.now())) return answerJson(response, 403, { code: 'play_not_allowed' });
  const channel = options.hub.find(sessionId);
  if (channel === null) return answerJson(response, 404, { code: 'not_live' });
  if (channel.flv.viewerCount >= options.viewersPerStreamMax) return answerJson(response, 503, { code: 'too_many_viewers' });
  serveFlvOverHttp(channel.flv, request, response);
}

async function hls({ options, url, request, response }: Incoming, sessionId: string, file: string): Promise<void> {
  if (!isRead(request)) return answerJson(response, 405, { code: 'method_not_allowed' });
  if (!verifyPlay(options.secret, sessionId, url.searchParams, Date.now())) return answerJson(response, 403, { code: 'play_not_allowed' });
  const found = options.hub.findHls(sessionId);
  if (found === null) return answerJson(response, 404, { code: 'not_live' });
  await serveHls(found, file, url.searchParams, response);
}

async function recording({ options, url, request, response }: Incoming, recordingId: string, file: string): Promise<void> {
  if (!isRead(request)) return answerJson(response, 405, { code: 'method_not_allowed' });
  if (!verifyPlay(options.secret, recordingId, url.searchParams, Date.now()))
    return answerJson(response, 403, { code: 'play_not_allowed' });
  await serveRecording(options.recordingsDir, recordingId, file, url.searchParams, request, response);
}

function upgrade(
  options: MediaHttpOptions,
  webSockets: WebSocketServer,
  request: http.IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const url = urlOf(request);
  const accept = (run: (webSocket: WebSocket) => void): void => webSockets.handleUpgrade(request, socket, head, run);
  const ingest = /^\/media\/ingest\/([\w-]{1,64})$/.exec(url.pathname)?.[1];
  if (ingest !== undefined)
    return accept((webSocket) => serveIngest(options, webSocket, request, ingest, url.searchParams.get('key') ?? ''));
  const sessionId = /^\/media\/live\/([\w-]{1,64})\.flv$/.exec(url.pathname)?.[1];
  if (sessionId === undefined) return refuseUpgrade(socket, '404 Not Found');
  if (!verifyPlay(options.secret, sessionId, url.searchParams, Date.now())) return refuseUpgrade(socket, '403 Forbidden');
  const channel = options.hub.find(sessionId);
  if (channel === null) return refuseUpgrade(socket, '404 Not Found');
  if (channel.flv.viewerCount >= options.viewersPerStreamMax) return refuseUpgrade(socket, '503 Service Unavailable');
  accept((webSocket) => serveFlvOverWebSocket(channel.flv, webSocket, socket));
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
}

function isRead(request: http.IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

/** The request line is the client's; whatever it holds becomes a path that matches nothing. */
function urlOf(request: http.IncomingMessage): URL {
  const target = request.url ?? '/';
  return target.startsWith('/') && URL.canParse(target, 'http://media') ? new URL(target, 'http://media') : new URL('http://media/');
}
