import { generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refundStates } from './messages.ts';
import { createWechatPay } from './wechat-pay.ts';
import { invocationOf } from './open-payment.ts';
import { parseBill } from './read-bill.ts';
import type { WechatPaySettings } from './settings.ts';
import { authorizationOf, isFresh, isSigned, messageOf, signText, unixSeconds, unseal } from './signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const merchant = { merchantId: '1900007291', serial: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB', privateKey };
const now = new Date('2026-11-22T12:00:00Z');
const settings: WechatPaySettings = {
  ...merchant,
  apiKey: '0123456789abcdef0123456789abcdef',
  appId: 'wxd678efh567hg6787',
  appSecret: 'top-secret',
  miniProgram: undefined,
  publicKey: { id: 'PUB_KEY_ID_01', key: publicKey },
  isSandbox: false,
  payUrl: () => 'http://127.0.0.1:9',
  openApiUrl: () => 'http://127.0.0.1:9',
  openPageUrl: () => 'https://open.weixin.qq.com',
};
const port = createWechatPay(settings, { now: () => now });

test.each([
  {
    what: 'a query string',
    method: 'GET',
    target: '/v3/pay/transactions/out-trade-no/pay_1?mchid=1900007291',
    body: '',
    message: 'GET\n/v3/pay/transactions/out-trade-no/pay_1?mchid=1900007291\n1795348800\nn0nce\n\n',
  },
  {
    what: 'a Chinese body',
    method: 'POST',
    target: '/v3/pay/transactions/jsapi',
    body: '{"description":"团子小铺 红富士苹果"}',
    message: 'POST\n/v3/pay/transactions/jsapi\n1795348800\nn0nce\n{"description":"团子小铺 红富士苹果"}\n',
  },
  {
    what: 'an empty body, which still ends its line',
    method: 'POST',
    target: '/v3/profitsharing/orders/unfreeze',
    body: '',
    message: 'POST\n/v3/profitsharing/orders/unfreeze\n1795348800\nn0nce\n\n',
  },
])('Y2: the canonical string of a request with $what is the published one, and its signature fits the public key', async (vector) => {
  const header = await authorizationOf(merchant, { ...vector, now, nonce: 'n0nce' });
  const match =
    /^WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="n0nce",timestamp="1795348800",serial_no="408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB",signature="([A-Za-z0-9+/=]+)"$/.exec(
      header,
    );
  expect(match).not.toBeNull();
  const signature = Buffer.from(match?.[1] ?? '', 'base64');
  expect(verify('sha256', Buffer.from(vector.message), publicKey, signature)).toBe(true);
  expect(verify('sha256', Buffer.from(vector.message.slice(0, -1)), publicKey, signature)).toBe(false);
});

test('Y2: what the browser of WeChat is handed is signed over app, time, nonce and package, each on a line', async () => {
  const params = await invocationOf(merchant, {
    appId: 'wxd678efh567hg6787',
    prepayId: 'wx26112221580621e9b071c00d9e093b0000',
    now,
    nonce: '593BEC0C930BF1AFEB40B4A08C8FB242',
  });
  const { paySign, ...rest } = params;
  expect(rest).toEqual({
    appId: 'wxd678efh567hg6787',
    timeStamp: '1795348800',
    nonceStr: '593BEC0C930BF1AFEB40B4A08C8FB242',
    package: 'prepay_id=wx26112221580621e9b071c00d9e093b0000',
    signType: 'RSA',
  });
  const message = 'wxd678efh567hg6787\n1795348800\n593BEC0C930BF1AFEB40B4A08C8FB242\nprepay_id=wx26112221580621e9b071c00d9e093b0000\n';
  expect(isSigned(publicKey, message, paySign ?? '')).toBe(true);
});

test('what WeChat Pay seals opens with the APIv3 key, the nonce and the words beside it, and with nothing else', () => {
  const sealed = {
    algorithm: 'AEAD_AES_256_GCM' as const,
    ciphertext: 'ZRpY7fP09sl7RyYEE94pFcg/t5pSrNeFuqGIVM82IMKcFhoTwUg5KlUytQ==',
    associated_data: 'transaction',
    nonce: 'fdasfsadsadf',
  };
  expect(JSON.parse(unseal(settings.apiKey, sealed))).toEqual({ name: '微信支付 ✓' });
  for (const change of [
    { nonce: 'fdasfsadsadg' },
    { associated_data: 'refund' },
    { ciphertext: `A${sealed.ciphertext.slice(1)}` },
    { ciphertext: '' },
  ])
    expect(() => unseal(settings.apiKey, { ...sealed, ...change })).toThrow();
  expect(() => unseal('f123456789abcdef0123456789abcdef', sealed)).toThrow();
});

