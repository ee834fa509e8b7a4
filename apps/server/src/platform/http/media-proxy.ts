import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { App } from '../app.ts';

/** Headers that describe one connection and not the message. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Passes /media/* through to the media process, so that one port, one certificate and one origin serve everything.
 * Larger installations let the reverse proxy in front reach the media process directly (docs/deploy.md).
 */
export function mediaProxyRoutes(app: App, http: FastifyInstance, mediaUrl: () => string | undefined): void {
  void http.register(async (scope) => {
    // Bodies are passed on as they come.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.route({
      method: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
      url: '/media/*',
      handler: (request, reply) => {
        const base = mediaUrl();
        const target = base === undefined ? undefined : mediaTarget(request.url, base);
        if (target === undefined) return reply.callNotFound();
        reply.hijack();
        const { host: _, ...headers } = request.headers;
        const upstream = httpRequest(
          target,
          { method: request.method, headers: { ...headers, 'x-forwarded-for': request.ip } },
          (answer) => {
            reply.raw.writeHead(answer.statusCode ?? 502, {
              ...(Object.fromEntries(Object.entries(reply.getHeaders()).filter(([name]) => !name.startsWith('content-'))) as Record<
                string,
                string
              >),
              ...endToEnd(answer),
            });
            answer.pipe(reply.raw);
          },
        );
        upstream.on('error', () => {
          if (!reply.raw.headersSent) reply.raw.writeHead(502);
          reply.raw.end();
        });
        reply.raw.on('close', () => upstream.destroy());
        request.raw.pipe(upstream);
        return reply;
      },
    });
  });
}

/** Where a request goes on to: the media process and nowhere else, whatever host or dots its address holds; and not its controls. */
function mediaTarget(asked: string, base: string): URL | undefined {
  const target = URL.parse(asked, base);
  const isMedia = target?.origin === new URL(base).origin && /^\/media\/(?!control(\/|$))/.test(target.pathname);
  return isMedia ? target : undefined;
}

function endToEnd(answer: IncomingMessage): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(answer.headers).filter(
      (entry): entry is [string, string | string[]] => !hopByHop.has(entry[0]) && entry[1] !== undefined,
    ),
  );
}

/** Joins a viewer's or publisher's socket to the media process byte by byte. */
export function proxyMediaUpgrade(app: App, mediaUrl: string | undefined, request: IncomingMessage, socket: Socket, head: Buffer): void {
  if (mediaUrl === undefined) return void socket.destroy();
  const { hostname, port } = new URL(mediaUrl);
  const upstream = connect(port === '' ? 80 : Number(port), hostname, () => {
    const lines = [`${request.method} ${request.url} HTTP/1.1`];
    for (let i = 0; i < request.rawHeaders.length; i += 2) lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
    lines.push(`x-forwarded-for: ${socket.remoteAddress ?? ''}`, '', '');
    upstream.write(lines.join('\r\n'));
    if (head.length > 0) upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
  });
  socket.setNoDelay(true);
  upstream.setNoDelay(true);
  const endBoth = () => {
    socket.destroy();
    upstream.destroy();
  };
  for (const end of [socket, upstream]) end.on('error', endBoth).on('close', endBoth);
}
