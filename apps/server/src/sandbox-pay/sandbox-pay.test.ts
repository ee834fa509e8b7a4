import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anAccount } from '../modules/identity/testing.ts';
import { anOrder, orderOf } from '../modules/orders/testing.ts';
import { aPayingApp, type PayingApp } from '../modules/payments/testing.ts';
import type { Cashier } from '../platform/ports/payment.ts';
import {
  authorizationScheme,
  isFresh,
  isSignedBy,
  merchantId,
  newNonce,
  sandboxKeys,
  seal,
  signMessage,
  unixSeconds,
  unseal,
  type KeyPair,
} from '../platform/ports/sandbox-crypto.ts';

const ref = (merchantRef: string) => ({ merchantRef, providerRef: null });
const pageOf = ({ cashier }: { cashier: Cashier }) => (cashier.kind === 'redirect' ? cashier.url : '');
const fromPhone = { scene: 'phone', payerIp: '127.0.0.1' } as const;

async function anOpenPayment(t: PayingApp) {
  const buyer = await anAccount(t);
  const order = await anOrder(t, { buyer });
  const { body } = await t.call(
    'POST /api/orders/{orderId}/payments',
    { params: { orderId: order.id }, body: { provider: 'sandbox' } },
    { cookie: buyer.cookie, idempotencyKey: randomUUID() },
  );
  return { buyer, order, payment: body, amountFen: order.totalFen };
}

/** A notice as the provider would send it, with whatever a forger changes. */
async function notice(
  t: PayingApp,
  paymentId: string,
  change: {
    key?: KeyPair;
    noticeKey?: string;
    serial?: string;
    at?: Date;
    tamper?: (body: string) => string;
    amountFen?: number;
    type?: string;
  } = {},
) {
  const keys = await sandboxKeys(t.app.database);
  const at = change.at ?? t.clock.now();
  const resource = {
    mchid: merchantId,
    out_trade_no: paymentId,
    transaction_id: 'txn_1',
    trade_state: 'SUCCESS',
    success_time: at.toISOString(),
    amount: { total: change.amountFen ?? 3990, currency: 'CNY' },
  };
  const signed = JSON.stringify({
    id: `evt_${randomUUID()}`,
    create_time: at.toISOString(),
    event_type: change.type ?? 'TRANSACTION.SUCCESS',
    resource_type: 'encrypt-resource',
    resource: seal(change.noticeKey ?? keys.noticeKey, 'transaction', resource),
  });
  const [timestamp, nonce] = [unixSeconds(at), newNonce()];
  const signature = await signMessage(change.key ?? keys.provider, [timestamp, nonce, signed]);
  const body = change.tamper?.(signed) ?? signed;
  return t.http.inject({
    method: 'POST',
    url: '/api/payment-callbacks/sandbox',
    payload: body,
    headers: {
      'content-type': 'application/json',
      'sandbox-pay-timestamp': timestamp,
      'sandbox-pay-nonce': nonce,
      'sandbox-pay-serial': change.serial ?? keys.provider.serial,
      'sandbox-pay-signature': signature,
    },
  });
}

