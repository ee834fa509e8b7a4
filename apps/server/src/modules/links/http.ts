import { links } from '@tuanzi/contract/links';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { App } from '#platform/app';
import { mount } from '#platform/http/mount';
import { localeOf } from '#platform/http/problems';
import { problem } from '#platform/problem';
import { followLink } from './follow-link.ts';
import { makeLink } from './make-link.ts';
import { createPosters } from './poster/get-poster.ts';
import { presentLink } from './present.ts';
import { linkPath, posterPath } from './rules.ts';

export function linksRoutes(app: App, http: FastifyInstance): void {
  mount(http, links, {
    'POST /api/links': async ({ body, caller }) => {
      const share = { ownerId: caller.accountId, target: body.target, sceneId: body.sceneId ?? null, cardId: body.cardId ?? null };
      const { code } = await app.transact(caller, (ctx) => makeLink(ctx, share));
      return { code, url: new URL(linkPath(code), app.publicUrl()).href, posterUrl: posterPath(code) };
    },
    'GET /api/links/{code}': ({ params, caller }) => presentLink(app.read(caller), params.code),
    'POST /api/links/{code}/visits': async ({ params, caller }) => {
      await app.transact(caller, (ctx) => followLink(ctx, { code: params.code, visitorId: caller.accountId }));
      return presentLink(app.read(caller), params.code);
    },
  });
  posterRoute(app, http);
}

const posterParams = z.object({ code: z.string().regex(/^[0-9A-Za-z]{6,16}$/) });
const posterQuery = z.object({ locale: z.enum(['zh', 'en']).optional() });

/** A picture for chats and screens, so it stands outside the API. What it shows moves on; a browser asks again after a minute. */
function posterRoute(app: App, http: FastifyInstance): void {
  const posters = createPosters(app);
  http.get('/l/:code/poster.png', async (request, reply) => {
    const params = posterParams.safeParse(request.params);
    const query = posterQuery.safeParse(request.query);
    if (!params.success || !query.success) throw problem('link_unknown');
    const { png, etag } = await posters.get(params.data.code, query.data.locale ?? localeOf(request));
    reply.headers({ etag: `"${etag}"`, 'cache-control': 'public, max-age=60', vary: 'accept-language, x-locale' });
    if (request.headers['if-none-match'] === `"${etag}"`) return reply.code(304).send();
    return reply.type('image/png').send(png);
  });
}
