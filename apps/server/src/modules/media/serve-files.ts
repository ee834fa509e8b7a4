import { pictureWidths } from '@tuanzi/contract/pictures';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { problem } from '#platform/problem';
import { sizePicture } from './size-picture.ts';

/** Only what anybody may see. Keys are unguessable and their content never changes, so browsers may keep it for good. */
const publicKey = new RegExp(`^(?<name>pictures/[a-z0-9][a-z0-9_]*)(?:\\.(?<width>${pictureWidths.join('|')}))?\\.webp$`);

export function serveFiles(app: App, http: FastifyInstance): void {
  http.get('/files/*', async (request, reply) => {
    const key = (request.params as { '*': string })['*'];
    const { name, width } = publicKey.exec(key)?.groups ?? {};
    if (name === undefined) throw problem('not_found');
    const etag = `"${key}"`;
    reply.headers({
      etag,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const { storage } = app.ports;
    const sized = { storage, storedKey: `${name}.webp`, sizedKey: key, width: Number(width) };
    const file = (await storage.get(key)) ?? (width !== undefined && (await sizePicture(sized)) ? await storage.get(key) : undefined);
    if (file === undefined) {
      reply.removeHeader('cache-control').removeHeader('etag');
      throw problem('not_found');
    }
    return reply.type(file.contentType).header('content-length', file.bytes).send(file.stream);
  });
}