test('an authentic notice pays; forged, changed, stale, unreadable and unsigned ones are refused and change nothing', async () => {
  const t = await aPayingApp();
  const { order, payment } = await anOpenPayment(t);
  const keys = await sandboxKeys(t.app.database);
  const forgeries = [
    await notice(t, payment.id, { key: keys.merchant }),
    await notice(t, payment.id, { serial: keys.merchant.serial }),
    await notice(t, payment.id, { at: new Date(t.clock.now().getTime() - 6 * 60_000) }),
    await notice(t, payment.id, { at: new Date(t.clock.now().getTime() + 6 * 60_000) }),
    await notice(t, payment.id, { tamper: (body) => body.replace('TRANSACTION.SUCCESS', 'TRANSACTION.FAIL') }),
    await notice(t, payment.id, { tamper: (body) => `${body} ` }),
    await notice(t, payment.id, { noticeKey: '0123456789abcdef0123456789abcdef' }),
    await notice(t, payment.id, { type: 'REFUND.SUCCESS' }),
    await notice(t, payment.id, { type: 'SOMETHING.ELSE' }),
    await notice(t, 'pay_unknown0001'),
    await t.http.inject({ method: 'POST', url: '/api/payment-callbacks/sandbox', payload: { id: 'evt', hello: 'world' } }),
    await t.http.inject({ method: 'POST', url: '/api/payment-callbacks/sandbox' }),
  ];
  for (const answer of forgeries) expect([answer.statusCode, answer.json().code]).toEqual([401, 'callback_rejected']);
  expect(
    (
      await t.http.inject({
        method: 'POST',
        url: '/api/payment-callbacks/sandbox',
        payload: '{"a":',
        headers: { 'content-type': 'application/json' },
      })
    ).json().code,
  ).toBe('unreadable_body');
  expect((await t.http.inject({ method: 'POST', url: '/api/payment-callbacks/paypal', payload: {} })).json().code).toBe('provider_unknown');
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'unpaid', paidFen: 0 });
  const real = await notice(t, payment.id);
  expect([real.statusCode, real.json()]).toEqual([200, { code: 'SUCCESS' }]);
  expect((await orderOf(t, order.id)).state).toBe('paid');
});

test('a success notice of another amount does not pay the order; the money goes back', async () => {
  const t = await aPayingApp();
  const { order, payment } = await anOpenPayment(t);
  expect((await notice(t, payment.id, { amountFen: 1 })).statusCode).toBe(200);
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'unpaid', paidFen: 1, refundPendingFen: 1 });
});

test('the provider takes a merchant’s request once, fresh and unchanged, and answers with its own signature', async () => {
  const t = await aPayingApp();
  const { payment } = await anOpenPayment(t);
  const keys = await sandboxKeys(t.app.database);
  const path = `/sandbox-pay/v3/pay/transactions/out-trade-no/${payment.id}?mchid=${merchantId}`;
  const ask = async ({
    key = keys.merchant,
    at = t.clock.now(),
    nonce = newNonce(),
    url = path,
    scheme = authorizationScheme,
    serial = keys.merchant.serial,
  } = {}) => {
    const signature = await signMessage(key, ['GET', path, unixSeconds(at), nonce, '']);
    return t.http.inject({
      method: 'GET',
      url,
      headers: {
        authorization: `${scheme} mchid="${merchantId}",nonce_str="${nonce}",signature="${signature}",timestamp="${unixSeconds(at)}",serial_no="${serial}"`,
      },
    });
  };
  const nonce = newNonce();
  const answer = await ask({ nonce });
  expect(answer.json()).toMatchObject({ out_trade_no: payment.id, trade_state: 'NOTPAY', amount: { total: 3990 } });
  expect(
    isSignedBy(
      keys.provider,
      [String(answer.headers['sandbox-pay-timestamp']), String(answer.headers['sandbox-pay-nonce']), answer.body],
      String(answer.headers['sandbox-pay-signature']),
    ),
  ).toBe(true);
  const refused = [
    await ask({ nonce }),
    await ask({ key: keys.provider }),
    await ask({ at: new Date(t.clock.now().getTime() - 6 * 60_000) }),
    await ask({ url: `${path}&x=1` }),
    await ask({ scheme: 'Bearer' }),
    await ask({ serial: 'X' }),
    await t.http.inject({ method: 'GET', url: path }),
  ];
  for (const each of refused) expect([each.statusCode, each.json().code]).toEqual([401, 'SIGN_ERROR']);
});

