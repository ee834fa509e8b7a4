/** One port serves everything, so what is passed on to the media process must go there and nowhere else. */
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { identityModule } from '#modules/identity';
import { createTestApp } from '../../testing.ts';
import { mediaProxyRoutes } from './media-proxy.ts';

async function aServer(name: string): Promise<{ url: string; port: number; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} for ${[request.headers['x-forwarded-for'] ?? ''].flat().join()}`);
    response.end(`this is ${name}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, asked };
}

async function aSite(env: Record<string, string> = {}) {
  const [media, inside] = [await aServer('the media process'), await aServer('a server inside')];
  const t = await createTestApp([identityModule, { name: 'site', routes: (app, http) => mediaProxyRoutes(app, http, () => media.url) }], {
    env,
  });
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = t.http.server.address() as AddressInfo;
  /** A request line as it is, which clients that mean well would not send. */
  const ask = (line: string, headers: readonly string[] = []) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      socket.on('close', () => resolve(text)).on('error', () => {});
      socket.write([`${line} HTTP/1.1`, 'Host: shop.test', 'Connection: close', ...headers, '', ''].join('\r\n'));
    });
  return { media, inside, ask };
}

test('what is under /media goes to the media process, with the caller’s address', async () => {
  const { media, ask } = await aSite();
  expect(await ask('GET /media/live/ses_1.flv?exp=1')).toContain('this is the media process');
  expect(await ask('POST /media/whip/ses_1')).toContain('this is the media process');
  expect(media.asked).toEqual(['GET /media/live/ses_1.flv?exp=1 for 127.0.0.1', 'POST /media/whip/ses_1 for 127.0.0.1']);
});

test('an address with a host of its own does not make the server fetch from there', async () => {
  const { media, inside, ask } = await aSite();
  for (const target of [
    `${inside.url}/media/secrets`,
    `HTTP://127.0.0.1:${inside.port}/media/secrets`,
    `//127.0.0.1:${inside.port}/media/secrets`,
    `/media/..//127.0.0.1:${inside.port}/media/secrets`,
    `/media@127.0.0.1:${inside.port}/media/secrets`,
    `/\\127.0.0.1:${inside.port}/media/secrets`,
    `https://user@127.0.0.1:${inside.port}/media/secrets`,
  ])
    expect(await ask(`GET ${target}`), target).not.toContain('this is a server inside');
  expect(inside.asked).toEqual([]);
  expect(media.asked.filter((line) => line.includes('secrets'))).toEqual([]);
});

test('the controls of the media process, and what is not under /media there, are out of reach', async () => {
  const { media, ask } = await aSite();
  for (const path of [
    '/media/control/streams',
    '/media/control',
    '/media/./control/streams',
    '/media/live/../control/streams',
    '/media/%2e/control/streams',
    '/media/live/%2e%2e/control/streams',
    '/media/live/..\\control/streams',
    '/media/../metrics',
    '/media/%2E%2E/metrics',
    '/media/\\..\\..\\metrics',
  ])
    expect((await ask(`GET ${path}`)).split('\r\n')[0], path).toBe('HTTP/1.1 404 Not Found');
  expect(media.asked).toEqual([]);
});

test('an address the caller wrote about themselves is not passed on', async () => {
  const direct = await aSite();
  await direct.ask('GET /media/healthz', ['X-Forwarded-For: 10.9.9.9']);
  expect(direct.media.asked).toEqual(['GET /media/healthz for 127.0.0.1']);
  const proxied = await aSite({ TRUST_PROXY: '1' });
  await proxied.ask('GET /media/healthz', ['X-Forwarded-For: 10.9.9.9, 203.0.113.7']);
  expect(proxied.media.asked).toEqual(['GET /media/healthz for 203.0.113.7']);
});
