/** What every route does with a request before its handler sees it, and with what leaves. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { identityModule } from '#modules/identity';
import type { Module } from '#platform/app';
import { aGuest, anAccount } from '../../modules/identity/testing.ts';
import { createTestApp } from '../../testing.ts';
import { mount } from './mount.ts';

const Body = z.object({ name: z.string().min(1).max(20), quantity: z.int().min(1).max(999), tags: z.array(z.string().max(5)).default([]) });
const echo: Module = {
  name: 'echo',
  routes: (_app, http) =>
    mount(
      http,
      {
        'POST /api/echo': {
          summary: '',
          access: 'public',
          body: Body,
          reply: z.object({ name: z.string(), inner: z.object({ quantity: z.int() }).nullable() }),
        },
        'POST /api/echo/{id}/once': {
          summary: '',
          access: 'guest',
          idempotency: 'required',
          params: z.object({ id: z.string().max(10) }),
          body: Body.partial(),
          reply: z.object({ key: z.string(), bodyHash: z.string() }),
        },
        'GET /api/echo': {
          summary: '',
          access: 'public',
          query: z.object({ limit: z.coerce.number().int().max(50).default(20) }),
          reply: z.object({ limit: z.int(), caller: z.string() }),
        },
        'GET /api/echo/limited': { summary: '', access: 'public', perMinute: 3, reply: z.object({}) },
        'GET /api/echo/broken': { summary: '', access: 'public', reply: z.object({ count: z.int() }) },
      },
      {
        // What a careless handler returns beside what it declared.
        'POST /api/echo': async ({ body }) =>
          ({ name: body.name, inner: { quantity: body.quantity, costFen: 120 }, passwordHash: 'secret' }) as never,
        'POST /api/echo/{id}/once': async ({ idempotency }) => ({ key: idempotency.key, bodyHash: idempotency.bodyHash }),
        'GET /api/echo': async ({ query, caller }) => ({ limit: query.limit, caller: caller.kind }),
        'GET /api/echo/limited': async () => ({}),
        'GET /api/echo/broken': () => Promise.reject(new Error('the password is hunter2')),
      },
    ),
};
const start = (env: Record<string, string> = {}) => createTestApp([identityModule, echo], { env });

const json = { 'content-type': 'application/json' };
const good = { name: '团子', quantity: 2 };

test('a problem has its RFC 9457 form, a stable code and the language asked for', async () => {
  const { http } = await start();
  const ask = async (headers: Record<string, string>) => http.inject({ url: '/api/me/sessions', headers });
  const response = await ask({});
  expect(response.statusCode).toBe(401);
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(response.json()).toMatchObject({ type: '/problems/sign_in_required', title: '请先登录', status: 401, code: 'sign_in_required' });
  expect(response.json<{ instance: string }>().instance).toMatch(/^req_[0-9a-z]{25}$/);
  const titleFor = async (headers: Record<string, string>) => (await ask(headers)).json<{ title: string }>().title;
  expect(await titleFor({ 'accept-language': 'en-GB,en;q=0.9' })).toBe('Please sign in first.');
  expect(await titleFor({ 'accept-language': 'en-GB', 'x-locale': 'zh' })).toBe('请先登录');
  expect(await titleFor({ 'accept-language': 'fr' })).toBe('请先登录');
});

test('a failure of ours says nothing of its inside', async () => {
  const { http } = await start();
  const response = await http.inject({ url: '/api/echo/broken' });
  expect(response.statusCode).toBe(500);
  expect(response.json()).toMatchObject({ code: 'internal' });
  expect(response.body).not.toContain('hunter2');
});

test('a field nobody declared never leaves', async () => {
  const { http } = await start();
  const response = await http.inject({ method: 'POST', url: '/api/echo', payload: good });
  expect(response.json()).toEqual({ name: '团子', inner: { quantity: 2 } });
});

test('invalid input is answered with every issue and where it is', async () => {
  const { http } = await start();
  const response = await http.inject({
    method: 'POST',
    url: '/api/echo',
    payload: { name: '', quantity: 0, tags: ['ok', 'far too long'] },
  });
  expect(response.statusCode).toBe(422);
  const { code, errors } = response.json<{ code: string; errors: { in: string; path: string }[] }>();
  expect(code).toBe('invalid_input');
  expect(errors.map((error) => `${error.in} ${error.path}`).toSorted()).toEqual(['body name', 'body quantity', 'body tags.1']);
  const query = await http.inject({ url: '/api/echo?limit=many' });
  expect(query.json<{ errors: { in: string }[] }>().errors[0]?.in).toBe('query');
  expect((await http.inject({ url: '/api/echo?limit=7&limit=8' })).statusCode).toBe(422);
});

test('a body that is broken, poisoned, of another type or too large is refused before anybody looks inside', async () => {
  const { http } = await start();
  const post = async (payload: string | Buffer, headers: Record<string, string> = json) => {
    const response = await http.inject({ method: 'POST', url: '/api/echo', payload, headers });
    return `${response.statusCode} ${response.json<{ code?: string }>().code ?? 'ok'}`;
  };
  expect(await post(JSON.stringify(good))).toBe('200 ok');
  expect(await post('{"name": "团子", ')).toBe('400 unreadable_body');
  expect(await post('{"name":"a","quantity":1,"__proto__":{"isAdmin":true}}')).toBe('400 unreadable_body');
  expect(await post('{"name":"a","quantity":1,"constructor":{"prototype":{"isAdmin":true}}}')).toBe('400 unreadable_body');
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  expect(await post('name=a&quantity=1', { 'content-type': 'text/plain' })).toBe('422 invalid_input');
  expect(await post('<name>a</name>', { 'content-type': 'application/xml' })).toBe('400 unreadable_body');
  expect(await post('{"name":"a"}', { 'content-type': 'nonsense' })).toBe('400 unreadable_body');
  expect(await post(Buffer.alloc(8 * 1024 * 1024 + 1, 0x20))).toBe('413 body_too_large');
  expect(await post('null')).toBe('422 invalid_input');
  expect(await post('[]')).toBe('422 invalid_input');
  expect(await post(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toMatch(/^4\d\d /);
  expect(await post('')).toBe('422 invalid_input');
});

test('a write that a browser sends from another site is refused, whatever it carries', async () => {
  const { http } = await start();
  const write = async (headers: Record<string, string>) =>
    (await http.inject({ method: 'POST', url: '/api/echo', payload: good, headers: { host: 'shop.test', ...headers } })).statusCode;
  expect(await write({})).toBe(200);
  expect(await write({ origin: 'http://shop.test', 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await write({ 'sec-fetch-site': 'none' })).toBe(200);
  for (const headers of [
    { origin: 'http://evil.test' },
    { origin: 'null' },
    { origin: 'http://shop.test.evil.test' },
    { origin: 'http://shop.test:8080' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://shop.test', 'sec-fetch-site': 'cross-site' },
  ]) {
    expect(await write(headers as Record<string, string>), JSON.stringify(headers)).toBe(403);
  }
  expect(
    (await http.inject({ url: '/api/echo', headers: { host: 'shop.test', origin: 'http://evil.test', 'sec-fetch-site': 'cross-site' } }))
      .statusCode,
  ).toBe(200);
  expect(
    (
      await http.inject({
        method: 'OPTIONS',
        url: '/api/echo',
        headers: { origin: 'http://evil.test', 'access-control-request-method': 'POST' },
      })
    ).headers['access-control-allow-origin'],
  ).toBeUndefined();
});

test('whoever asks too often is told when to come back; others are not held up', async () => {
  const t = await start({ RATE_LIMIT_PER_MINUTE: '50' });
  const guest = await aGuest(t);
  const ask = (cookie?: string) => t.http.inject({ url: '/api/echo/limited', headers: { ...(cookie !== undefined && { cookie }) } });
  const answers = [];
  // Windows are whole minutes: seven calls meet at most two of them, so at least one is refused and at least three pass.
  for (let i = 0; i < 7; i++) answers.push(await ask());
  const refused = answers.filter((answer) => answer.statusCode === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(3);
  const seconds = Number(refused[0]?.headers['retry-after']);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(refused[0]?.json()).toMatchObject({ code: 'too_many_requests', retryAfterSeconds: seconds });
  expect((await ask(guest.cookie)).statusCode).toBe(200);
});

test('an operation that moves money or stock wants a key, and knows the request again by its content', async () => {
  const t = await start();
  const { cookie } = await anAccount(t);
  const post = async (key: string | undefined, payload: object, id = 'a') =>
    t.http.inject({
      method: 'POST',
      url: `/api/echo/${id}/once`,
      payload,
      headers: { cookie, ...(key !== undefined && { 'idempotency-key': key }) },
    });
  for (const key of [undefined, '', 'short', 'has space in it', `long-${'x'.repeat(80)}`, '钥匙钥匙钥匙钥匙', 'semi;colon;key']) {
    const response = await post(key === '钥匙钥匙钥匙钥匙' ? Buffer.from(key).toString('latin1') : key, {});
    expect([response.statusCode, response.json<{ code: string }>().code], String(key)).toEqual([400, 'idempotency_key_required']);
  }
  const hash = async (payload: object, id?: string) => (await post('a-key-of-mine', payload, id)).json<{ bodyHash: string }>().bodyHash;
  expect(await hash({ name: 'a', quantity: 1 })).toBe(await hash({ quantity: 1, name: 'a' }));
  expect(await hash({ name: 'a', quantity: 1 })).not.toBe(await hash({ name: 'a', quantity: 2 }));
  expect(await hash({ name: 'a' }, 'a')).not.toBe(await hash({ name: 'a' }, 'b'));
});

test('what is not there is a problem; HEAD answers as GET without a body; a trailing slash is no other route', async () => {
  const { http } = await start();
  for (const url of [
    '/api/nothing',
    '/api',
    '/api/echo/%00',
    '/internal/nothing',
    '/api/../etc/passwd',
    `/api/echo/${'x'.repeat(300)}/once`,
  ]) {
    const response = await http.inject({ url });
    expect([url, response.statusCode, response.json<{ code: string }>().code]).toEqual([url, 404, 'not_found']);
  }
  expect((await http.inject({ method: 'DELETE', url: '/api/echo' })).statusCode).toBe(404);
  expect((await http.inject({ url: '/api/echo/' })).json()).toEqual({ limit: 20, caller: 'anonymous' });
  const head = await http.inject({ method: 'HEAD', url: '/api/echo' });
  expect([head.statusCode, head.body, Number(head.headers['content-length'])]).toEqual([
    200,
    '',
    (await http.inject({ url: '/api/echo' })).rawPayload.length,
  ]);
  expect((await http.inject({ url: '/api/%E0%A4%A' })).statusCode).toBeLessThan(500);
});

test('every answer carries the headers that keep browsers from guessing, framing and leaking', async () => {
  const { http } = await start();
  for (const url of ['/api/echo', '/api/nothing']) {
    expect((await http.inject({ url })).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect((await http.inject({ url })).headers['strict-transport-security']).toBeUndefined();
    expect((await http.inject({ url })).headers['x-powered-by']).toBeUndefined();
  }
  const safe = await start({ PUBLIC_URL: 'https://shop.test' });
  expect((await safe.http.inject({ url: '/api/echo' })).headers['strict-transport-security']).toBe('max-age=31536000');
});
