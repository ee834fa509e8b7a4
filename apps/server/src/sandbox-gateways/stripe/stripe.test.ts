import { expect, test } from 'vitest';
import { createStripe } from '../../platform/ports/stripe/stripe.ts';
import { stripeSandboxSettings } from '../sandbox-settings.ts';
import { aShopWithGateway } from '../testing.ts';
import { testProvider } from '../testing-provider.ts';

const aStripeShop = () => aShopWithGateway((credentials, at) => createStripe(stripeSandboxSettings(credentials, at)));

testProvider('Stripe', aStripeShop);

const order =
  'mode=payment&client_reference_id=pay_1&success_url=https://shop.test/a&line_items[0][quantity]=1&line_items[0][price_data][currency]=cny&line_items[0][price_data][unit_amount]=3000&line_items[0][price_data][product_data][name]=x';

test('Y10: the gateway refuses a wrong key, what is missing or not known, and another request under a key that was used', async () => {
  const t = await aStripeShop();
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const answer = await t.http.inject({
      method: 'POST',
      url: `/sandbox-gateways/stripe${path}`,
      payload: body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Bearer ${t.credentials.stripe.secretKey}`,
        ...headers,
      },
    });
    return { status: answer.statusCode, body: answer.json() as { id?: string; error?: { code?: string } } };
  };
  const open = (body: string, headers?: Record<string, string>) => post('/v1/checkout/sessions', body, headers);
  expect((await open(order, { authorization: 'Bearer sk_test_other' })).status).toBe(401);
  expect((await open(`${order}&colour=red`)).body.error?.code).toBe('parameter_unknown');
  expect((await open(order.replace('mode=payment&', ''))).body.error?.code).toBe('parameter_invalid');
  expect((await open(`${order}&expires_at=${Math.floor(t.clock.now().getTime() / 1000) + 60}`)).body.error?.code).toBe('parameter_invalid');
  const first = await open(order, { 'idempotency-key': 'one' });
  expect((await open(order, { 'idempotency-key': 'one' })).body.id).toBe(first.body.id);
  expect((await open(order)).body.id).not.toBe(first.body.id);
  expect((await open(order.replace('3000', '3001'), { 'idempotency-key': 'one' })).body.error?.code).toBe('idempotency_error');
  expect((await post(`/v1/checkout/sessions/cs_test_none/expire`, '')).body.error?.code).toBe('resource_missing');
  expect((await post('/v1/refunds', 'payment_intent=pi_none&amount=1')).status).toBe(404);
});

test('a payment that was begun twice with one reference has one session', async () => {
  const t = await aStripeShop();
  const expiresAt = new Date(t.clock.now().getTime() + 600_000);
  const input = {
    merchantRef: 'pay_twice001',
    amountFen: 3000,
    description: '苹果',
    notifyUrl: 'http://shop.test/n',
    returnUrl: 'http://shop.test/o',
    expiresAt,
    scene: 'phone',
    payerIp: '::1',
  } as const;
  const [one, two] = [await t.port.open(input), await t.port.open(input)];
  expect(two).toEqual(one);
  expect(await t.port.query({ merchantRef: 'pay_twice001', providerRef: null })).toBeUndefined();
  expect(await t.port.query({ merchantRef: 'pay_twice001', providerRef: 'cs_test_none' })).toBeUndefined();
  await expect(t.port.query({ merchantRef: 'pay_other001', providerRef: one.providerRef })).rejects.toThrow('another payment');
});
