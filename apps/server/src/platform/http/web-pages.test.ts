/** Pages people and programs open in a browser: the web apps, the API for readers, pictures. */
import { gunzipSync } from 'node:zlib';
import { contract, problems } from '@tuanzi/contract';
import type { Api } from '@tuanzi/contract/api';
import { expect, test } from 'vitest';
import { identityModule } from '#modules/identity';
import { mediaModule } from '#modules/media';
import { createTestApp, type TestApp } from '../../testing.ts';
import type { Module } from '../app.ts';
import { apiPages } from './api-pages.ts';
import { pageMetas, pageRoutes } from './pages.ts';

async function aSite(more: readonly Module[] = []): Promise<TestApp> {
  return createTestApp([
    ...more,
    identityModule,
    mediaModule,
    {
      name: 'site',
      routes: (app, http) => {
        apiPages(http);
        void http.register(async () => pageRoutes(app, http));
      },
    },
  ]);
}
const page = async (t: TestApp, url: string, headers: Record<string, string> = {}) => t.http.inject({ url, headers });
const nonceOf = (policy: unknown) => /'nonce-([\w-]{22})'/.exec(String(policy))?.[1];

test('a page runs only what carries its own nonce, which is another every time', async () => {
  const t = await aSite();
  const nonces = new Set<string | undefined>();
  for (const url of ['/', '/p/anything', '/console', '/console/orders', '/api-docs', '/problems', '/']) {
    const response = await page(t, url);
    const policy = response.headers['content-security-policy'];
    const nonce = nonceOf(policy);
    expect([url, response.statusCode, response.headers['content-type']]).toEqual([url, 200, 'text/html; charset=utf-8']);
    expect(policy).toContain("object-src 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(response.body).toContain(nonce);
    expect(response.body).not.toContain('__CSP_NONCE__');
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(7);
  expect(nonces.has(undefined)).toBe(false);
});

test('the preview of a page is text, whatever a shop calls its goods', async () => {
  const t = await aSite();
  const title = `"><script>alert(1)</script> 苹果 & 梨 '$&`;
  pageMetas.provide('preview-test', () => Promise.resolve({ title, description: title, imageUrl: '/files/pictures/a.webp' }));
  pageMetas.provide('preview-fails', () => Promise.reject(new Error('no preview')));
  const { body } = await page(t, '/preview-test/1');
  expect(body).not.toContain('<script>alert');
  expect(body).toContain('<meta property="og:title" content="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; 苹果 &amp; 梨 &#39;$&amp;">');
  expect(body).toContain('<meta property="og:image" content="http://shop.test/files/pictures/a.webp">');
  expect(body.match(/<\/head>/g)).toHaveLength(1);
  expect((await page(t, '/preview-fails/1')).statusCode).toBe(200);
});

test('the page is fresh each time, its parts are kept for a year, and HEAD sends none of it', async () => {
  const t = await aSite();
  const home = await page(t, '/');
  expect(home.headers['cache-control']).toBe('private, no-cache');
  const script = /\/assets\/[\w.-]+\.js/.exec(home.body)?.[0] ?? '';
  const plain = await page(t, script);
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const packed = await page(t, script, { 'accept-encoding': 'br' });
  expect(packed.headers['content-encoding']).toBe('br');
  expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length);
  const head = await t.http.inject({ method: 'HEAD', url: '/some/page' });
  expect([head.statusCode, head.body]).toEqual([200, '']);
  expect((await t.http.inject({ method: 'POST', url: '/some/page' })).statusCode).toBe(404);
});

test('a page of the shop names its own files and carries what it will ask for, as data that cannot end its element', async () => {
  const cover = { cover: { url: '/files/pictures/pic_1.webp', blur: '"><script>alert(1)</script>' } };
  const t = await aSite([
    {
      name: 'first',
      routes: (_app, http) => void http.get('/api/home', () => ({ live: [cover], intro: '</script><script>alert(1)</script>' })),
    },
  ]);
  const { body } = await page(t, '/');
  expect(body).not.toContain('<script>alert');
  const data = /<script type="application\/json" id="first-answers">(.*?)<\/script>/.exec(body)?.[1] ?? '';
  expect(JSON.parse(data)).toEqual({ '/api/home': { live: [cover], intro: '</script><script>alert(1)</script>' } });
  expect(body).toContain('imagesrcset="/files/pictures/pic_1.240.webp 240w');
  // Its first picture stands in the page before any script has come.
  expect(body).toMatch(
    /<div id="app"><div class="first-screen" data-place="strip"[^>]*><img data-live src="\/files\/pictures\/pic_1.webp"/,
  );
  const files = [...body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => file);
  expect(files.some((file) => file.includes('HomePage'))).toBe(true);
  for (const file of files) expect([file, (await page(t, file)).statusCode]).toEqual([file, 200]);
  const packed = await page(t, '/', { 'accept-encoding': 'gzip, br' });
  expect(gunzipSync(packed.rawPayload).toString()).toContain('first-answers');
});

test('what a page would be refused it asks for itself', async () => {
  const t = await aSite();
  const { statusCode, body } = await page(t, '/products/prd_unknown');
  expect(statusCode).toBe(200);
  expect(body).not.toContain('first-answers');
});

test('no path leads out of the folders that are served', async () => {
  const t = await aSite();
  const secret = /"workspaces"|"@tuanzi|root:x:|SECRET/;
  for (const url of [
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/../../package.json',
    '/....//package.json',
    '/..\\..\\package.json',
    '/%2e%2e%5cpackage.json',
    '/console/..%2f..%2fpackage.json',
    '/.env',
    '/package.json',
    '/files/../../../etc/passwd',
    '/files/..%2f..%2fetc%2fpasswd',
    '/files/pictures/..%2f..%2fsecret',
    '/files//etc/passwd',
    '/files/pictures/a.webp%00.png',
    '/assets/%00',
    '/index.html.br',
  ]) {
    const response = await page(t, url);
    // What the client's own resolving of dots makes a path of the shop is answered with the shop's page.
    const isPage = response.statusCode === 200 && response.body.includes('<div id="app">');
    expect({ url, isRefused: isPage || [400, 404].includes(response.statusCode) }).toEqual({ url, isRefused: true });
    expect(response.body, url).not.toMatch(secret);
  }
});

test('a wrong call is answered with a problem and never with a page', async () => {
  const t = await aSite();
  for (const url of [
    '/api/nothing',
    '/internal/nothing',
    '/media/nothing',
    '/files/nothing',
    '/metrics',
    '/missing.js',
    '/assets/missing.css',
  ]) {
    const response = await page(t, url, { accept: 'text/html' });
    expect([url, response.statusCode, response.headers['content-type']]).toEqual([url, 404, 'application/problem+json; charset=utf-8']);
  }
});

test('the OpenAPI document is 3.1, names every public operation once, and refers to nothing it lacks', async () => {
  const t = await aSite();
  const document = (await page(t, '/openapi.json')).json<{
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; parameters?: { name: string; in: string }[]; responses: object }>>;
    components: { schemas: Record<string, object> };
  }>();
  expect(document.openapi).toBe('3.1.0');
  const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({ route: `${verb.toUpperCase()} ${path}`, path, operation })),
  );
  expect(operations.map(({ route }) => route).toSorted()).toEqual(
    Object.entries(contract as Api)
      .filter(([, { access }]) => access !== 'internal')
      .map(([route]) => route)
      .toSorted(),
  );
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  for (const { route, path, operation } of operations) {
    const declared = (operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'path')
      .map(({ name }) => name)
      .toSorted();
    expect(declared, route).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted());
    expect(Object.keys(operation.responses), route).toContain('default');
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);
  expect(references.length).toBeGreaterThan(20);
  expect(references.filter((name) => !(name in document.components.schemas))).toEqual([]);
});

test('the API for readers has every operation, stays light, and no link of it leads nowhere', async () => {
  const t = await aSite();
  const { body } = await page(t, '/api-docs');
  expect(Buffer.byteLength(body)).toBeLessThan(250_000);
  const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...body.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id).filter((id) => !ids.includes(id))).toEqual([]);
  expect(body.match(/<article id="(?!type-)/g)).toHaveLength(
    Object.values(contract as Api).filter(({ access }) => access !== 'internal').length,
  );
  expect(body).not.toContain('/internal/');
});

test('every problem has its page, in both languages', async () => {
  const t = await aSite();
  for (const [code, [status, en, zh]] of Object.entries(problems)) {
    const { statusCode, body } = await page(t, `/problems/${code}`);
    expect([code, statusCode]).toEqual([code, 200]);
    for (const part of [String(status), zh, en.replaceAll("'", '&#39;')]) expect(body).toContain(part);
  }
  expect((await page(t, '/problems/no_such_code')).statusCode).toBe(404);
  expect((await page(t, '/problems/constructor')).statusCode).toBe(404);
});
