import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { listenInternally } from './listen-internally.ts';

async function aShop() {
  const http = fastify();
  http.get('/', () => 'here');
  await http.ready();
  return http;
}

test('after a restart it listens where it listened before, so that what was sent there arrives; unless somebody else sits there', async () => {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'tuanzi-internal-')), 'data');
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const http = await aShop();
  const first = await listenInternally(http, dataDir);
  await first.close();
  const again = await listenInternally(http, dataDir);
  expect(again.url).toBe(first.url);
  expect(await (await fetch(first.url)).text()).toBe('here');
  await again.close();
  const stranger = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
  await once(stranger, 'listening');
  const elsewhere = await listenInternally(http, dataDir);
  expect(elsewhere.url).not.toBe(first.url);
  expect(await (await fetch(elsewhere.url)).text()).toBe('here');
  await elsewhere.close();
  stranger.close();
});
