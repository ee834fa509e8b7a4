import { randomBytes, sign } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { orderOf } from '../../modules/orders/testing.ts';
import type { GatewayCredentials } from '../credentials.ts';
import type { GatewayTestApp } from '../testing.ts';
import { aShopper, start, untouched } from '../testing-flows.ts';
import { noticeDelays } from './courier.ts';
import { sealText, signedHeaders } from './crypto.ts';
import { aWechatShop } from './testing.ts';

interface Forgery {
  readonly signer?: 'certificate' | 'public-key';
  readonly wechat?: Partial<GatewayCredentials['wechat']>;
  readonly at?: Date;
  readonly change?: (body: string) => string;
  readonly serial?: string;
  readonly content?: object;
  readonly noticeId?: string;
}

/** A notice as WeChat Pay would send it, with whatever a forger changes. */
async function notice(t: GatewayTestApp, paymentId: string, forgery: Forgery = {}) {
  const wechat = { ...t.credentials.wechat, ...forgery.wechat };
  const at = forgery.at ?? t.clock.now();
  const content = {
    appid: wechat.appId,
    mchid: wechat.merchantId,
    out_trade_no: paymentId,
    transaction_id: '4200001',
    trade_state: 'SUCCESS',
    success_time: '2026-11-22T20:00:00+08:00',
    amount: { total: 3000, currency: 'CNY' },
    ...forgery.content,
  };
  const signed = JSON.stringify({
    id: forgery.noticeId ?? `evt_${randomBytes(8).toString('hex')}`,
    create_time: '2026-11-22T20:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: { original_type: 'transaction', ...sealText(wechat.apiKey, 'transaction', JSON.stringify(content)) },
  });
  const headers = signedHeaders(wechat, { text: signed, now: at, signer: forgery.signer ?? 'public-key' });
  return t.http.inject({
    method: 'POST',
    url: '/api/payment-callbacks/wechat',
    payload: forgery.change?.(signed) ?? signed,
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(forgery.serial !== undefined && { 'wechatpay-serial': forgery.serial }),
    },
  });
}

interface Asking {
  readonly body?: string;
  readonly at?: Date;
  readonly change?: Readonly<Record<string, string>>;
  readonly nonce?: string;
}

/** A request as a merchant would sign it, with whatever is wrong with it. */
async function ask(
  t: GatewayTestApp,
  method: 'GET' | 'POST',
  path: string,
  { body = '', at = t.clock.now(), change = {}, nonce = randomBytes(8).toString('hex') }: Asking = {},
) {
  const { wechat } = t.credentials;
  const [url, time] = [`/sandbox-gateways/wechat-pay${path}`, String(Math.floor(at.getTime() / 1000))];
  const signature = sign('sha256', Buffer.from(`${method}\n${url}\n${time}\n${nonce}\n${body}\n`), wechat.merchant.privateKey).toString(
    'base64',
  );
  const parts = { mchid: wechat.merchantId, nonce_str: nonce, timestamp: time, serial_no: wechat.merchant.serial, signature, ...change };
  const authorization = `WECHATPAY2-SHA256-RSA2048 ${Object.entries(parts)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}`;
  return t.http.inject({
    method,
    url,
    ...(body !== '' && { payload: body }),
    headers: {
      accept: 'application/json',
      'user-agent': 'test',
      authorization,
      ...(body !== '' && { 'content-type': 'application/json' }),
    },
  });
}

async function aPendingPayment(t: GatewayTestApp) {
  const { buyer, order } = await aShopper(t);
  const { id } = await order();
  const opened = await start(t, id, buyer);
  return { buyer, orderId: id, paymentId: opened.body.id, page: opened.page };
}

test('Y3: a notice with a wrong signature, a wrong serial number, a wrong time or changed contents is refused and changes nothing', async () => {
  const t = await aWechatShop();
  const { orderId, paymentId } = await aPendingPayment(t);
  const { publicKeyMode, platform } = t.credentials.wechat;
  const strangers: Forgery[] = [
    { wechat: { publicKeyMode: { ...publicKeyMode, privateKey: t.credentials.wechat.merchant.privateKey } } },
    { serial: 'PUB_KEY_ID_0000' },
    { serial: platform.serial },
    { serial: '' },
    { at: new Date(t.clock.now().getTime() - 301_000) },
    { at: new Date(t.clock.now().getTime() + 301_000) },
    { change: (body) => body.replace('支付成功', '支付成功 ') },
    { change: (body) => body.replace(/"ciphertext":"./, '"ciphertext":"A') },
    { wechat: { apiKey: randomBytes(16).toString('hex') } },
    { wechat: { merchantId: '1900000000' } },
    { wechat: { appId: 'wx0000000000000000' } },
    { content: { out_trade_no: 'pay_nobody01' } },
    { content: { amount: { total: '3000' } } },
    { content: { amount: { total: 3000, currency: 'USD' } } },
    { content: { transaction_id: undefined } },
  ];
  for (const forgery of strangers) {
    const answer = await notice(t, paymentId, forgery);
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'callback_rejected']);
  }
  expect(await orderOf(t, orderId)).toMatchObject({ state: 'unpaid', paidFen: 0 });
  for (const signer of ['public-key', 'certificate'] as const)
    expect((await notice(t, paymentId, { signer })).json()).toEqual({ code: 'SUCCESS' });
  expect((await orderOf(t, orderId)).state).toBe('paid');
  await untouched(t);
});

