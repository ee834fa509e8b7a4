import net from 'node:net';
import { listen } from '../listen.ts';
import type { MediaLog } from '../log.ts';
import type { PublishAnswer, PublishRequest } from '../publish.ts';
import { plainIp } from '../remote-ip.ts';
import { RtmpSession } from './session.ts';

export type RtmpServerOptions = {
  host: string;
  port: number;
  log: MediaLog;
  openPublish(request: PublishRequest): Promise<PublishAnswer>;
  limits?: Partial<RtmpLimits>;
};
type RtmpLimits = { idleMs: number; publishWithinMs: number; connectionsMax: number; unpublishedPerIpMax: number };
export type RtmpServer = { port: number; connectionCount(): number; close(): Promise<void> };

const LIMITS: RtmpLimits = { idleMs: 15_000, publishWithinMs: 10_000, connectionsMax: 512, unpublishedPerIpMax: 64 };

const UNREAD_MAX_BYTES = 256 * 1024;

/** Listens for encoders. A connection that does not get to publish soon, says nothing, or sends nonsense is dropped. */
export async function startRtmpServer(options: RtmpServerOptions): Promise<RtmpServer> {
  const limits = { ...LIMITS, ...options.limits };
  const sockets = new Set<net.Socket>();
  const unpublishedByIp = new Map<string, number>();
  const server = net.createServer({ allowHalfOpen: false, noDelay: true }, (socket) => {
    const remoteIp = plainIp(socket.remoteAddress);
    const waiting = unpublishedByIp.get(remoteIp) ?? 0;
    if (sockets.size >= limits.connectionsMax || waiting >= limits.unpublishedPerIpMax) {
      socket.on('error', ignoreReset);
      socket.destroy();
      return;
    }
    sockets.add(socket);
    unpublishedByIp.set(remoteIp, waiting + 1);
    const forgetWaiting = once(() => {
      const left = (unpublishedByIp.get(remoteIp) ?? 1) - 1;
      if (left > 0) unpublishedByIp.set(remoteIp, left);
      else unpublishedByIp.delete(remoteIp);
    });
    serveEncoder(socket, remoteIp, { ...options, limits }, forgetWaiting);
    socket.on('close', () => {
      sockets.delete(socket);
      forgetWaiting();
    });
  });
  await listen(server, options.port, options.host);
  // Running out of file handles must not stop the server; the connection in question fails by itself.
  server.on('error', (error) => options.log.warn('rtmp accept failed', { error: error.message }));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    connectionCount: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serveEncoder(
  socket: net.Socket,
  remoteIp: string,
  options: RtmpServerOptions & { limits: RtmpLimits },
  onPublishing: () => void,
): void {
  const { limits, log } = options;
  const drop = (reason: string): void => {
    session.close(reason);
    socket.destroy();
  };
  const session: RtmpSession = new RtmpSession(
    {
      write: (bytes) => {
        // Answers are small and few: one that does not read them, and asks for more, is not an encoder.
        if (socket.writableLength > UNREAD_MAX_BYTES) socket.destroy();
        else socket.write(bytes);
      },
      finish: () => {
        // The other side may ignore our FIN and keep sending: it is cut off as soon as the answer is out.
        socket.removeListener('data', onData);
        socket.resume();
        socket.destroySoon();
        setTimeout(() => socket.destroy(), 1_000).unref();
      },
    },
    async (request) => {
      const answer = await options.openPublish({
        ...request,
        protocol: 'rtmp',
        remoteIp,
        isGone: () => socket.destroyed || session.isClosed,
        kick: drop,
      });
      if (answer.isAllowed) {
        clearTimeout(publishTimer);
        onPublishing();
      }
      return answer;
    },
  );
  const onData = (data: Buffer): void => {
    const refusal = session.receive(data);
    if (refusal === null) return;
    log.info('rtmp connection dropped', { remoteIp, code: refusal.code, error: refusal.message });
    socket.destroy();
  };
  const publishTimer = setTimeout(() => drop('no publish in time'), limits.publishWithinMs);
  socket.setTimeout(limits.idleMs, () => drop('nothing received'));
  socket.on('data', onData);
  socket.on('error', ignoreReset);
  socket.on('close', () => {
    clearTimeout(publishTimer);
    session.close('connection lost');
  });
}

/** A reset connection also emits close, which is where it is handled. */
function ignoreReset(): void {}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    run();
  };
}
