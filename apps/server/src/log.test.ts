import { createApi, randomKey } from '@tuanzi/client';
import { afterEach, expect, test, vi } from 'vitest';
import { createLog } from './platform/log.ts';
import { ask, newFolder, removeCopies, startCopy, type Copy } from './testing-start.ts';

afterEach(() => removeCopies());

const phone = '13712345678';
const password = 'tuanzi-demo-2026';
const address = {
  recipient: '欧阳不留名',
  phone: '13687654321',
  province: '陕西省',
  city: '西安市',
  district: '雁塔区',
  street: '不可记录路 7 号',
};
const note = '放在门口的蓝色箱子里';

/** What the log said: its lines are JSON; what is printed for the operator beside it is not. */
function logOf(copy: Copy): string {
  return copy
    .said()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .join('\n');
}

test(
  'at its most talkative the log names requests and routes, and no phone, code, cookie, address or password',
  { timeout: 120_000 },
  async () => {
    const copy = startCopy(newFolder(), { DEMO: '1', LOG_LEVEL: 'trace' });
    const url = await copy.ready();
    expect((await ask(`${url}/api/auth/phone/code`, { method: 'POST', body: { phone } })).status).toBeLessThan(300);
    const code = await vi.waitFor(
      () => {
        const found = new RegExp(`one-time code for ${phone}: (\\d+)`).exec(copy.said())?.[1];
        if (found === undefined) throw new Error('the code is not there yet');
        return found;
      },
      { timeout: 30_000 },
    );
    const signedIn = await ask(`${url}/api/auth/phone/sign-in`, { method: 'POST', body: { phone, code } });
    expect(signedIn.status).toBe(200);
    const { cookie } = signedIn;
    const token = cookie.split('=')[1] ?? '';
    expect(token.length).toBeGreaterThan(20);
    const api = createApi({ baseUrl: url, headers: { cookie }, locale: () => 'zh' });
    const { items } = await api('GET /api/products', {});
    const { skus } = await api('GET /api/products/{productId}', { params: { productId: items[0]?.id ?? '' } });
    const lines = [{ skuId: skus[0]?.id ?? '', quantity: 1 }];
    const { totalFen } = await api('POST /api/quote', { body: { lines, province: address.province } });
    const order = await api(
      'POST /api/orders',
      { body: { lines, address, note, expectedTotalFen: totalFen } },
      { idempotencyKey: randomKey() },
    );
    await api(
      'POST /api/orders/{orderId}/payments',
      { params: { orderId: order.id }, body: { provider: 'sandbox' } },
      { idempotencyKey: randomKey() },
    );
    // What is refused or broken is where logs usually say too much.
    await ask(`${url}/api/auth/email/sign-in`, { method: 'POST', body: { email: 'owner@tuanzi.local', password: `${password}x` } });
    await ask(`${url}/api/orders`, {
      method: 'POST',
      body: `{"address": ${JSON.stringify(address)}`,
      headers: { cookie, 'content-type': 'application/json' },
    });
    const refused = await ask(`${url}/api/orders/ord_none`, { headers: { cookie, authorization: `Bearer ${token}` } });
    const { instance } = refused.json() as { instance: string };
    await vi.waitFor(() => expect(logOf(copy)).toContain(`"reqId":"${instance}"`), { timeout: 10_000 });
    const log = logOf(copy);
    expect(log).toContain('POST /api/orders');
    for (const secret of [phone, code, token, password, 'owner@tuanzi.local', address.recipient, address.phone, address.street, note])
      expect([secret, log.split('\n').find((line) => line.includes(secret))]).toEqual([secret, undefined]);
  },
);

test('a message that cannot be sent is told without the number it was for', { timeout: 120_000 }, async () => {
  const copy = startCopy(newFolder(), { SMS_TO_CONSOLE: '0', LOG_LEVEL: 'trace' });
  const url = await copy.ready();
  await ask(`${url}/api/auth/phone/code`, { method: 'POST', body: { phone } });
  await vi.waitFor(() => expect(logOf(copy)).toContain('no SMS gateway is configured'), { timeout: 30_000 });
  expect(logOf(copy)).not.toContain(phone);
});

test('of a refusal of the database the log keeps what helps, and not the row it quotes', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const error = Object.assign(new Error('duplicate key value violates unique constraint "accounts_phone_key"'), {
    code: '23505',
    constraint: 'accounts_phone_key',
    detail: `Key (phone)=(${phone}) already exists.`,
    where: phone,
  });
  log.error({ err: new Error('outer', { cause: error }) }, 'request failed');
  expect(lines.join('')).toContain('accounts_phone_key');
  expect(lines.join('')).not.toContain(phone);
});
