import { createPublicKey, verify } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { requestRefunds } from '#modules/orders';
import { orderOf } from '../../modules/orders/testing.ts';
import type { GatewayTestApp } from '../testing.ts';
import { aShopper, start, untouched } from '../testing-flows.ts';
import { aWechatShop } from './testing.ts';

const cashierOf = (t: GatewayTestApp, tradeNo: string) => `${t.url}/sandbox-gateways/wechat-pay/cashier?trade_no=${tradeNo}`;

test('at a computer the payer is shown a QR code, as a picture without a script, and whoever scans it pays', async () => {
  const t = await aWechatShop();
  const { buyer, order } = await aShopper(t);
  const { id } = await order();
  const { body } = await start(t, id, buyer, { scene: 'desktop' });
  const { cashier } = body;
  if (cashier?.kind !== 'qr') throw new Error('a QR code was expected');
  expect(body.cashierUrl).toBeNull();
  expect(cashier.content).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=wx_/);
  expect(Buffer.from(cashier.image.split(',')[1] ?? '', 'base64').toString('utf8')).toMatch(/^<svg [^]*<path d="M[^]*<\/svg>$/);
  const wallet = await (await fetch(`${t.url}/sandbox-gateways/wechat-pay/wallet`)).text();
  expect(wallet).toContain(cashier.content.split('pr=')[1]);
  await t.press(cashierOf(t, cashier.content.split('pr=')[1] ?? ''), 'pay');
  expect((await orderOf(t, id)).state).toBe('paid');
});

test('inside WeChat the payer is recognised first, is handed what its browser asks with, and pays; a code counts once', async () => {
  const t = await aWechatShop();
  const { buyer, order } = await aShopper(t);
  const [first, second] = [await order(), await order()];
  const { body: offered } = await t.call('GET /api/payment-methods', { query: { scene: 'wechat', returnPath: `/orders/${first.id}/pay` } });
  const signIn = new URL(offered.items[0]?.payerSignInUrl ?? '');
  expect([signIn.searchParams.get('scope'), signIn.searchParams.get('redirect_uri'), signIn.hash]).toEqual([
    'snsapi_base',
    `http://shop.test/orders/${first.id}/pay`,
    '#wechat_redirect',
  ]);
  expect((await start(t, first.id, buyer, { scene: 'wechat' })).problem.code).toBe('payer_unknown');
  expect((await start(t, first.id, buyer, { scene: 'wechat', payerCode: 'made-up' })).problem.code).toBe('payer_unknown');
  const back = await fetch(signIn.href.replace('http://shop.test/sandbox', `${t.url}/sandbox`), { redirect: 'manual' });
  const payerCode = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const { body } = await start(t, first.id, buyer, { scene: 'wechat', payerCode });
  if (body.cashier?.kind !== 'invoke') throw new Error('parameters were expected');
  const { appId = '', timeStamp = '', nonceStr = '', package: bundle = '', signType, paySign = '' } = body.cashier.params;
  expect([appId, signType]).toEqual([t.credentials.wechat.appId, 'RSA']);
  const message = `${appId}\n${timeStamp}\n${nonceStr}\n${bundle}\n`;
  expect(
    verify('sha256', Buffer.from(message), createPublicKey(t.credentials.wechat.merchant.publicKey), Buffer.from(paySign, 'base64')),
  ).toBe(true);
  await t.press(cashierOf(t, bundle.replace('prepay_id=', '')), 'pay');
  expect((await orderOf(t, first.id)).state).toBe('paid');
  expect((await start(t, second.id, buyer, { scene: 'wechat', payerCode })).problem.code).toBe('payer_unknown');
  await untouched(t);
});

test('a mini program pays under its own app', async () => {
  const t = await aWechatShop();
  const { buyer, order } = await aShopper(t);
  const { id } = await order();
  await sql`insert into sandbox_gateways.marks (gateway, mark, content, made_at) values ('wechat', 'code:from-wx-login', 'o_mini', now())`.execute(
    t.app.database.db,
  );
  const { body } = await start(t, id, buyer, { scene: 'mini-program', payerCode: 'from-wx-login' });
  if (body.cashier?.kind !== 'invoke') throw new Error('parameters were expected');
  expect(body.cashier.params['appId']).toBe(t.credentials.wechat.miniAppId);
  await t.press(cashierOf(t, (body.cashier.params['package'] ?? '').replace('prepay_id=', '')), 'pay');
  expect((await orderOf(t, id)).state).toBe('paid');
});

