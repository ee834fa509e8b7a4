import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { App } from '#platform/app';
import { cashierRoutes } from '../cashier.ts';
import { deliverNotices, queueNotice, type Courier } from '../deliver.ts';
import type { GatewayOptions } from '../options.ts';
import { readMoved } from '../store.ts';
import { writeBill } from './bill.ts';
import { isFromMerchant, signByAlipay, signedForm } from './crypto.ts';
import { checkCommon, readContent, Refusal, type Content, type Method } from './requests.ts';
import { noticeOf } from './resources.ts';
import { closeTrade, openTrade, queryRefund, queryTrade, refundTrade } from './trades.ts';

const root = '/sandbox-gateways/alipay';
const minute = 60;
/** As published: just under a day in all. */
export const noticeDelays = [4, 10, 10, 60, 120, 360, 900].map((minutes) => minutes * minute);

export function alipayCourier({ credentials }: GatewayOptions): Courier {
  return {
    gateway: 'alipay',
    delaysSeconds: noticeDelays,
    write({ noticeId, content, createdAt }) {
      // Written by queueNotice; its id and time stay the same at every attempt.
      const told = JSON.parse(content) as Record<string, string>;
      const notifyTime = new Date(createdAt.getTime() + 28_800_000).toISOString().slice(0, 19).replace('T', ' ');
      return {
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: signedForm(credentials.alipay, { ...told, notify_id: noticeId, notify_time: notifyTime }),
      };
    },
    // Seven letters and nothing beside.
    isTaken: (_status, text) => text === 'success',
  };
}

export function alipayRoutes(app: App, http: FastifyInstance, options: GatewayOptions): void {
  const courier = alipayCourier(options);
  http.get(`${root}/gateway.do`, async (request, reply) => {
    try {
      const { method, params } = admit(options, [...new URL(request.url, 'http://gateway').searchParams]);
      if (method !== 'alipay.trade.page.pay' && method !== 'alipay.trade.wap.pay')
        throw new Refusal('40002', 'isv.invalid-method', '此接口不能在页面打开');
      const urls = { notifyUrl: params.get('notify_url') ?? '', returnUrl: params.get('return_url') ?? '' };
      const trade = await openTrade(app, options, { method, content: readContent(method, params), ...urls });
      return await reply.redirect(`${root}/cashier?trade_no=${trade.tradeNo}`, 302);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return reply.code(400).type('text/plain; charset=utf-8').send(`${error.subCode} ${error.message}`);
    }
  });
  http.register((scope, _options, done) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));
    scope.post(`${root}/gateway.do`, async (request, reply) =>
      reply
        .type('text/html;charset=utf-8')
        .serializer(String)
        .send(await answer(app, options, request)),
    );
    done();
  });
  http.get(`${root}/bill`, async (request, reply) => {
    const { day = '' } = request.query as { day?: string };
    return reply.type('application/zip').send(Buffer.from(await billOf(app, day)));
  });
  cashierRoutes(app, http, {
    gateway: 'alipay',
    root,
    title: { zh: '支付宝 · 沙箱', en: 'Alipay · sandbox' },
    tell: (db, trade, manner) => {
      if (trade.state !== 'paid' || trade.notifyUrl === '') return Promise.resolve([]);
      const now = app.clock.now();
      const content = noticeOf(options.credentials.alipay, trade, now);
      return queueNotice(db, { gateway: 'alipay', kind: 'trade', content, notifyUrl: trade.notifyUrl, now, manner, noticeIdPrefix: 'nid' });
    },
    deliver: (ids) => deliverNotices(app, courier, options, ids),
  });
}

/** A request that is whole and signed by this merchant; what it asks for comes next. */
function admit(
  { credentials }: GatewayOptions,
  pairs: readonly (readonly [string, string])[],
): { method: Method; params: Map<string, string> } {
  const params = new Map(pairs);
  if (params.size !== pairs.length) throw new Refusal('40002', 'isv.invalid-parameter', '参数重复');
  const method = checkCommon(params);
  if (params.get('app_id') !== credentials.alipay.appId) throw new Refusal('40002', 'isv.invalid-app-id', '无效的AppID参数');
  if (!isFromMerchant(credentials.alipay, params)) throw new Refusal('40002', 'isv.invalid-signature', '无效签名');
  return { method, params };
}

async function answer(app: App, options: GatewayOptions, request: FastifyRequest): Promise<string> {
  // The charset may stand in the address as well, where it is not signed.
  const pairs = [...new URLSearchParams(String(request.body))];
  const method = pairs.find(([name]) => name === 'method')?.[1] ?? '';
  let body: object;
  let isSigned = true;
  try {
    const admitted = admit(options, pairs);
    body = { code: '10000', msg: 'Success', ...(await handle(app, options, admitted)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    body = {
      code: error.code,
      msg: error.code === '40004' ? 'Business Failed' : 'Invalid Arguments',
      sub_code: error.subCode,
      sub_msg: error.message,
    };
    isSigned = error.code === '40004';
  }
  // Slashes are escaped as PHP and Java do it: who parses and writes again gets another text than was signed.
  const raw = JSON.stringify(body).replaceAll('/', String.raw`\/`);
  const sign = isSigned ? signByAlipay(options.credentials.alipay, raw) : '';
  return `{"${method === '' ? 'error' : method.replaceAll('.', '_')}_response":${raw}${isSigned ? `,"sign":"${sign}"` : ''}}`;
}

function handle(app: App, options: GatewayOptions, { method, params }: { method: Method; params: Map<string, string> }): Promise<object> {
  switch (method) {
    case 'alipay.trade.query':
      return queryTrade(app, readContent(method, params));
    case 'alipay.trade.close':
      return closeTrade(app, readContent(method, params));
    case 'alipay.trade.refund':
      return refundTrade(app, options, readContent(method, params));
    case 'alipay.trade.fastpay.refund.query':
      return queryRefund(app, readContent(method, params));
    case 'alipay.data.dataservice.bill.downloadurl.query':
      return billLink(app, options, readContent(method, params));
    default:
      throw new Refusal('40002', 'isv.invalid-method', '此接口要在页面打开');
  }
}

async function billLink(
  app: App,
  options: GatewayOptions,
  { bill_date: day }: Content<'alipay.data.dataservice.bill.downloadurl.query'>,
): Promise<object> {
  const end = Date.parse(`${day}T00:00:00+08:00`) + 86_400_000;
  // The bill of a day is there from nine in the morning of the next.
  if (!(app.clock.now().getTime() > end + 9 * 3_600_000)) throw new Refusal('40004', 'isp.bill_not_exist', '账单不存在');
  return { bill_download_url: `${options.noticeUrl(`${app.publicUrl()}/`).replace(/\/$/, '')}${root}/bill?day=${day}` };
}

async function billOf(app: App, day: string): Promise<Uint8Array> {
  const from = new Date(`${/^\d{4}-\d\d-\d\d$/.test(day) ? day : '1970-01-01'}T00:00:00+08:00`);
  return writeBill(day, await readMoved(app.database.db, { gateway: 'alipay', from, to: new Date(from.getTime() + 86_400_000) }));
}
