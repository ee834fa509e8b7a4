import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app';
import { newId } from '#platform/ids';
import { refundMs, type GatewayOptions } from '../options.ts';
import { changeTrade, findRefund, findTrade, insertRefund, insertTrade, readMoved, type Trade } from '../store.ts';
import { writeBill } from './bill.ts';
import { sealText } from './crypto.ts';
import { merchantDoor, root } from './merchant-door.ts';
import { CloseBody, Orders, readBody, RefundBody, Refusal, type OrderBody, type OrderKind } from './requests.ts';
import { chinaTime, refundOf, transactionOf } from './resources.ts';

const gateway = 'wechat' as const;
const tradeTypes = { jsapi: 'JSAPI', native: 'NATIVE', h5: 'MWEB' } as const;
/** Where no end is asked for. */
const longestMs = 7 * 86_400_000;
const refundsMax = 50;
/** The bill of a day is there from ten in the morning of the next. */
const billReadyMs = 10 * 3_600_000;

/** The endpoints of WeChat Pay API v3 a shop uses. */
export function wechatApi(app: App, http: FastifyInstance, options: GatewayOptions): void {
  const { db } = app.database;
  const { wechat } = options.credentials;
  const route = merchantDoor(app, http, options);
  const known = async (by: { outTradeNo: string } | { tradeNo: string }): Promise<Trade> => {
    const trade = await findTrade(db, { gateway, ...by });
    if (trade === undefined || ('tradeNo' in by && trade.paidAt === null)) throw new Refusal(404, 'ORDER_NOT_EXIST', '订单不存在');
    return trade;
  };
  const ownMerchant = (mchid: string | undefined) => {
    if (mchid === undefined)
      throw new Refusal(400, 'PARAM_ERROR', '参数错误', { field: '/query/mchid', issue: 'required', location: 'query' });
    if (mchid !== wechat.merchantId) throw new Refusal(400, 'MCH_NOT_EXISTS', '商户号不存在');
  };

  for (const kind of Object.keys(Orders) as OrderKind[])
    route('POST', `/v3/pay/transactions/${kind}`, async (request) => {
      const body: OrderBody = readBody<OrderBody>(Orders[kind], request.body);
      ownMerchant(body.mchid);
      return prepaidOf(app, kind, await openTrade(app, options, kind, body));
    });
  route('GET', '/v3/pay/transactions/out-trade-no/:no', async (_request, { params, query }) => {
    ownMerchant(query['mchid']);
    return transactionOf(wechat, await known({ outTradeNo: params['no'] ?? '' }));
  });
  route('GET', '/v3/pay/transactions/id/:no', async (_request, { params, query }) => {
    ownMerchant(query['mchid']);
    return transactionOf(wechat, await known({ tradeNo: params['no'] ?? '' }));
  });
  route('POST', '/v3/pay/transactions/out-trade-no/:no/close', async (request, { params }) => {
    ownMerchant(readBody(CloseBody, request.body).mchid);
    const trade = await known({ outTradeNo: params['no'] ?? '' });
    await changeTrade(db, { gateway, tradeNo: trade.tradeNo, to: 'closed', now: app.clock.now() });
    if ((await known({ outTradeNo: trade.outTradeNo })).state === 'paid') throw new Refusal(400, 'ORDERPAID', '该订单已支付');
    return undefined;
  });
  route('POST', '/v3/refund/domestic/refunds', async (request) => startRefund(app, known, readBody(RefundBody, request.body)));
  route('GET', '/v3/refund/domestic/refunds/:no', async (_request, { params }) => {
    const refund = await findRefund(db, { gateway, refundNo: params['no'] ?? '' });
    if (refund === undefined) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
    return refundOf(refund, await known({ outTradeNo: refund.outTradeNo }));
  });
  route('GET', '/v3/certificates', () =>
    Promise.resolve({
      data: [
        {
          serial_no: wechat.platform.serial,
          effective_time: chinaTime(app.clock.now()),
          expire_time: chinaTime(new Date(app.clock.now().getTime() + 365 * 86_400_000)),
          encrypt_certificate: sealText(wechat.apiKey, 'certificate', wechat.platform.certificate),
        },
      ],
    }),
  );
  billRoutes(app, http, options);
}

