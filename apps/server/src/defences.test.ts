/** What attackers send through the front door, over the whole system: none of it is an error of ours, none of it gets anywhere. */
import { connect, type AddressInfo } from 'node:net';
import { contract } from '@tuanzi/contract';
import type { Api } from '@tuanzi/contract/api';
import { expect, test } from 'vitest';
import { modules, sandboxModules } from './app.ts';
import { aProduct } from './modules/catalog/testing.ts';
import { anAccount, aStaffMember } from './modules/identity/testing.ts';
import { aSession } from './modules/live/testing.ts';
import { multipart, pictureBytes } from './modules/media/testing.ts';
import { anOrder } from './modules/orders/testing.ts';
import { aShop } from './modules/shops/testing.ts';
import { createTestApp } from './testing.ts';

const start = () => createTestApp([...modules, ...sandboxModules]);

test('a NUL in an address is an address of nothing, on every route and for everybody', async () => {
  const t = await start();
  const person = await anAccount(t);
  const paths = Object.keys(contract as Api)
    .filter((route) => route.includes('{'))
    .map((route) => route.replaceAll(/\{\w+\}/g, 'a%00b'));
  const beside = [
    'GET /sandbox-pay/cashier/a%00b',
    'POST /sandbox-pay/cashier/%00/pay',
    'GET /l/%00/poster.png',
    'GET /files/%00',
    'GET /problems/%00',
  ];
  for (const line of [...paths, ...beside]) {
    const [method, url] = line.split(' ') as ['GET', string];
    for (const cookie of ['', person.cookie])
      expect([line, (await t.http.inject({ method, url, headers: { cookie } })).statusCode]).toEqual([line, 404]);
  }
});

test('names every object has by itself are names of nothing here', async () => {
  const t = await start();
  const { buyer, id } = await anOrder(t);
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
    const params = { orderId: id };
    const asBuyer = { cookie: buyer.cookie, idempotencyKey: `pay-by-${name}` };
    expect((await t.call('POST /api/payment-callbacks/{provider}', { params: { provider: name } })).problem.code).toBe('provider_unknown');
    expect((await t.call('POST /api/orders/{orderId}/payments', { params, body: { provider: name } }, asBuyer)).problem.code).toBe(
      'provider_unknown',
    );
    for (const url of [
      `/files/pictures/${name}.webp`,
      `/problems/${name}`,
      `/sandbox-pay/cashier/${name}`,
      `/media/${name}`,
      `/internal/${name}`,
    ])
      expect([url, (await t.http.inject({ url })).statusCode]).toEqual([url, 404]);
    expect((await t.http.inject({ method: 'POST', url: `/sandbox-pay/cashier/x/${name}` })).statusCode).toBe(303);
  }
});

test('a shopper comes back from the cashier to a path of this shop, or the payment is not opened', async () => {
  const t = await start();
  const { buyer, id } = await anOrder(t);
  let tries = 0;
  const pay = async (returnPath: string) =>
    (
      await t.call(
        'POST /api/orders/{orderId}/payments',
        { params: { orderId: id }, body: { provider: 'sandbox', returnPath } },
        { cookie: buyer.cookie, idempotencyKey: `pay-again-${tries++}` },
      )
    ).problem.code;
  for (const path of [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/./\\evil.example',
    '/a/..//evil.example',
    '/..//evil.example',
    '/a//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'orders/1',
    '@evil.example',
    '/a\r\nset-cookie: a=b',
    '',
  ])
    expect([path, await pay(path)]).toEqual([path, 'invalid_input']);
  // No provider is configured here: what passes comes as far as that.
  for (const path of ['/', `/orders/${id}?from=pay`, '/live/ses_1?card=2&x=%2F%2Fevil', '/团购/'])
    expect([path, await pay(path)]).toEqual([path, 'provider_unknown']);
});

