import { media } from '@tuanzi/contract/media';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { mount } from '#platform/http/mount';
import { readUpload } from './read-upload.ts';
import { serveFiles } from './serve-files.ts';
import { storePicture } from './store-picture.ts';

export function mediaRoutes(app: App, http: FastifyInstance): void {
  mount(http, media, {
    'POST /api/console/shops/{shopId}/pictures': async ({ params, caller, request }) =>
      storePicture(app, caller, { bytes: await readUpload(request), shopId: params.shopId }),
  });
  serveFiles(app, http);
}
