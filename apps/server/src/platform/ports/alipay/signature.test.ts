import { generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAlipay } from './alipay.ts';
import { signedParams } from './exchange.ts';
import type { AlipaySettings } from './settings.ts';
import { contentOf, isSignedRsa2, rawObject, signRsa2 } from './signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const now = new Date('2026-11-22T12:00:00Z');
const settings: AlipaySettings = {
  appId: '2021000000000001',
  sellerId: '2088000000000001',
  privateKey,
  publicKey,
  isSandbox: false,
  gatewayUrl: () => 'http://127.0.0.1:9',
  pageUrl: () => 'https://openapi.alipay.com/gateway.do',
};
const port = createAlipay(settings, { now: () => now });

test('Y12: the signed content of a request is the published one: by name, raw, without what is empty', async () => {
  const call = {
    method: 'alipay.trade.query',
    content: { out_trade_no: 'pay_1', subject: '红富士 苹果&梨' },
    notifyUrl: 'https://shop.test/n',
  };
  const params = await signedParams(settings, call, now);
  const golden =
    'app_id=2021000000000001&biz_content={"out_trade_no":"pay_1","subject":"红富士 苹果&梨"}&charset=utf-8&format=JSON&method=alipay.trade.query&notify_url=https://shop.test/n&sign_type=RSA2&timestamp=2026-11-22 20:00:00&version=1.0';
  expect(contentOf(params)).toBe(golden);
  expect(verify('sha256', Buffer.from(golden), publicKey, Buffer.from(params['sign'] ?? '', 'base64'))).toBe(true);
  expect(contentOf({ b: '2', a: '1', empty: '', sign: 'x', sign_type: 'RSA2' }, ['sign', 'sign_type'])).toBe('a=1&b=2');
});

test('Y12: an answer is verified letter by letter: the same content in another order, or escaped in another way, is not signed', async () => {
  const raw = String.raw`{"code":"10000","msg":"Success","link":"https:\/\/a\/b","words":"a \"}\" 苹果"}`;
  const sign = await signRsa2(privateKey, raw);
  const text = `{"alipay_trade_query_response":${raw},"sign":"${sign}"}`;
  expect(rawObject(text, 'alipay_trade_query_response')).toBe(raw);
  expect(isSignedRsa2(publicKey, raw, sign)).toBe(true);
  const { code, msg, ...rest } = JSON.parse(raw) as { code: string; msg: string };
  for (const other of [JSON.stringify(JSON.parse(raw)), JSON.stringify({ msg, code, ...rest }), raw.replace(',', ', ')])
    expect(isSignedRsa2(publicKey, other, sign)).toBe(false);
  expect(rawObject(`{"other":1,"x":{}}`, 'alipay_trade_query_response')).toBeUndefined();
});

test('Y12: whatever object stands in an answer, its text is cut out as it stands', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (content, sign) => {
      const raw = JSON.stringify(content);
      expect(rawObject(`{"a_response":${raw},"sign":${JSON.stringify(sign)}}`, 'a_response')).toBe(raw);
    }),
  );
});

const paid = {
  notify_id: 'nid_1',
  app_id: settings.appId,
  seller_id: '2088000000000001',
  out_trade_no: 'pay_1',
  trade_no: 'ali_1',
  trade_status: 'TRADE_SUCCESS',
  total_amount: '30.00',
  gmt_payment: '2026-11-22 20:00:00',
  sign_type: 'RSA2',
};
const read = async (params: Record<string, string>, key = privateKey) => {
  const sign = await signRsa2(key, contentOf(params, ['sign', 'sign_type']));
  const rawBody = Buffer.from(new URLSearchParams({ ...params, sign }).toString());
  return port.readNotice({ headers: {}, rawBody, now }).catch((error: unknown) => (error as { code?: string }).code);
};

test('Y13: a success and a finished trade are paid; notices of refunds, of other apps and merchants, and forged ones are not', async () => {
  expect(await read(paid)).toMatchObject({ kind: 'payment', merchantRef: 'pay_1', paidFen: 3000, paidAt: now });
  expect(await read({ ...paid, trade_status: 'TRADE_FINISHED' })).toMatchObject({ kind: 'payment', state: 'paid' });
  for (const change of [{ trade_status: 'WAIT_BUYER_PAY' }, { trade_status: 'TRADE_CLOSED' }, { gmt_refund: '2026-11-22 21:00:00.123' }])
    expect(await read({ ...paid, ...change })).toEqual({ kind: 'other' });
  for (const change of [
    { app_id: '2021000000000002' },
    { seller_id: '2088000000000002' },
    { total_amount: '30.001' },
    { trade_status: 'PAID' },
    { sign_type: 'RSA' },
    { gmt_payment: '' },
  ])
    expect(await read({ ...paid, ...change })).toBe('callback_rejected');
  expect(await read(paid, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)).toBe('callback_rejected');
});

test('whatever is sent as a notice, signed or not, is read or refused by name, and never breaks the reader', async () => {
  const anything = fc.oneof(
    fc.dictionary(fc.constantFrom(...Object.keys(paid), 'x'), fc.string()).map((params) => ({ params, isSigned: true })),
    fc
      .record({ total_amount: fc.string(), gmt_payment: fc.string(), trade_status: fc.constantFrom('TRADE_SUCCESS', '') })
      .map((change) => ({ params: { ...paid, ...change }, isSigned: true })),
    fc.dictionary(fc.string(), fc.string()).map((params) => ({ params, isSigned: false })),
  );
  await fc.assert(
    fc.asyncProperty(anything, async ({ params, isSigned }) => {
      const answer = isSigned
        ? await read(params)
        : await port
            .readNotice({ headers: {}, rawBody: Buffer.from(new URLSearchParams(params).toString()), now })
            .catch((error: unknown) => (error as { code?: string }).code);
      expect(typeof answer === 'string' ? answer : answer?.kind).toMatch(/^(callback_rejected|payment|other)$/);
    }),
    { numRuns: 80 },
  );
  for (const bytes of [Buffer.from([0xff, 0xfe, 0x26]), Buffer.alloc(0), Buffer.from('a=1&a=2&sign=%%%')])
    await expect(port.readNotice({ headers: {}, rawBody: bytes, now })).rejects.toMatchObject({ code: 'callback_rejected' });
});

test('Y14: a refund without a number of its own never leaves the house', async () => {
  const input = { merchantRef: 'pay_1', providerRef: null, amountFen: 1, totalFen: 3000, reason: '差价', notifyUrl: '' };
  await expect(port.refund({ ...input, refundRef: '' })).rejects.toThrow('a number of its own');
});