test('whatever keys come in queries, bodies, forms and file names, objects stay what they are', async () => {
  const t = await start();
  const shop = await aShop(t);
  const before = Object.getOwnPropertyNames(Object.prototype).toSorted();
  const { cookie } = shop.owner;
  const json = { cookie, 'content-type': 'application/json' };
  const poison = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  const statuses = [
    await t.http.inject({
      url: '/api/products?__proto__[polluted]=1&constructor[prototype][polluted]=1&__proto__.polluted=1',
      headers: { cookie },
    }),
    await t.http.inject({ method: 'POST', url: '/api/quote', payload: poison, headers: json }),
    await t.http.inject({ method: 'POST', url: '/api/quote', payload: `{"lines":[${poison}]}`, headers: json }),
    await t.http.inject({
      method: 'PATCH',
      url: `/api/console/shops/${shop.id}`,
      payload: `{"name":{"zh":"a","x":${poison}}}`,
      headers: json,
    }),
    await t.http.inject({
      method: 'PATCH',
      url: `/api/console/shops/${shop.id}`,
      payload: '{"intro":{"zh":"\\u005f\\u005fproto__"},"\\u005f_proto__":{"polluted":1}}',
      headers: json,
    }),
    await t.http.inject({
      method: 'POST',
      url: `/api/console/shops/${shop.id}/pictures`,
      payload: multipart(await pictureBytes(), { name: '__proto__', filename: 'constructor' }).payload,
      headers: { cookie, ...multipart(Buffer.alloc(0)).headers },
    }),
    await t.http.inject({
      method: 'POST',
      url: `/api/console/shops/${shop.id}/products/import`,
      payload: { csv: '__proto__,constructor,Handle,Title\n1,2,__proto__,a\n', isDryRun: true },
      headers: { cookie },
    }),
  ].map(({ statusCode }) => statusCode);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(before);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('no answer of any kind lets another site read it, guess its type or frame it', async () => {
  const t = await start();
  const { productId } = await aProduct(t, (await aShop(t)).id);
  const origin = { origin: 'https://evil.example', cookie: (await anAccount(t)).cookie };
  for (const [method, url] of [
    ['GET', '/api/me'],
    ['GET', `/api/products/${productId}`],
    ['GET', '/api/nothing'],
    ['OPTIONS', '/api/me'],
    ['POST', '/api/orders'],
    ['PUT', '/api/me'],
    ['GET', '/files/pictures/none.webp'],
    ['GET', '/l/AAAAAA/poster.png'],
    ['GET', '/sandbox-pay/cashier/none'],
    ['GET', '/sandbox-pay/assets/cashier.js'],
    ['POST', '/sandbox-pay/v3/pay/transactions/h5'],
    ['GET', '/%E0%A4%A'],
    ['GET', `/${'x'.repeat(9000)}`],
  ] as const) {
    const { headers, statusCode } = await t.http.inject({ method, url, headers: origin });
    const readable = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
    expect({
      url,
      statusCode: statusCode < 500,
      readable,
      sniff: headers['x-content-type-options'],
      frame: headers['x-frame-options'],
    }).toEqual({ url, statusCode: true, readable: [], sniff: 'nosniff', frame: 'SAMEORIGIN' });
  }
});

test('a form on another site posts nothing: not JSON as text, not a file, not a button of the cashier', async () => {
  const t = await start();
  const shop = await aShop(t);
  const form = multipart(await pictureBytes());
  for (const { url, payload, type } of [
    { url: '/api/me/addresses', payload: '{"recipient":"a"}', type: 'text/plain' },
    { url: '/api/auth/sign-out', payload: '', type: 'application/x-www-form-urlencoded' },
    { url: '/api/me/sessions', payload: '', type: 'text/plain' },
    { url: `/api/console/shops/${shop.id}/pictures`, payload: form.payload, type: form.headers['content-type'] ?? '' },
    { url: '/sandbox-pay/cashier/ppy_1/pay', payload: '', type: 'application/x-www-form-urlencoded' },
  ])
    for (const site of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const headers = { cookie: shop.owner.cookie, 'content-type': type, ...site } as Record<string, string>;
      const answer = await t.http.inject({ method: 'POST', url, payload, headers });
      expect([url, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([url, 403, 'cross_site']);
    }
  expect((await t.call('GET /api/me', {}, shop.owner)).body.me).not.toBeNull();
});

test('line breaks in an address become no header of the answer', async () => {
  const t = await start();
  for (const url of [
    '/l/%0d%0aset-cookie:%20a=b',
    '/sandbox-pay/cashier/%0d%0aset-cookie:%20a=b?locale=%0d%0ax:y',
    '/problems/%0d%0aset-cookie:%20a=b',
    '/files/pictures/%0d%0aset-cookie:%20a=b.webp',
    '/api/products?cursor=%0d%0aset-cookie:%20a=b&q=%0d%0ax-evil:1',
  ])
    for (const method of ['GET', 'POST'] as const) {
      const { headers, statusCode } = await t.http.inject({ method, url });
      expect([url, statusCode < 500, headers['set-cookie'], headers['x-evil']]).toEqual([url, true, undefined, undefined]);
      expect(headers.location ?? '').not.toMatch(/[\r\n]/);
    }
});

test('a Host header that is no host is not repeated, and breaks nothing', async () => {
  const t = await start();
  const session = await aSession(t);
  for (const host of ['[', 'a b', 'evil.example/path', 'evil.example#', 'x:y:z', 'evil.example\\@shop', 'u:p@evil.example', '"><script>']) {
    const headers = { host };
    const key = await t.call('POST /api/studio/{sessionId}/stream-key', { params: session }, { cookie: session.host.cookie, headers });
    expect([host, key.status, key.body.whipUrl]).toEqual([host, 200, `http://shop.test/media/whip/${session.sessionId}`]);
    expect((await t.call('GET /api/studio/{sessionId}', { params: session }, { cookie: session.host.cookie, headers })).status).toBe(200);
  }
});

test('only staff from host up, moderators of the room included, never learn a stream key they do not need', async () => {
  const t = await start();
  const session = await aSession(t);
  const ask = async (cookie: string) => (await t.call('POST /api/studio/{sessionId}/stream-key', { params: session }, { cookie })).status;
  for (const role of ['staff', 'moderator', 'host'] as const)
    expect([role, await ask((await aStaffMember(t, session.shop.id, role)).cookie)]).toEqual([role, 403]);
  expect(await ask(session.host.cookie)).toBe(200);
});

test('a request that does not arrive is not waited for without end, and its head no longer than a minute', async () => {
  const t = await start();
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  const { server } = t.http;
  expect(server.requestTimeout).toBeGreaterThan(0);
  expect(server.requestTimeout).toBeLessThanOrEqual(300_000);
  expect(server.headersTimeout).toBeLessThanOrEqual(60_000);
  const { port } = server.address() as AddressInfo;
  const raw = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let heard = '';
      socket.setEncoding('utf8').on('data', (part: string) => (heard += part));
      socket.on('close', () => resolve(heard)).on('error', () => {});
      socket.end(text);
    });
  // Two lengths, or a length and chunks, are how one request is smuggled inside another.
  for (const lengths of [
    'Content-Length: 2\r\nContent-Length: 40',
    'Content-Length: 2\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: xchunked',
    'Content-Length: -1',
  ])
    expect(await raw(`POST /api/auth/guest HTTP/1.1\r\nHost: x\r\n${lengths}\r\n\r\n{}GET /api/me HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 400 /,
    );
});