test('who goes on at another device gets a cashier that works there; the first one is closed and takes no money', async () => {
  const t = await aWechatShop();
  const { buyer, order } = await aShopper(t);
  const { id } = await order();
  const desk = await start(t, id, buyer, { scene: 'desktop' });
  const phone = await start(t, id, buyer, { scene: 'phone' });
  expect(phone.body.id).not.toBe(desk.body.id);
  expect(phone.body.cashier?.kind).toBe('redirect');
  expect((await t.port.query({ merchantRef: desk.body.id, providerRef: null }))?.state).toBe('closed');
  expect((await start(t, id, buyer, { scene: 'phone' })).body.id).toBe(phone.body.id);
  await t.press(phone.page, 'pay');
  expect((await orderOf(t, id)).state).toBe('paid');
  await untouched(t);
});

test('where a shop has no app secret it is not offered inside WeChat', async () => {
  const t = await aWechatShop({}, { appSecret: undefined, miniProgram: undefined });
  expect(t.port.scenes).toEqual(['desktop', 'phone']);
  expect((await t.call('GET /api/payment-methods', { query: { scene: 'wechat' } })).body.items).toEqual([]);
});

test('the bill of a day has every payment and refund of it, from ten in the morning after', async () => {
  const t = await aWechatShop();
  const { buyer, order } = await aShopper(t);
  const { id } = await order();
  const { body, page } = await start(t, id, buyer);
  await t.press(page, 'pay');
  const day = new Date(t.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  await t.transact((ctx) => requestRefunds(ctx, [{ orderId: id, amountFen: 1, reason: '差价', cause: 'by-shop' }]));
  await t.drain();
  const nextMidnight = Date.parse(`${day}T00:00:00+08:00`) + 86_400_000;
  t.clock.advance(nextMidnight + 9 * 3_600_000 - t.clock.now().getTime());
  expect(await t.port.readBill?.(day)).toBeUndefined();
  t.clock.advance(2 * 3_600_000);
  expect(await t.port.readBill?.(day)).toMatchObject([
    { kind: 'payment', merchantRef: body.id, amountFen: 3000 },
    { kind: 'refund', merchantRef: body.id, amountFen: 1 },
  ]);
  expect(await t.port.readBill?.('2020-01-01')).toEqual([]);
  await expect(t.port.readBill?.('2099-01-01')).rejects.toThrow('PARAM_ERROR');
});

test('a platform certificate that is exchanged is found when it is first used, and one that is made up is not asked for again and again', async () => {
  const t = await aWechatShop({ wechatSigner: 'certificate' }, { publicKey: undefined });
  const { buyer, order } = await aShopper(t);
  const { page } = await start(t, (await order()).id, buyer);
  const asked = async () =>
    (await sql<{ n: number }>`select count(*) as n from sandbox_gateways.marks where mark like 'nonce:%'`.execute(t.app.database.db))
      .rows[0]?.n ?? 0;
  const before = await asked();
  const forged = () =>
    t.port
      .readNotice({
        headers: {
          'wechatpay-serial': 'ABCDEF0123456789ABCDEF0123456789',
          'wechatpay-timestamp': String(Math.floor(t.clock.now().getTime() / 1000)),
          'wechatpay-nonce': 'n',
          'wechatpay-signature': 'bm8=',
        },
        rawBody: Buffer.from('{}'),
        now: t.clock.now(),
      })
      .catch((error: unknown) => (error as { code?: string }).code);
  for (let i = 0; i < 5; i++) expect(await forged()).toBe('callback_rejected');
  expect(await asked()).toBe(before);
  t.clock.advance(61_000);
  for (let i = 0; i < 5; i++) expect(await forged()).toBe('callback_rejected');
  expect(await asked()).toBe(before + 1);
  expect(await t.press(page, 'pay')).toContain('/orders/');
});
