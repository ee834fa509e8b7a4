import { createApi, isProblem, randomKey, type Api } from '@tuanzi/client';
import pg from 'pg';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { demoPassword } from './demo/demo-accounts.ts';
import { followRoom } from './testing-follow.ts';
import { testAddress as address } from './modules/orders/testing.ts';
import { findRunningPostgres } from './platform/postgres/start-postgres.ts';
import { findFreePort } from './start-error.ts';
import { ask, newFolder, removeCopies, startCopy } from './testing-start.ts';

afterEach(() => removeCopies());

async function signIn(url: string): Promise<{ api: Api; cookie: string }> {
  const { cookie, status } = await ask(`${url}/api/auth/email/sign-in`, {
    method: 'POST',
    body: { email: 'owner@tuanzi.local', password: demoPassword },
  });
  expect(status).toBe(200);
  return { api: createApi({ baseUrl: url, headers: { cookie }, locale: () => 'en' }), cookie };
}

/** What an answer that never came looks like; anything else is a mistake of the test. */
async function unlessAway<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (isProblem(error) && error.isUncertain) return undefined;
    throw error;
  });
}

test(
  'over a restart a room loses nothing: who sits in it is asked to come back, does, and has seen every entry once',
  { timeout: 300_000 },
  async () => {
    const [folder, port] = [newFolder(), String(await findFreePort('127.0.0.1'))];
    const settings = { DEMO: '1', PORT: port, RATE_LIMIT_PER_MINUTE: '1000000' };
    const first = startCopy(folder, settings);
    const url = await first.ready();
    const { api } = await signIn(url);
    const { items } = await api('GET /api/communities', { query: {} });
    const sceneId = items[0]?.sceneId ?? '';
    const follower = await followRoom(`http://127.0.0.1:${port}`, sceneId);
    onTestFinished(() => follower.close());
    let isOver = false;
    let said = 0;
    const writer = (async () => {
      while (!isOver) if ((await unlessAway(announce(api, sceneId, `第 ${said + 1} 条`))) !== undefined) said += 1;
    })();
    await follower.reached((await headOf(api, sceneId)) + 3);
    const before = said;
    first.child.kill('SIGTERM');
    expect((await first.ended()).code).toBe(0);
    expect(await startCopy(folder, settings).ready()).toBe(url);
    while (said < before + 5) await unlessAway(headOf(api, sceneId));
    isOver = true;
    await writer;
    await follower.reached(await headOf(api, sceneId));
    expect(follower.gaps).toEqual([]);
    expect(follower.seen.length).toBeGreaterThanOrEqual(said);
    expect(follower.goodbyes()).toBeGreaterThanOrEqual(1);
    expect(follower.closedWith[0]).toBe(1001);
  },
);

test(
  'a server that is told to stop answers what it has begun: every order there is was told to its buyer',
  { timeout: 300_000 },
  async () => {
    const folder = newFolder();
    const copy = startCopy(folder, { DEMO: '1', RATE_LIMIT_PER_MINUTE: '1000000' });
    const url = await copy.ready();
    const { api, cookie } = await signIn(url);
    const { items } = await api('GET /api/products', {});
    const product = items.toSorted((a, b) => b.stock - a.stock)[0];
    const { skus } = await api('GET /api/products/{productId}', { params: { productId: product?.id ?? '' } });
    const lines = [{ skuId: skus.toSorted((a, b) => b.stock - a.stock)[0]?.id ?? '', quantity: 1 }];
    const { totalFen } = await api('POST /api/quote', { body: { lines, province: address.province } });
    const order = async () => {
      const headers = { cookie, 'idempotency-key': randomKey() };
      const { status } = await ask(`${url}/api/orders`, { method: 'POST', headers, body: { lines, address, expectedTotalFen: totalFen } });
      return status;
    };
    const statuses: number[] = [];
    let isAsked = false;
    const all = Promise.all(
      Array.from({ length: 60 }, async () => {
        // Refused at the door, or turned away with 503: nothing was begun.
        const status = await order().catch(() => 0);
        statuses.push(status);
        // Asked once: a second signal ends it at once.
        if (status === 201 && !isAsked) isAsked = copy.child.kill('SIGTERM');
      }),
    );
    await all;
    expect((await copy.ended()).code).toBe(0);
    expect(statuses.filter((status) => ![0, 201, 503].includes(status))).toEqual([]);
    const again = startCopy(folder);
    await again.ready();
    const client = new pg.Client({ connectionString: findRunningPostgres(folder)?.url });
    await client.connect();
    const { rows } = await client.query<{ n: number }>(
      'select count(*)::int as n from orders.orders where buyer_id = (select id from identity.accounts where email = $1)',
      ['owner@tuanzi.local'],
    );
    await client.end();
    expect(rows[0]?.n).toBe(statuses.filter((status) => status === 201).length);
  },
);

async function announce(api: Api, sceneId: string, text: string): Promise<unknown> {
  return api('POST /api/scenes/{sceneId}/announcement', { params: { sceneId }, body: { text } });
}

async function headOf(api: Api, sceneId: string): Promise<number> {
  return (await api('GET /api/scenes/{sceneId}', { params: { sceneId } })).head;
}
