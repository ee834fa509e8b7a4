import type http from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { FlvFanout, FlvViewer } from './flv-fanout.ts';

/**
 * The body is neither chunked nor of known length: it ends when the connection does, so a tick costs one write
 * and proxies pass it through.
 */
export function serveFlvOverHttp(fanout: FlvFanout, request: http.IncomingMessage, response: http.ServerResponse): void {
  const { socket } = request;
  // A second request on the same connection could never be answered; seating it again would send everything twice.
  if (seated.has(socket)) return void socket.destroy();
  response.shouldKeepAlive = false;
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, { 'content-type': 'video/x-flv', 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' });
  response.flushHeaders();
  seat(fanout, socket, {
    isFramed: false,
    queuedBytes: () => socket.writableLength,
    write: (bytes) => void socket.write(bytes),
    close: (isKicked) => void (isKicked ? socket.destroy() : socket.end()),
  });
}

/** Frames are written straight to the socket: they are built once for all viewers, and nothing else here is compressed or fragmented. */
export function serveFlvOverWebSocket(fanout: FlvFanout, webSocket: WebSocket, socket: Duplex): void {
  webSocket.on('error', () => webSocket.terminate());
  // A viewer has nothing to say here; a chatty one is not worth its memory.
  webSocket.on('message', () => webSocket.terminate());
  seat(fanout, socket, {
    isFramed: true,
    queuedBytes: () => socket.writableLength,
    write: (bytes) => void socket.write(bytes),
    close: (isKicked) => (isKicked ? webSocket.terminate() : webSocket.close(1000, 'ended')),
  });
}

const seated = new WeakSet<Duplex>();

function seat(fanout: FlvFanout, socket: Duplex, viewer: FlvViewer): void {
  // One that is closed already would never leave its seat.
  if (socket.destroyed) return;
  seated.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => fanout.detach(viewer));
  fanout.attach(viewer);
}