test('Y3: five minutes are fresh, a second more is not, in either direction; what is no time is never fresh', () => {
  const at = (seconds: number) => unixSeconds(new Date(now.getTime() + seconds * 1000));
  expect([-300, 0, 300].map((seconds) => isFresh(at(seconds), now))).toEqual([true, true, true]);
  expect([-301, 301].map((seconds) => isFresh(at(seconds), now))).toEqual([false, false]);
  expect(['', 'now', '1e9', '-1', '0x10', ' 1795348800'].map((text) => isFresh(text, now))).toEqual(Array.from({ length: 6 }, () => false));
});

test('Y3: whatever is sent as a notice, signed or not, is read or refused by name, and never breaks the reader', async () => {
  const anything = fc.oneof(
    fc.string().map((text) => Buffer.from(text)),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
    fc
      .record({
        id: fc.string(),
        event_type: fc.constantFrom('TRANSACTION.SUCCESS', 'REFUND.SUCCESS', 'X'),
        resource_type: fc.constant('encrypt-resource'),
        resource: fc.record({
          algorithm: fc.constant('AEAD_AES_256_GCM'),
          ciphertext: fc.base64String(),
          nonce: fc.string(),
          associated_data: fc.string(),
        }),
      })
      .map((value) => Buffer.from(JSON.stringify(value))),
  );
  await fc.assert(
    fc.asyncProperty(
      anything,
      fc.boolean(),
      fc.constantFrom('PUB_KEY_ID_01', 'PUB_KEY_ID_02', 'ABCDEF0123456789ABCDEF', ''),
      async (rawBody, isSignedRight, serial) => {
        const message = messageOf(unixSeconds(now), 'nonce', rawBody.toString('utf8'));
        const headers = {
          'wechatpay-timestamp': unixSeconds(now),
          'wechatpay-nonce': 'nonce',
          'wechatpay-serial': serial,
          'wechatpay-signature': isSignedRight ? await signText(privateKey, message) : 'bm8=',
        };
        const answer = await port.readNotice({ headers, rawBody, now }).catch((error: unknown) => error);
        expect(answer).toMatchObject(answer instanceof Error ? { name: 'Problem', code: 'callback_rejected' } : { kind: 'other' });
      },
    ),
    { numRuns: 60 },
  );
});

test('what goes wrong while a payer is recognised never tells the secret', async () => {
  const input = {
    merchantRef: 'pay_000001',
    amountFen: 1,
    description: 'x',
    notifyUrl: 'https://a.test/n',
    returnUrl: 'https://a.test/o',
    expiresAt: now,
    payerIp: '::1',
  };
  const error: unknown = await port.open({ ...input, scene: 'wechat', payerCode: 'code' }).catch((reason: unknown) => reason);
  expect(inspect(error, { depth: 10 })).toContain('does not say who the payer is');
  expect(inspect(error, { depth: 10 })).not.toContain('top-secret');
});

test('a bill is read line by line, with commas in names and without its sums; a bill of another form is refused', () => {
  const header = '交易时间,微信订单号,商户订单号,交易状态,商户退款单号,商品名称,订单金额,申请退款金额';
  const bill = `\uFEFF${header}\r\n\`2026-11-22 20:00:00,\`42000,\`pay_1,\`SUCCESS,\`0,\`苹果,一箱,\`39.90,\`0.00\r\n\`2026-11-22 21:00:00,\`42000,\`pay_1,\`REFUND,\`rfd_1,\`苹果,\`0.00,\`0.01\r\n总交易单数,订单总金额\r\n\`2,\`39.90\r\n`;
  expect(parseBill(bill)).toEqual([
    { kind: 'payment', merchantRef: 'pay_1', refundRef: null, providerRef: '42000', amountFen: 3990 },
    { kind: 'refund', merchantRef: 'pay_1', refundRef: 'rfd_1', providerRef: '42000', amountFen: 1 },
  ]);
  expect(() => parseBill(bill.replace('39.90,`0.00', '39.901,`0.00'))).toThrow('two digits');
  expect(() => parseBill(bill.replace('订单金额', '金额'))).toThrow('订单金额');
});

test('Y7: an abnormal refund is not over: the merchant finishes it at WeChat Pay, and it is not asked for again', () => {
  expect(refundStates).toEqual({ SUCCESS: 'succeeded', PROCESSING: 'pending', ABNORMAL: 'pending', CLOSED: 'failed' });
});
