import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createApi } from '@tuanzi/client';
import pg from 'pg';
import { createClient } from 'redis';
import { afterAll, expect, test, vi } from 'vitest';
import { demoPassword } from './demo/demo-accounts.ts';
import { followRoom } from './testing-follow.ts';
import { testServerUrl } from './platform/postgres/testing.ts';
import { findFreePort } from './start-error.ts';
import { ask, newFolder, removeCopies, startCopy } from './testing-start.ts';

const hasRedis = process.env['TEST_REDIS_URL'] !== undefined || hasProgram('redis-server');
const redises: ChildProcess[] = [];

afterAll(async () => {
  await removeCopies();
  for (const redis of redises) redis.kill('SIGKILL');
});

function hasProgram(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The Redis of TEST_REDIS_URL, or one of our own that keeps nothing. */
async function startRedis(): Promise<string> {
  const given = process.env['TEST_REDIS_URL'];
  if (given !== undefined) return given;
  const port = await findFreePort('127.0.0.1');
  redises.push(
    spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' }),
  );
  return `redis://127.0.0.1:${port}`;
}

async function createEmptyDatabase(): Promise<string> {
  const url = new URL(testServerUrl());
  url.pathname = `/tuanzi_two_${randomBytes(5).toString('hex')}`;
  const server = new pg.Client({ connectionString: testServerUrl() });
  await server.connect();
  await server.query(`create database ${url.pathname.slice(1)}`);
  await server.end();
  return url.href;
}

test.skipIf(!hasRedis)(
  'two web processes on one database and a real Redis (skipped without TEST_REDIS_URL or redis-server): what is said at one is seen at the other, in order, and a follower moves between them without a gap',
  { timeout: 300_000 },
  async () => {
    const redisUrl = await startRedis();
    const client = createClient({ url: redisUrl });
    client.on('error', () => {});
    await vi.waitFor(() => client.ping().catch(async () => client.connect()), { timeout: 30_000, interval: 200 });
    const settings = {
      DATABASE_URL: await createEmptyDatabase(),
      REDIS_URL: redisUrl,
      DATABASE_CONNECTIONS: '8',
      RATE_LIMIT_PER_MINUTE: '1000000',
    };
    const one = await startCopy(newFolder(), { ...settings, RUN: 'web,jobs', DEMO: '1' }).ready();
    const two = await startCopy(newFolder(), { ...settings, RUN: 'web' }).ready();
    const { cookie } = await ask(`${one}/api/auth/email/sign-in`, {
      method: 'POST',
      body: { email: 'owner@tuanzi.local', password: demoPassword },
    });
    // A session opened at one process is known at the other.
    const apis = [one, two].map((url) => createApi({ baseUrl: url, headers: { cookie }, locale: () => 'en' as const }));
    const { items } = await createApi({ baseUrl: one })('GET /api/communities', { query: {} });
    const sceneId = items[0]?.sceneId ?? '';
    // Both gateways wait for the stream to grow.
    const waiting = async () => Number(/^blocked_clients:(\d+)/m.exec(await client.info('clients'))?.[1]);
    await vi.waitFor(async () => expect(await waiting()).toBeGreaterThanOrEqual(2), { timeout: 30_000, interval: 200 });
    const [atOne, atTwo] = [await followRoom(one, sceneId), await followRoom(two, sceneId)];
    const head = async () => (await createApi({ baseUrl: one })('GET /api/scenes/{sceneId}', { params: { sceneId } })).head;
    const say = async (count: number) => {
      for (let i = 0; i < count; i++)
        await apis[i % 2]?.('POST /api/scenes/{sceneId}/announcement', { params: { sceneId }, body: { text: `第 ${i + 1} 条` } });
      await Promise.all([atOne.reached(await head()), atTwo.reached(await head())]);
    };
    await say(6);
    const told = await client.xRange('tuanzi:wakes', '-', '+');
    expect(told.map(({ message }) => message['wake']).join('\n')).toContain(sceneId);
    expect(atTwo.seen).toEqual(atOne.seen);
    atTwo.moveTo(one);
    atTwo.cut();
    await say(4);
    if (process.env['TEST_REDIS_URL'] === undefined) {
      // Without Redis rooms go on: each process finds by looking what it was not told.
      redises.pop()?.kill('SIGKILL');
      await say(4);
    }
    expect([...atOne.gaps, ...atTwo.gaps]).toEqual([]);
    expect(atTwo.seen).toEqual(atOne.seen);
    for (const follower of [atOne, atTwo]) follower.close();
    if (client.isOpen) client.destroy();
  },
);
