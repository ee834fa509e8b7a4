import { createSign } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { requestRefunds } from '#modules/orders';
import { createAlipay } from '../../platform/ports/alipay/alipay.ts';
import { orderOf } from '../../modules/orders/testing.ts';
import { alipaySandboxSettings } from '../sandbox-settings.ts';
import { aShopWithGateway, type GatewayTestApp } from '../testing.ts';
import { aShopper, start, untouched } from '../testing-flows.ts';

const anAlipayShop = () => aShopWithGateway((credentials, at, app) => createAlipay(alipaySandboxSettings(credentials, at), app.clock));

/** A call as a merchant would sign it, with whatever is wrong with it. */
async function ask(
  t: GatewayTestApp,
  method: string,
  content: object,
  change: Record<string, string> = {},
): Promise<Record<string, string>> {
  const clock = new Date(t.clock.now().getTime() + 28_800_000).toISOString().slice(0, 19).replace('T', ' ');
  const params: Record<string, string> = {
    app_id: t.credentials.alipay.appId,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: clock,
    version: '1.0',
    biz_content: JSON.stringify(content),
    ...change,
  };
  const text = Object.keys(params)
    .filter((name) => name !== 'sign' && params[name] !== '')
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
  const sign = params['sign'] ?? createSign('RSA-SHA256').update(text).sign(t.credentials.alipay.merchant.privateKey, 'base64');
  const answer = await t.http.inject({
    method: 'POST',
    url: '/sandbox-gateways/alipay/gateway.do?charset=utf-8',
    payload: new URLSearchParams({ ...params, sign }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
  });
  return (JSON.parse(answer.body) as Record<string, Record<string, string>>)[`${method.replaceAll('.', '_')}_response`] ?? {};
}

async function aPaidPayment(t: GatewayTestApp) {
  const { buyer, order } = await aShopper(t);
  const { id } = await order();
  const { body, page } = await start(t, id, buyer, { scene: 'desktop' });
  await t.press(page, 'pay');
  return { orderId: id, paymentId: body.id };
}

test('Y10: what is missing, not known, or signed by somebody else is refused in Alipay’s words', async () => {
  const t = await anAlipayShop();
  const query = (change: Record<string, string>, content: object = { out_trade_no: 'pay_none' }) =>
    ask(t, 'alipay.trade.query', content, change);
  expect(await query({ sign: 'bm8=' })).toMatchObject({ code: '40002', sub_code: 'isv.invalid-signature' });
  expect(await query({ app_id: '2021000000000000' })).toMatchObject({ sub_code: 'isv.invalid-app-id' });
  expect(await query({ sign_type: 'RSA' })).toMatchObject({ sub_code: 'isv.invalid-sign-type' });
  expect(await query({ timestamp: '2026-11-22T20:00:00Z' })).toMatchObject({ sub_code: 'isv.invalid-timestamp' });
  expect(await query({ colour: 'red' })).toMatchObject({ sub_code: 'isv.invalid-parameter' });
  expect(await query({}, { out_trade_no: 'pay_none', colour: 'red' })).toMatchObject({ code: '40004', sub_code: 'ACQ.INVALID_PARAMETER' });
  expect(await query({})).toMatchObject({ code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' });
  expect(await ask(t, 'alipay.trade.unheard', {})).toMatchObject({ sub_code: 'isv.invalid-method' });
});

test('Y13: the answer to a notice is seven letters; one answered otherwise is repeated for most of a day', async () => {
  const t = await anAlipayShop();
  const { orderId } = await aPaidPayment(t);
  expect((await orderOf(t, orderId)).state).toBe('paid');
  const { rows } = await sql<{
    answer: string;
    attempts: number;
  }>`select last_answer as answer, attempts from sandbox_gateways.notices`.execute(t.app.database.db);
  expect(rows).toEqual([{ answer: '200 success', attempts: 1 }]);
  await sql`update sandbox_gateways.notices set next_at = now(), answered_at = null, attempts = 0, notify_url = 'http://127.0.0.1:9/nobody'`.execute(
    t.app.database.db,
  );
  for (let i = 0; i < 10; i++) {
    t.clock.advance(15 * 3_600_000 + 1000);
    await t.drain();
  }
  const { rows: after } = await sql<{
    attempts: number;
    waits: boolean;
  }>`select attempts, next_at is not null as waits from sandbox_gateways.notices`.execute(t.app.database.db);
  expect(after).toEqual([{ attempts: 8, waits: false }]);
});

test('Y13: a trade that is finished is paid, and nothing of it goes back', async () => {
  const t = await anAlipayShop();
  const { paymentId } = await aPaidPayment(t);
  t.clock.advance(366 * 86_400_000);
  const ref = { merchantRef: paymentId, providerRef: null };
  expect(await t.port.query(ref)).toMatchObject({ state: 'paid', paidFen: 3000 });
  const refund = { ...ref, refundRef: 'rfd_late', amountFen: 1, totalFen: 3000, reason: '差价', notifyUrl: '' };
  expect(await t.port.refund(refund)).toEqual({ state: 'failed' });
});

test('Y14: the gateway wants a number for a part, and a repeat under it moves nothing', async () => {
  const t = await anAlipayShop();
  const { paymentId } = await aPaidPayment(t);
  const refund = (content: object) => ask(t, 'alipay.trade.refund', { out_trade_no: paymentId, ...content });
  expect(await refund({ refund_amount: '1.00' })).toMatchObject({ sub_code: 'ACQ.INVALID_PARAMETER' });
  expect(await refund({ refund_amount: '1.00', out_request_no: 'a' })).toMatchObject({ fund_change: 'Y', refund_fee: '1.00' });
  expect(await refund({ refund_amount: '1.00', out_request_no: 'a' })).toMatchObject({ fund_change: 'N', refund_fee: '1.00' });
  expect(await refund({ refund_amount: '2.00', out_request_no: 'a' })).toMatchObject({ sub_code: 'ACQ.DISCORDANT_REPEAT_REQUEST' });
  expect(await refund({ refund_amount: '29.01', out_request_no: 'b' })).toMatchObject({ sub_code: 'ACQ.REASON_TRADE_REFUND_FEE_ERR' });
  expect(await refund({ refund_amount: '29.00', out_request_no: 'b' })).toMatchObject({ fund_change: 'Y', refund_fee: '30.00' });
  // Closed, because all of it went back; it was paid all the same.
  expect(await t.port.query({ merchantRef: paymentId, providerRef: null })).toMatchObject({ state: 'paid' });
});

test('who goes on at a phone before opening the page at the computer pays there', async () => {
  const t = await anAlipayShop();
  const { buyer, order } = await aShopper(t);
  const { id } = await order();
  const open = (scene: 'desktop' | 'phone') =>
    t.call(
      'POST /api/orders/{orderId}/payments',
      { params: { orderId: id }, body: { provider: 'alipay', scene } },
      { cookie: buyer.cookie, idempotencyKey: `key-${scene}-000` },
    );
  const desk = await open('desktop');
  expect(desk.body.cashierUrl).toContain('alipay.trade.page.pay');
  const phone = await open('phone');
  expect([phone.body.id, phone.body.cashierUrl?.includes('alipay.trade.wap.pay')]).toEqual([desk.body.id, true]);
  const visited = await fetch((phone.body.cashierUrl ?? '').replace('http://shop.test', t.url), { redirect: 'manual' });
  await t.press(new URL(visited.headers.get('location') ?? '', t.url).href, 'pay');
  expect((await orderOf(t, id)).state).toBe('paid');
  await untouched(t);
});

test('the bill of a day, a packed list in GBK, has every payment and refund of it', async () => {
  const t = await anAlipayShop();
  const { orderId, paymentId } = await aPaidPayment(t);
  await t.transact((ctx) => requestRefunds(ctx, [{ orderId, amountFen: 1, reason: '差价', cause: 'by-shop' }]));
  await t.drain();
  const day = new Date(t.clock.now().getTime() + 28_800_000).toISOString().slice(0, 10);
  expect(await t.port.readBill?.(day)).toBeUndefined();
  t.clock.advance(2 * 86_400_000);
  expect(await t.port.readBill?.(day)).toMatchObject([
    { kind: 'payment', merchantRef: paymentId, amountFen: 3000 },
    { kind: 'refund', merchantRef: paymentId, amountFen: 1 },
  ]);
});