async function openTrade(app: App, { credentials }: GatewayOptions, kind: OrderKind, body: OrderBody): Promise<Trade> {
  const { wechat } = credentials;
  const now = app.clock.now();
  if (body.appid !== wechat.appId && !(kind === 'jsapi' && body.appid === wechat.miniAppId))
    throw new Refusal(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配');
  const expiresAt = body.time_expire === undefined ? new Date(now.getTime() + longestMs) : new Date(body.time_expire);
  if (expiresAt.getTime() - now.getTime() < 60_000)
    throw new Refusal(400, 'PARAM_ERROR', '参数错误', {
      field: '/body/time_expire',
      issue: '支付结束时间应晚于当前时间一分钟以上',
      location: 'body',
    });
  // The same order may be asked for again; its end may be written anew, and the payer's address have changed.
  const requestHash = createHash('sha256')
    .update(
      JSON.stringify([kind, body.appid, body.description, body.amount.total, body.notify_url, 'payer' in body ? body.payer.openid : '']),
    )
    .digest('hex');
  const trade = await insertTrade(app.database.db, {
    gateway: 'wechat',
    outTradeNo: body.out_trade_no,
    tradeNo: newId('wx', now.getTime()),
    tradeType: tradeTypes[kind],
    appId: body.appid,
    amountFen: body.amount.total,
    description: body.description,
    notifyUrl: body.notify_url,
    returnUrl: '',
    requestHash,
    payer: 'payer' in body ? body.payer.openid : null,
    createdAt: now,
    expiresAt,
  });
  if (trade.requestHash !== requestHash) throw new Refusal(400, 'INVALID_REQUEST', '201 商户订单号重复');
  if (trade.state === 'paid') throw new Refusal(400, 'ORDERPAID', '该订单已支付');
  if (trade.state === 'closed') throw new Refusal(400, 'ORDER_CLOSED', '该订单已关闭');
  return trade;
}

function prepaidOf(app: App, kind: OrderKind, { tradeNo }: Trade): object {
  if (kind === 'jsapi') return { prepay_id: tradeNo };
  if (kind === 'native') return { code_url: `weixin://wxpay/bizpayurl?pr=${tradeNo}` };
  return { h5_url: `${app.publicUrl()}${root}/cashier?trade_no=${tradeNo}&package=${tradeNo.slice(-10)}` };
}

type Known = (by: { outTradeNo: string } | { tradeNo: string }) => Promise<Trade>;

async function startRefund(app: App, known: Known, body: ReturnType<typeof RefundBody.parse>): Promise<object> {
  const { db } = app.database;
  if ((body.transaction_id === undefined) === (body.out_trade_no === undefined))
    throw new Refusal(400, 'PARAM_ERROR', '微信支付订单号和商户订单号二选一');
  const trade = await known(
    body.out_trade_no === undefined ? { tradeNo: body.transaction_id ?? '' } : { outTradeNo: body.out_trade_no },
  ).catch((error: unknown) => {
    throw error instanceof Refusal ? new Refusal(404, 'RESOURCE_NOT_EXISTS', '订单不存在') : error;
  });
  if (trade.amountFen !== body.amount.total) throw new Refusal(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试');
  const now = app.clock.now();
  const { refunds } = await readMoved(db, { gateway, from: trade.createdAt, to: new Date(now.getTime() + 1) });
  const earlier = refunds.filter((refund) => refund.outTradeNo === trade.outTradeNo && refund.refundNo !== body.out_refund_no);
  if (earlier.length >= refundsMax) throw new Refusal(400, 'INVALID_REQUEST', '部分退款次数超过50次');
  await insertRefund(db, {
    gateway,
    refundNo: body.out_refund_no,
    refundId: newId('wxr', now.getTime()),
    outTradeNo: trade.outTradeNo,
    amountFen: body.amount.refund,
    reason: body.reason ?? '',
    notifyUrl: body.notify_url ?? '',
    state: 'processing',
    createdAt: now,
    endsAt: new Date(now.getTime() + refundMs),
  });
  const refund = await findRefund(db, { gateway, refundNo: body.out_refund_no });
  if (refund === undefined) throw new Refusal(400, 'INVALID_REQUEST', trade.state === 'paid' ? '申请退款金额大于可退金额' : '订单未支付');
  if (refund.amountFen !== body.amount.refund || refund.outTradeNo !== trade.outTradeNo)
    throw new Refusal(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试');
  return refundOf(refund, trade);
}

function billRoutes(app: App, http: FastifyInstance, options: GatewayOptions): void {
  const { wechat } = options.credentials;
  const route = merchantDoor(app, http, options);
  const write = async (day: string) => {
    const from = new Date(`${day}T00:00:00+08:00`);
    const moved = await readMoved(app.database.db, { gateway, from, to: new Date(from.getTime() + 86_400_000) });
    return moved.trades.length + moved.refunds.length === 0 ? undefined : writeBill(wechat.merchantId, moved);
  };
  route('GET', '/v3/bill/tradebill', async (_request, { query }) => {
    const day = query['bill_date'] ?? '';
    const from = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00+08:00`) : Number.NaN;
    const now = app.clock.now().getTime();
    if (Number.isNaN(from) || from + 86_400_000 > now)
      throw new Refusal(400, 'PARAM_ERROR', '参数错误', { field: '/query/bill_date', issue: '账单日期错误', location: 'query' });
    if (from + 86_400_000 + billReadyMs > now) throw new Refusal(400, 'STATEMENT_CREATING', '账单生成中');
    const bill = await write(day);
    if (bill === undefined) throw new Refusal(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
    const address = new URL(`${root}/v3/billdownload/file`, options.noticeUrl(`${app.publicUrl()}/`));
    address.searchParams.set('token', day);
    return { hash_type: 'SHA1', hash_value: createHash('sha1').update(bill).digest('hex'), download_url: address.href };
  });
  route('GET', '/v3/billdownload/file', async (_request, { query }) => (await write(query['token'] ?? '')) ?? '');
}
