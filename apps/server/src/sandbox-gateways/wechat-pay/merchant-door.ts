import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '#platform/app';
import type { GatewayOptions } from '../options.ts';
import { makeMark } from '../store.ts';
import { isFreshSeconds, isFromMerchant, readAuthorization, signedHeaders } from './crypto.ts';
import { Refusal } from './requests.ts';

export const root = '/sandbox-gateways/wechat-pay';
/** What a handler answers: an object, the text of a file, or nothing with 204. */
type Handle = (
  request: FastifyRequest,
  parts: { params: Record<string, string>; query: Record<string, string> },
) => Promise<object | string | undefined>;
export type Route = (method: 'GET' | 'POST', path: string, handle: Handle) => void;

/** Registers what merchants call: every request is verified, every answer signed, errors as well. */
export function merchantDoor(app: App, http: FastifyInstance, options: GatewayOptions): Route {
  return (method, path, handle) => {
    http.route({
      method,
      url: `${root}${path}`,
      handler: async (request, reply) => {
        try {
          await authenticate(app, options, request);
          const body = await handle(request, {
            params: request.params as Record<string, string>,
            query: request.query as Record<string, string>,
          });
          return await send(app, options, { request, reply, status: body === undefined ? 204 : 200, body });
        } catch (error) {
          // Anything but a refusal is the gateway's own fault and is answered by the server's usual handler.
          if (!(error instanceof Refusal)) throw error;
          const { status, code, message, detail } = error;
          return send(app, options, { request, reply, status, body: { code, message, ...(detail !== undefined && { detail }) } });
        }
      },
    });
  };
}

async function send(
  app: App,
  { credentials }: GatewayOptions,
  { request, reply, status, body }: { request: FastifyRequest; reply: FastifyReply; status: number; body: object | string | undefined },
): Promise<FastifyReply> {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  // Which key a merchant can check is said by the one it names.
  const signer = request.headers['wechatpay-serial'] === credentials.wechat.publicKeyMode.id ? 'public-key' : 'certificate';
  return reply
    .code(status)
    .headers({ 'request-id': request.id, ...signedHeaders(credentials.wechat, { text, now: app.clock.now(), signer }) })
    .type('application/json; charset=utf-8')
    .serializer((payload: unknown) => String(payload))
    .send(text);
}

async function authenticate(app: App, { credentials }: GatewayOptions, request: FastifyRequest): Promise<void> {
  const { headers, method, url } = request;
  const refuse = (issue: string) =>
    new Refusal(401, 'SIGN_ERROR', '错误的签名，验签失败', { field: 'signature', issue, location: 'authorization' });
  if (headers['user-agent'] === undefined) throw new Refusal(400, 'PARAM_ERROR', 'Http头缺少User-Agent');
  if (!/application\/json|\*\/\*/.test(headers.accept ?? ''))
    throw new Refusal(400, 'PARAM_ERROR', 'Http头Accept错误，应为application/json');
  const signed = readAuthorization(headers.authorization ?? '');
  if (signed === undefined) throw refuse('Http头Authorization格式错误');
  const now = app.clock.now();
  if (signed.mchid !== credentials.wechat.merchantId || signed.serial !== credentials.wechat.merchant.serial)
    throw refuse('商户号与证书序列号不匹配');
  if (!isFreshSeconds(signed.timestamp, now)) throw refuse('时间戳超过五分钟');
  const body = request.rawBody?.toString('utf8') ?? '';
  if (!isFromMerchant(credentials.wechat, signed, { method, url, body })) throw refuse('签名不匹配');
  if (!(await makeMark(app.database.db, { gateway: 'wechat', mark: `nonce:${signed.nonce}`, now }))) throw refuse('随机串重复');
}
