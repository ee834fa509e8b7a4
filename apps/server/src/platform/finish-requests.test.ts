import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createTestApp } from '../testing.ts';
import { createCombiner } from './combiner.ts';
import { finishRequests } from './finish-requests.ts';

test('a server that closes answers what it was asked, through a combiner as well, turns new requests away, and then is gone', async () => {
  const release = Promise.withResolvers<void>();
  const combiner = createCombiner<number, number>(
    async (requests) => {
      await release.promise;
      return requests.map((value) => ({ ok: true, value }));
    },
    { batchMax: 2, lanes: 1, queueMax: 100 },
  );
  const t = await createTestApp([
    {
      name: 'slow',
      routes: (_app, http) => {
        finishRequests(http);
        http.get('/slowly', async () => ({ isOpen: true }));
        http.get('/slow/:n', async ({ params }) => ({ n: await combiner.submit(Number((params as { n: string }).n)) }));
      },
    },
  ]);
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = t.http.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/slow`;
  const asked = Array.from({ length: 10 }, (_, n) => fetch(`${url}/${n}`));
  await expect.poll(() => combiner.waiting(), { timeout: 30_000 }).toBeGreaterThanOrEqual(8);
  const closing = t.http.close();
  await expect.poll(async () => (await fetch(`${url}ly`)).status, { timeout: 30_000 }).toBe(503);
  release.resolve();
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual(Array.from({ length: 10 }, (_, n) => ({ n })));
  await closing;
  await expect(fetch(`${url}/1`)).rejects.toThrow();
});
