import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApi } from './api.ts';
import { ApiProblem, isProblem, problemOf } from './api-problem.ts';
import { createIdempotencyKeys } from './idempotency-keys.ts';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that writes down what it was asked and answers what it is told to. */
async function aServer(answer: { status?: number; type?: string; body: string }) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => {
      body += data.toString('latin1');
    });
    request.on('end', () => {
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(stop);
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, baseUrl, stop };
}
const failure = (call: Promise<unknown>): Promise<ApiProblem> =>
  call.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error as ApiProblem,
  );

describe('a call', () => {
  test('fills the path, leaves out what is undefined, and says the language and the key', async () => {
    const { asked, baseUrl } = await aServer({ body: '{"items":[],"hasMore":false}' });
    const api = createApi({ baseUrl, locale: () => 'en', headers: { cookie: 'a=b' } });
    await api('GET /api/scenes/{sceneId}/entries', { params: { sceneId: 'scn_00000000' }, query: { after: 5 } });
    await api('POST /api/communities/{communityId}/join', { params: { communityId: 'a/b 中' }, body: {} }, { idempotencyKey: 'key-12345' });
    expect(asked[0]).toMatchObject({
      method: 'GET',
      url: '/api/scenes/scn_00000000/entries?after=5',
      body: '',
      headers: { 'x-locale': 'en', cookie: 'a=b' },
    });
    expect(asked[0]?.headers['content-type']).toBeUndefined();
    expect(asked[1]).toMatchObject({
      method: 'POST',
      url: '/api/communities/a%2Fb%20%E4%B8%AD/join',
      body: '{}',
      headers: { 'idempotency-key': 'key-12345', 'content-type': 'application/json' },
    });
  });

  test('without any input needs none; a missing path part is our own mistake', async () => {
    const { asked, baseUrl } = await aServer({ body: '{"me":null,"now":"2026-01-01T00:00:00Z"}' });
    const api = createApi({ baseUrl });
    expect((await api('GET /api/me')).me).toBeNull();
    expect(asked[0]?.headers['x-locale']).toBe('zh');
    await expect(api('GET /api/products/{productId}', { params: {} as { productId: string } })).rejects.toThrow('needs params.productId');
  });

  test('carries a file as multipart', async () => {
    const { asked, baseUrl } = await aServer({ status: 201, body: '{"id":"pic_1"}' });
    await createApi({ baseUrl })(
      'POST /api/scenes/{sceneId}/pictures',
      { params: { sceneId: 'scn_00000000' } },
      { file: new File(['bytes of a picture'], '苹果.png', { type: 'image/png' }) },
    );
    expect(asked[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(asked[0]?.body).toContain('name="file"');
    expect(asked[0]?.body).toContain('bytes of a picture');
  });
});

describe('a problem', () => {
  test('keeps its code, title and details, and is certain unless the server failed', async () => {
    const { baseUrl } = await aServer({
      status: 409,
      type: 'application/problem+json',
      body: '{"code":"community_full","title":"群已满员","status":409,"otherIds":["a"]}',
    });
    const error = await failure(
      createApi({ baseUrl })('POST /api/communities/{communityId}/join', { params: { communityId: 'com_00000000' }, body: {} }),
    );
    expect(error).toMatchObject({
      code: 'community_full',
      status: 409,
      title: '群已满员',
      detail: { otherIds: ['a'] },
      isUncertain: false,
    });
    expect(isProblem(error, 'community_full')).toBe(true);
    expect(problemOf('POST /api/communities/{communityId}/join', error)).toBe('community_full');
    expect(problemOf('POST /api/communities/{communityId}/join', new Error('other'))).toBeUndefined();
  });

  test('no server, a proxy’s page and a broken answer are problems with a sentence in the language of the page', async () => {
    const proxy = await aServer({ status: 502, type: 'text/html', body: '<html>Bad gateway</html>' });
    expect(await failure(createApi({ baseUrl: proxy.baseUrl, locale: () => 'en' })('GET /api/me'))).toMatchObject({
      code: 'unreadable_answer',
      title: 'The server did not answer properly.',
      isUncertain: true,
    });
    const broken = await aServer({ body: '{"me":' });
    expect(await failure(createApi({ baseUrl: broken.baseUrl })('GET /api/me'))).toMatchObject({ code: 'offline', isUncertain: true });
    await proxy.stop();
    expect(await failure(createApi({ baseUrl: proxy.baseUrl })('GET /api/me'))).toMatchObject({
      code: 'offline',
      status: 0,
      title: '网络不给力，请稍后再试',
    });
  });

  test('a call its caller gave up on ends with that, not with a problem', async () => {
    const { baseUrl } = await aServer({ body: '{}' });
    const error = await failure(createApi({ baseUrl })('GET /api/me', {}, { signal: AbortSignal.abort() }));
    expect(isProblem(error)).toBe(false);
    expect(error.name).toBe('AbortError');
  });
});

describe('idempotency keys', () => {
  const storage = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    };
  };
  const problem = (status: number) => new ApiProblem('internal', status, 'no');

  test('the same request carries the same key until it is known what came of it, over a reload as well', async () => {
    const kept = storage();
    const seen: string[] = [];
    const attempt = (end: () => unknown, input: unknown = { body: { quantity: 1 } }) =>
      createIdempotencyKeys(kept).withKey('POST /api/orders', input, async (key) => {
        seen.push(key);
        return end();
      });
    await failure(
      attempt(() => {
        throw problem(0);
      }),
    );
    await failure(
      attempt(() => {
        throw problem(503);
      }),
    );
    await attempt(() => 'placed');
    await attempt(() => 'placed');
    await failure(
      attempt(() => {
        throw problem(409);
      }),
    );
    await attempt(() => 'placed');
    await attempt(() => 'placed', { body: { quantity: 2 } });
    expect(seen[1]).toBe(seen[0]);
    expect(seen[2]).toBe(seen[0]);
    expect(new Set(seen).size).toBe(5);
    for (const key of seen) expect(key).toMatch(/^[\w-]{8,80}$/);
  });

  test('a key nobody used for a quarter of an hour is not used again', async () => {
    let now = 0;
    const keys = createIdempotencyKeys(storage(), () => now);
    const seen: string[] = [];
    for (const at of [0, 14 * 60_000, 31 * 60_000]) {
      now = at;
      await failure(
        keys.withKey('POST /api/orders', {}, (key) => {
          seen.push(key);
          throw problem(0);
        }),
      );
    }
    expect(seen[1]).toBe(seen[0]);
    expect(seen[2]).not.toBe(seen[0]);
  });
});