test('Y4: the same notice ten times at once is answered well ten times and counts once', async () => {
  const t = await aWechatShop();
  const { orderId, paymentId } = await aPendingPayment(t);
  const answers = await Promise.all(Array.from({ length: 10 }, () => notice(t, paymentId, { noticeId: 'evt_same' })));
  expect(answers.map((answer) => answer.statusCode)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(await orderOf(t, orderId)).toMatchObject({ state: 'paid', paidFen: 3000 });
  await untouched(t);
});

test('Y5: a notice of another amount does not pay the order, and the money goes back', async () => {
  const t = await aWechatShop();
  const { orderId, paymentId } = await aPendingPayment(t);
  expect((await notice(t, paymentId, { content: { amount: { total: 1, currency: 'CNY' } } })).statusCode).toBe(200);
  expect(await orderOf(t, orderId)).toMatchObject({ state: 'unpaid', paidFen: 1, refundPendingFen: 1 });
});

test('Y6: closing what is paid is answered with ORDERPAID and taken for paid; what failed before can still be closed', async () => {
  const t = await aWechatShop();
  const [paid, failed] = [await aPendingPayment(t), await aPendingPayment(t)];
  await t.press(paid.page, 'pay-late');
  const body = JSON.stringify({ mchid: t.credentials.wechat.merchantId });
  const answer = await ask(t, 'POST', `/v3/pay/transactions/out-trade-no/${paid.paymentId}/close`, { body });
  expect([answer.statusCode, answer.json()]).toEqual([400, { code: 'ORDERPAID', message: '该订单已支付' }]);
  expect(await t.port.close({ merchantRef: paid.paymentId, providerRef: null })).toEqual({ isPaid: true });
  await t.press(failed.page, 'fail');
  expect((await t.port.query({ merchantRef: failed.paymentId, providerRef: null }))?.state).toBe('failed');
  expect(await t.port.close({ merchantRef: failed.paymentId, providerRef: null })).toEqual({ isPaid: false });
  expect((await t.port.query({ merchantRef: failed.paymentId, providerRef: null }))?.state).toBe('closed');
});

test('Y7: a refund that was accepted is not one that arrived; one that went wrong is tried again under another number', async () => {
  const t = await aWechatShop();
  const { paymentId, page } = await aPendingPayment(t);
  await t.press(page, 'pay');
  const input = { merchantRef: paymentId, providerRef: null, totalFen: 3000, notifyUrl: 'http://shop.test/api/payment-callbacks/wechat' };
  const refund = (refundRef: string, amountFen: number, reason = '退款') => t.port.refund({ ...input, refundRef, amountFen, reason });
  expect(await refund('rfd_one', 1000)).toEqual({ state: 'pending' });
  expect(await refund('rfd_one', 1000)).toEqual({ state: 'pending' });
  expect(await refund('rfd_bad', 500, 'sandbox:abnormal')).toEqual({ state: 'pending' });
  t.clock.advance(4000);
  await t.drain();
  expect(await t.port.queryRefund({ ...input, refundRef: 'rfd_one' })).toEqual({ state: 'succeeded' });
  expect(await t.port.queryRefund({ ...input, refundRef: 'rfd_bad' })).toEqual({ state: 'failed' });
  expect(await refund('rfd_bad-2', 500, 'sandbox:abnormal')).toEqual({ state: 'pending' });
});

test('Y10: requests with a field too many, one too few, or a wrong one are refused with PARAM_ERROR and where it is', async () => {
  const t = await aWechatShop();
  const { wechat } = t.credentials;
  const order = {
    appid: wechat.appId,
    mchid: wechat.merchantId,
    description: '团子小铺 红富士苹果',
    out_trade_no: 'pay_y10000001',
    notify_url: 'https://shop.test/notices',
    amount: { total: 1, currency: 'CNY' },
  };
  const open = (kind: string, body: object) => ask(t, 'POST', `/v3/pay/transactions/${kind}`, { body: JSON.stringify(body) });
  const wrong: [string, object, string][] = [
    ['native', { ...order, colour: 'red' }, '/body/colour'],
    ['native', { ...order, notify_url: undefined }, '/body/notify_url'],
    ['native', { ...order, notify_url: 'https://shop.test/notices?a=1' }, '/body/notify_url'],
    ['native', { ...order, amount: { total: 0.5 } }, '/body/amount/total'],
    ['native', { ...order, amount: { total: 1, currency: 'USD' } }, '/body/amount/currency'],
    ['native', { ...order, out_trade_no: 'a' }, '/body/out_trade_no'],
    ['native', { ...order, time_expire: '2026-11-22 20:00:00' }, '/body/time_expire'],
    [
      'native',
      { ...order, time_expire: new Date(t.clock.now().getTime() + 30_000).toISOString().replace(/\.\d+/, '') },
      '/body/time_expire',
    ],
    ['jsapi', order, '/body/payer'],
    ['h5', order, '/body/scene_info'],
    ['h5', { ...order, scene_info: { payer_client_ip: '127.0.0.1' } }, '/body/scene_info/h5_info'],
  ];
  for (const [kind, body, field] of wrong) {
    const answer = await open(kind, body);
    expect([answer.statusCode, answer.json().code, answer.json().detail.field]).toEqual([400, 'PARAM_ERROR', field]);
    expect(answer.headers['wechatpay-signature']).toBeDefined();
  }
  expect((await open('native', { ...order, appid: 'wx0000000000000000' })).json().code).toBe('APPID_MCHID_NOT_MATCH');
  expect((await open('native', { ...order, mchid: '1900000000' })).json().code).toBe('MCH_NOT_EXISTS');
  expect((await open('native', order)).json().code_url).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=/);
  expect((await open('native', order)).statusCode).toBe(200);
  expect((await open('native', { ...order, amount: { total: 2 } })).json().code).toBe('INVALID_REQUEST');
  expect((await ask(t, 'GET', '/v3/pay/transactions/out-trade-no/pay_nobody01?mchid=' + wechat.merchantId)).json().code).toBe(
    'ORDER_NOT_EXIST',
  );
  expect((await ask(t, 'GET', '/v3/pay/transactions/out-trade-no/pay_y10000001')).json().code).toBe('PARAM_ERROR');
});