test('a payment is opened once per number, closed or paid but not both, and refunded for no more than it was', async () => {
  const t = await aPayingApp();
  const input = (merchantRef: string, amountFen = 500) => ({
    ...fromPhone,
    merchantRef,
    amountFen,
    description: '秦岭鲜果 1',
    notifyUrl: `${t.url}/nowhere`,
    returnUrl: `${t.url}/orders/1`,
    expiresAt: new Date(t.clock.now().getTime() + 600_000),
  });
  const [first, again] = [await t.sandbox.open(input('pay_one00001')), await t.sandbox.open(input('pay_one00001'))];
  expect(again).toEqual(first);
  await expect(t.sandbox.open(input('pay_one00001', 501))).rejects.toThrow('OUT_TRADE_NO_USED');
  const other = await t.sandbox.open(input('pay_two00001'));
  expect(await t.sandbox.close(ref('pay_one00001'))).toEqual({ isPaid: false });
  expect(await t.press(pageOf(first), 'pay')).toContain('/sandbox-pay/cashier/');
  expect(await t.sandbox.query(ref('pay_one00001'))).toMatchObject({ state: 'closed', paidFen: 0 });
  expect(await t.press(pageOf(other), 'pay-late')).toBe('/orders/1');
  expect(await t.sandbox.close(ref('pay_two00001'))).toEqual({ isPaid: true });
  expect(await t.sandbox.query(ref('pay_two00001'))).toMatchObject({ state: 'paid', paidFen: 500 });
  expect(await t.sandbox.query(ref('pay_none0001'))).toBeUndefined();
  const refund = (refundRef: string, amountFen: number) =>
    t.sandbox.refund({ ...ref('pay_two00001'), refundRef, amountFen, totalFen: 500, reason: '退款', notifyUrl: `${t.url}/nowhere` });
  const parts = await Promise.allSettled([refund('rfd_a00001', 300), refund('rfd_b00001', 300), refund('rfd_a00001', 300)]);
  expect(parts.filter((part) => part.status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  const { rows } = await sql<{
    sum: number;
    refunded: number;
  }>`select (select sum(amount_fen)::bigint from sandbox_pay.refunds) as sum, refunded_fen as refunded from sandbox_pay.payments where out_trade_no = 'pay_two00001'`.execute(
    t.app.database.db,
  );
  expect(rows).toEqual([{ sum: 300, refunded: 300 }]);
  await expect(refund('rfd_c00001', 201)).rejects.toThrow('NOT_ENOUGH');
  expect(await refund('rfd_c00001', 200)).toEqual({ state: 'pending' });
  t.clock.advance(3001);
  await t.drain();
  expect(await t.sandbox.queryRefund({ ...ref(''), refundRef: 'rfd_c00001' })).toEqual({ state: 'succeeded' });
  expect(await t.sandbox.queryRefund({ ...ref(''), refundRef: 'rfd_none01' })).toBeUndefined();
});

test('a notice nobody answers is repeated with growing waits, and at last given up', async () => {
  const t = await aPayingApp();
  const opened = await t.sandbox.open({
    ...fromPhone,
    merchantRef: 'pay_deaf0001',
    amountFen: 500,
    description: 'x',
    notifyUrl: `${t.url}/api/payment-callbacks/sandbox`,
    returnUrl: `${t.url}/`,
    expiresAt: new Date(t.clock.now().getTime() + 600_000),
  });
  // The shop knows no such payment and refuses.
  await t.press(pageOf(opened), 'pay');
  const attempts = async () =>
    (
      await sql<{ attempts: number; waits: boolean }>`select attempts, next_at is not null as waits from sandbox_pay.notices`.execute(
        t.app.database.db,
      )
    ).rows[0];
  expect(await attempts()).toEqual({ attempts: 1, waits: true });
  for (let i = 0; i < 12; i++) {
    t.clock.advance(3_601_000);
    await t.drain();
  }
  expect(await attempts()).toEqual({ attempts: 11, waits: false });
});

test('the cashier speaks both languages, runs nothing inline, shows what ended, and shrugs at strange buttons', async () => {
  const t = await aPayingApp();
  const { payment } = await anOpenPayment(t);
  const page = (query = '', headers: Record<string, string> = {}) =>
    t.http.inject({ method: 'GET', url: `${payment.cashierUrl}${query}`, headers });
  const chinese = await page();
  expect(chinese.body).toContain('确认支付 ¥39.90');
  for (const label of ['支付失败', '付款但延迟通知', '重复通知']) expect(chinese.body).toContain(label);
  expect((await page('', { 'accept-language': 'en-GB,en' })).body).toContain('Pay ¥39.90');
  expect((await page('?locale=en')).body).toContain('Pay, notice late');
  expect(chinese.headers['content-security-policy']).toContain("script-src 'self'");
  expect(chinese.body).not.toMatch(/<script(?! type="module" src=)|<style|\son\w+=|\sstyle=/);
  for (const asset of ['cashier.css', 'cashier.js'])
    expect((await t.http.inject({ method: 'GET', url: `/sandbox-pay/assets/${asset}` })).statusCode).toBe(200);
  expect((await t.http.inject({ method: 'GET', url: '/sandbox-pay/cashier/ppy_unknown' })).statusCode).toBe(404);
  for (const button of ['steal', '__proto__', 'constructor']) {
    const answer = await t.http.inject({
      method: 'POST',
      url: `${payment.cashierUrl}/${button}`,
      payload: 'a=b',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${payment.cashierUrl}?locale=zh`]);
  }
  expect(
    (
      await t.http.inject({
        method: 'POST',
        url: `${payment.cashierUrl}/pay`,
        headers: { origin: 'https://evil.example', host: 'shop.test' },
      })
    ).json().code,
  ).toBe('cross_site');
  t.clock.advance(24 * 3_600_000);
  expect((await page()).body).toContain('已超过支付时间');
});

test('what a merchant writes is shown as text, never as markup', async () => {
  const t = await aPayingApp();
  const opened = await t.sandbox.open({
    ...fromPhone,
    merchantRef: 'pay_xss00001',
    amountFen: 123_456_789,
    description: '<img src=x onerror=alert(1)> "🍎" 260101',
    notifyUrl: `${t.url}/n`,
    returnUrl: `${t.url}/orders/1?a="><script>`,
    expiresAt: new Date(t.clock.now().getTime() + 600_000),
  });
  const { body } = await t.http.inject({ method: 'GET', url: pageOf(opened) });
  expect(body).toContain('&#60;img src=x');
  expect(body).toContain('1,234,567.89');
  expect(body).not.toContain('<img src=x');
});

test('whatever is sealed is unsealed by the same key only, and not after any byte was changed', () => {
  const [key, other] = ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210'];
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (content, at) => {
      const sealed = seal(key, 'transaction', content);
      expect(unseal(key, sealed)).toEqual(JSON.parse(JSON.stringify(content)));
      expect(() => unseal(other, sealed)).toThrow('authenticate');
      const bytes = Buffer.from(sealed.ciphertext, 'base64');
      const place = at % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      expect(() => unseal(key, { ...sealed, ciphertext: bytes.toString('base64') })).toThrow('authenticate');
      expect(() => unseal(key, { ...sealed, associated_data: 'refund' })).toThrow('authenticate');
    }),
    { numRuns: 60 },
  );
  const now = new Date('2026-11-22T00:00:00Z');
  expect(['', 'x', '1e400', String(now.getTime() / 1000 - 301)].map((stamp) => isFresh(stamp, now))).toEqual([false, false, false, false]);
});

test('a payment ends at the provider together with its notice or not at all, also after a failure nobody asks about any more', async () => {
  const t = await aPayingApp();
  const { order, payment } = await anOpenPayment(t);
  await t.press(payment.cashierUrl, 'fail');
  const { db } = t.app.database;
  await sql`create function sandbox_pay.refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$`.execute(
    db,
  );
  await sql`create trigger refuse before insert on sandbox_pay.notices for each row execute function sandbox_pay.refuse()`.execute(db);
  await t.press(payment.cashierUrl, 'pay');
  expect(await t.sandbox.query(ref(payment.id))).toMatchObject({ state: 'failed', paidFen: 0 });
  await sql`drop trigger refuse on sandbox_pay.notices`.execute(db);
  await t.press(payment.cashierUrl, 'pay');
  expect(await orderOf(t, order.id)).toMatchObject({ state: 'paid', paidFen: order.totalFen });
});
