import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { problem } from '#platform/problem';

/** Only what anybody may see. Keys are unguessable and their content never changes, so browsers may keep it for good. */
const publicKey = /^pictures\/[a-z0-9_]+\.webp$/;

export function serveFiles(app: App, http: FastifyInstance): void {
  http.get('/files/*', async (request, reply) => {
    const key = (request.params as { '*': string })['*'];
    if (!publicKey.test(key)) throw problem('not_found');
    const etag = `"${key}"`;
    reply.headers({
      etag,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const file = await app.ports.storage.get(key);
    if (file === undefined) {
      reply.removeHeader('cache-control').removeHeader('etag');
      throw problem('not_found');
    }
    return reply.type(file.contentType).header('content-length', file.bytes).send(file.stream);
  });
}