test('Y10: a request is taken once, fresh, from this merchant and as it was signed', async () => {
  const t = await aWechatShop();
  const path = `/v3/pay/transactions/out-trade-no/pay_none00001?mchid=${t.credentials.wechat.merchantId}`;
  const refused = [
    { at: new Date(t.clock.now().getTime() - 301_000) },
    { at: new Date(t.clock.now().getTime() + 302_000) },
    { change: { mchid: '1900000000' } },
    { change: { serial_no: 'AB' } },
    { change: { nonce_str: 'another' } },
    { change: { signature: 'bm8=' } },
    { change: { more: 'x' } },
  ];
  for (const each of refused)
    expect([(await ask(t, 'GET', path, each)).statusCode, (await ask(t, 'GET', path, each)).json().code]).toEqual([401, 'SIGN_ERROR']);
  expect((await ask(t, 'GET', path, { nonce: 'twice' })).statusCode).toBe(404);
  expect((await ask(t, 'GET', path, { nonce: 'twice' })).statusCode).toBe(401);
});

test('Y10: a notice nobody answers is repeated by the published schedule, over a day and four minutes, and then given up', async () => {
  const t = await aWechatShop();
  const { page } = await aPendingPayment(t);
  await sql`update sandbox_gateways.trades set notify_url = 'http://127.0.0.1:9/nobody'`.execute(t.app.database.db);
  await t.press(page, 'pay');
  const attempts = async () =>
    (
      await sql<{ attempts: number; waits: boolean }>`select attempts, next_at is not null as waits from sandbox_gateways.notices`.execute(
        t.app.database.db,
      )
    ).rows[0];
  expect(await attempts()).toEqual({ attempts: 1, waits: true });
  for (const [i, seconds] of noticeDelays.entries()) {
    expect((await attempts())?.attempts).toBe(i + 1);
    t.clock.advance(seconds * 1000 + 500);
    await t.drain();
  }
  expect(await attempts()).toEqual({ attempts: 16, waits: false });
  expect(noticeDelays.reduce((sum, seconds) => sum + seconds, 0)).toBe(24 * 3600 + 4 * 60);
});
