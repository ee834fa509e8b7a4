import { live } from '@tuanzi/contract/live';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { App } from '#platform/app';
import { mount } from '#platform/http/mount';
import { hearMedia } from './hear-media.ts';
import { cancelSession, changeSession, planSession } from './plan-session.ts';
import { correctSession, endSession, pinProduct, setShelf } from './run-session.ts';
import { listProgramme, listSessionsOfShop, playSession, replaySession, showSession, showStudio } from './show-session.ts';
import { makeStreamKey } from './stream-key.ts';

export function liveRoutes(app: App, http: FastifyInstance): void {
  mount(http, live, {
    'GET /api/sessions': ({ query, caller }) => listProgramme(app.read(caller), query),
    'GET /api/sessions/{sessionId}': ({ params, caller }) => showSession(app.read(caller), params.sessionId),
    'GET /api/sessions/{sessionId}/play': ({ params, caller }) => playSession(app, app.read(caller), params.sessionId),
    'GET /api/sessions/{sessionId}/replay': ({ params, caller }) => replaySession(app, app.read(caller), params.sessionId),
    'GET /api/console/shops/{shopId}/sessions': ({ params, query, caller }) =>
      listSessionsOfShop(app.read(caller), { ...query, shopId: params.shopId }),
    'POST /api/console/shops/{shopId}/sessions': async ({ params, body, caller }) => {
      const sessionId = await app.transact(caller, (ctx) => planSession(ctx, params.shopId, body));
      return showSession(app.read(caller), sessionId);
    },
    'PUT /api/console/shops/{shopId}/sessions/{sessionId}': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => changeSession(ctx, { ...params, plan: body }));
      return showSession(app.read(caller), params.sessionId);
    },
    'POST /api/console/shops/{shopId}/sessions/{sessionId}/cancel': async ({ params, caller }) => {
      await app.transact(caller, (ctx) => cancelSession(ctx, params.shopId, params.sessionId));
      return showSession(app.read(caller), params.sessionId);
    },
    'GET /api/studio/{sessionId}': async ({ params, caller, request }) => ({
      ...(await showStudio(app.read(caller), params.sessionId)),
      rtmpUrl: rtmpUrl(app, request),
      canWhip: app.config.RUN.includes('media') || app.config.MEDIA_URL !== undefined,
    }),
    'POST /api/studio/{sessionId}/stream-key': async ({ params, caller, request }) => {
      const streamKey = await app.transact(caller, (ctx) => makeStreamKey(ctx, params.sessionId));
      const origin = originOf(app, request);
      return {
        streamKey,
        rtmpUrl: rtmpUrl(app, request),
        rtmpStreamName: `${params.sessionId}?key=${streamKey}`,
        whipUrl: `${origin}/media/whip/${params.sessionId}`,
        ingestUrl: `${origin.replace(/^http/, 'ws')}/media/ingest/${params.sessionId}?key=${streamKey}`,
      };
    },
    'POST /api/studio/{sessionId}/end': async ({ params, caller }) => {
      await app.transact(caller, (ctx) => endSession(ctx, params.sessionId));
      return showSession(app.read(caller), params.sessionId);
    },
    'POST /api/studio/{sessionId}/pin': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => pinProduct(ctx, params.sessionId, body.productId));
      return { ok: true as const };
    },
    'PUT /api/studio/{sessionId}/shelf': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => setShelf(ctx, params.sessionId, body.productIds));
      return showSession(app.read(caller), params.sessionId);
    },
    'POST /api/studio/{sessionId}/correction': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => correctSession(ctx, params.sessionId, body));
      return { ok: true as const };
    },
    'POST /internal/media-hooks/{kind}': ({ params, body }) => hearMedia(app, params.kind, body),
  });
}

/**
 * The address the page was opened by, so that a browser on it may publish without another origin. Behind a proxy that
 * ends TLS the request looks like http; the public address knows better.
 */
function originOf(app: App, request: FastifyRequest): string {
  const known = new URL(app.publicUrl());
  const host = request.headers.host ?? known.host;
  const origin = `${request.protocol}://${host}`;
  // The header is the client's; what is no address of a host is not repeated.
  return host === known.host || !/^[\w.:[\]-]+$/.test(host) || !URL.canParse(origin) ? known.origin : origin;
}

function rtmpUrl(app: App, request: FastifyRequest): string {
  const port = app.config.RTMP_PORT === 1935 ? '' : `:${app.config.RTMP_PORT}`;
  return `rtmp://${new URL(originOf(app, request)).hostname}${port}/live`;
}
