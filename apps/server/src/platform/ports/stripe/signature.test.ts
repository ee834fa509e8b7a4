import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formOf } from './exchange.ts';
import { isSignedWebhook, webhookSignature } from './signature.ts';
import { createStripe } from './stripe.ts';

const now = new Date('2026-11-22T12:00:00Z');
const time = String(now.getTime() / 1000);
const secret = 'whsec_0123456789';
const port = createStripe({ secretKey: 'sk_test_1', webhookSecret: secret, isSandbox: true, apiUrl: () => 'http://127.0.0.1:9' });
const signed = (body: Buffer) => ({ 'stripe-signature': `t=${time},v1=${webhookSignature(secret, time, body)}` });
const read = (value: unknown, headers?: Record<string, string>) => {
  const rawBody = Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value));
  return port
    .readNotice({ headers: headers ?? signed(rawBody), rawBody, now })
    .catch((error: unknown) => (error as { code?: string }).code);
};
const session = {
  id: 'cs_test_1',
  client_reference_id: 'pay_1',
  status: 'complete',
  payment_status: 'paid',
  amount_total: 3000,
  currency: 'cny',
  created: 1,
  url: null,
};
const event = {
  id: 'evt_1',
  type: 'checkout.session.completed',
  created: now.getTime() / 1000,
  livemode: false,
  data: { object: session },
};

test('a webhook’s signature is the published one: HMAC-SHA256 over time, a point and the bytes', () => {
  expect(webhookSignature(secret, '1795348800', Buffer.from('{"name":"团子"}'))).toBe(
    '2b1b2bd18f403d0f6a0f90784f9a978ed97aa09fe45d4f2272a092fe22258ddd',
  );
});

test('one of several signatures is enough; another secret, an old time, a changed byte and other schemes are not', () => {
  const body = Buffer.from('{}');
  const good = webhookSignature(secret, time, body);
  const isGood = (header: string, at = now, bytes = body) => isSignedWebhook(secret, header, { body: bytes, now: at });
  expect(isGood(`t=${time},v1=00,v1=${good},v0=11`)).toBe(true);
  expect(isGood(`t=${time},v1=${webhookSignature('whsec_other', time, body)}`)).toBe(false);
  expect(isGood(`t=${time},v0=${good}`)).toBe(false);
  expect(isGood(`t=${time},v1=${good}`, new Date(now.getTime() + 301_000))).toBe(false);
  expect(isGood(`t=${time},v1=${good}`, now, Buffer.from('{ }'))).toBe(false);
  for (const header of ['', 't=', `v1=${good}`, 't=x,v1=y', ',,,===']) expect(isGood(header)).toBe(false);
});

test('a paid session is a payment; one of another way to sell is none of ours; other money and the other mode are refused', async () => {
  expect(await read(event)).toEqual({
    kind: 'payment',
    noticeId: 'evt_1',
    merchantRef: 'pay_1',
    providerRef: 'cs_test_1',
    state: 'paid',
    paidFen: 3000,
    paidAt: now,
  });
  const about = (change: object, more: object = {}) => read({ ...event, ...more, data: { object: { ...session, ...change } } });
  expect(await about({ payment_status: 'unpaid' })).toEqual({ kind: 'other' });
  expect(await about({ payment_status: 'unpaid' }, { type: 'checkout.session.async_payment_failed' })).toMatchObject({
    state: 'failed',
    paidFen: 0,
  });
  expect(await about({ client_reference_id: null })).toEqual({ kind: 'other' });
  expect(await about({ currency: 'usd' })).toBe('callback_rejected');
  expect(await about({}, { livemode: true })).toBe('callback_rejected');
  expect(await about({ amount_total: '3000' })).toBe('callback_rejected');
  expect(await read({ ...event, type: 'customer.created', data: { object: null } })).toEqual({ kind: 'other' });
  const refund = { id: 're_1', status: 'succeeded', amount: 100, metadata: { refund_ref: 'rfd_1' } };
  const refunded = (change: object) => read({ ...event, type: 'refund.updated', data: { object: { ...refund, ...change } } });
  expect(await refunded({})).toEqual({ kind: 'refund', noticeId: 'evt_1', refundRef: 'rfd_1', state: 'succeeded', refundedFen: 100 });
  expect(await refunded({ status: 'pending' })).toEqual({ kind: 'other' });
  expect(await refunded({ metadata: {} })).toEqual({ kind: 'other' });
});

test('whatever is sent as a webhook, signed or not, is read or refused by name, and never breaks the reader', async () => {
  const anything = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
    fc
      .record({ type: fc.constantFrom('checkout.session.completed', 'refund.failed', 'x'), object: fc.jsonValue() })
      .map(({ type, object }) => Buffer.from(JSON.stringify({ ...event, type, data: { object } }))),
  );
  await fc.assert(
    fc.asyncProperty(anything, fc.boolean(), fc.string(), async (body, isSigned, header) => {
      const answer = await read(body, isSigned ? undefined : { 'stripe-signature': header });
      expect(typeof answer === 'string' ? answer : answer?.kind).toMatch(/^(callback_rejected|payment|refund|other)$/);
    }),
    { numRuns: 100 },
  );
});

test('parameters are written as Stripe reads them', () => {
  const form = formOf({ mode: 'payment', line_items: { 0: { quantity: 1, price_data: { product_data: { name: '苹果 & 梨' } } } } });
  expect([...form]).toEqual([
    ['mode', 'payment'],
    ['line_items[0][quantity]', '1'],
    ['line_items[0][price_data][product_data][name]', '苹果 & 梨'],
  ]);
});
