import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { App } from '#platform/app';
import type { GatewayOptions } from '../options.ts';
import { makeMark, useMark } from '../store.ts';
import { root } from './merchant-door.ts';

const cookieName = 'sandbox_wechat_person';

/** What WeChat offers for recognising payers: a page that sends people back with a code, and where a code is exchanged once. */
export function payerRoutes(app: App, http: FastifyInstance, { credentials }: GatewayOptions): void {
  const { db } = app.database;
  const { wechat } = credentials;
  http.get(`${root}/connect/oauth2/authorize`, async (request, reply) => {
    const {
      appid,
      redirect_uri: target = '',
      response_type: type,
      scope,
      state = '',
    } = request.query as Record<string, string | undefined>;
    const isOwn = URL.parse(target)?.origin === new URL(app.publicUrl()).origin;
    if (appid !== wechat.appId || type !== 'code' || scope !== 'snsapi_base' || !isOwn)
      return reply.code(400).type('text/plain; charset=utf-8').send('redirect_uri 参数错误');
    const person = personOf(request);
    const code = randomBytes(16).toString('hex');
    await makeMark(db, { gateway: 'wechat', mark: `code:${code}`, content: openidOf(wechat.appId, person), now: app.clock.now() });
    const url = new URL(target);
    url.searchParams.set('code', code);
    url.searchParams.set('state', state);
    return reply.header('set-cookie', `${cookieName}=${person}; Path=${root}; HttpOnly; SameSite=Lax`).redirect(url.href, 302);
  });
  const exchange = (path: string, appId: string, secret: string, name: string) =>
    http.get(`${root}${path}`, async (request) => {
      const query = request.query as Record<string, string | undefined>;
      if (query['appid'] !== appId) return { errcode: 40013, errmsg: 'invalid appid' };
      if (query['secret'] !== secret) return { errcode: 40125, errmsg: 'invalid appsecret' };
      const openid = await useMark(db, 'wechat', `code:${query[name] ?? ''}`);
      return openid === undefined ? { errcode: 40029, errmsg: 'invalid code' } : { openid, access_token: 'sandbox', expires_in: 7200 };
    });
  exchange('/sns/oauth2/access_token', wechat.appId, wechat.appSecret, 'code');
  exchange('/sns/jscode2session', wechat.miniAppId, wechat.miniAppSecret, 'js_code');
}

/** One person a browser, as somebody stays signed in to WeChat. */
function personOf(request: FastifyRequest): string {
  const known = new RegExp(`(?:^|; )${cookieName}=([0-9a-f]{16})`).exec(request.headers.cookie ?? '')?.[1];
  return known ?? randomBytes(8).toString('hex');
}

function openidOf(appId: string, person: string): string {
  return `o${createHash('sha256').update(`${appId} ${person}`).digest('base64url').slice(0, 27)}`;
}
