import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../db.ts';
import { createTestDatabase } from '../postgres/testing.ts';
import { startSmallRedis } from './testing.ts';
import { createMemoryWakes, hearWakes, wakeTexts, type Wakes } from './wakes.ts';
import { createPostgresWakes } from './wakes-postgres.ts';
import { createRedisWakes } from './wakes-redis.ts';

/** Three servers that share one way of telling each other. */
type Servers = () => Promise<Wakes[]>;

const onMemory: Servers = async () => {
  const bus = new Set<never>();
  return [createMemoryWakes(bus), createMemoryWakes(bus), createMemoryWakes(bus)];
};

const onPostgres: Servers = async () => {
  const database = await createTestDatabase();
  const pools = [1, 2, 3].map((n) => openDatabase(database.url, { connectionsMax: 4, name: `wakes ${n}` }));
  onTestFinished(async () => {
    for (const pool of pools) await pool.close();
    await database.drop();
  });
  return pools.map(({ pool }) => createPostgresWakes(pool));
};

/** TEST_REDIS_URL names a real Redis or Valkey; otherwise a small one is started that speaks the commands needed. */
const onRedis: Servers = async () => {
  const url = await redisUrl();
  return Promise.all([1, 2, 3].map(() => createRedisWakes(url, () => {})));
};
async function redisUrl(): Promise<string> {
  const given = process.env['TEST_REDIS_URL'];
  if (given !== undefined) return given;
  const redis = await startSmallRedis();
  onTestFinished(() => redis.stop());
  return redis.url;
}

async function listening(servers: Servers) {
  const wakes = await servers();
  onTestFinished(async () => {
    for (const one of wakes) await one.close();
  });
  const heard: Map<string, number>[] = [];
  for (const one of wakes) {
    const heads = new Map<string, number>();
    heard.push(heads);
    await one.subscribe((topic, head) => heads.set(topic, Math.max(head, heads.get(topic) ?? 0)));
  }
  return { wakes, heard };
}

describe.each([
  ['memory', onMemory],
  ['PostgreSQL', onPostgres],
  ['Redis', onRedis],
] as const)('wakes over %s', (_name, servers) => {
  test('every other server hears of a topic that has grown, the one that tells does not', async () => {
    const { wakes, heard } = await listening(servers);
    await wakes[0]?.publish(new Map([['scn_one', 7]]));
    await wakes[1]?.publish(new Map([['scn_two', 3]]));
    await expect
      .poll(() => heard[2])
      .toEqual(
        new Map([
          ['scn_one', 7],
          ['scn_two', 3],
        ]),
      );
    await expect.poll(() => heard[0]).toEqual(new Map([['scn_two', 3]]));
    await expect.poll(() => heard[1]).toEqual(new Map([['scn_one', 7]]));
  });

  test('a thousand topics at once are all told, however large one message may be', async () => {
    const { wakes, heard } = await listening(servers);
    const heads = new Map(Array.from({ length: 1000 }, (_, i) => [`scn_${String(i).padStart(26, '0')}`, i + 1] as const));
    await wakes[0]?.publish(heads);
    await expect.poll(() => heard[1]?.size).toBe(1000);
    expect(heard[1]).toEqual(heads);
  });

  test('after one server has gone the others go on', async () => {
    const { wakes, heard } = await listening(servers);
    await wakes[1]?.close();
    await wakes[0]?.publish(new Map([['scn_one', 1]]));
    await expect.poll(() => heard[2]?.get('scn_one')).toBe(1);
    expect(heard[1]?.size).toBe(0);
  });
});

test('a Redis that went away and came back is heard again; meanwhile nothing breaks', async () => {
  const redis = await startSmallRedis();
  onTestFinished(() => redis.stop());
  const { wakes, heard } = await listening(async () => Promise.all([1, 2].map(() => createRedisWakes(redis.url, () => {}))));
  redis.dropConnections();
  await expect
    .poll(
      async () => {
        await wakes[0]?.publish(new Map([['scn_one', 5]])).catch(() => {});
        return heard[1]?.get('scn_one');
      },
      { timeout: 10_000 },
    )
    .toBe(5);
});

test('a server whose way to Redis was cut hears, once it is back, what was told meanwhile', async () => {
  const url = await redisUrl();
  const way = await aWayTo(url);
  const { wakes, heard } = await listening(async () => [await createRedisWakes(url, () => {}), await createRedisWakes(way.url, () => {})]);
  await wakes[0]?.publish(new Map([['scn_one', 1]]));
  await expect.poll(() => heard[1]?.get('scn_one'), { timeout: 10_000 }).toBe(1);
  way.cut();
  await wakes[0]?.publish(new Map([['scn_two', 2]]));
  await wakes[0]?.publish(new Map([['scn_one', 3]]));
  expect(heard[1]).toEqual(new Map([['scn_one', 1]]));
  way.mend();
  await expect
    .poll(() => heard[1], { timeout: 10_000 })
    .toEqual(
      new Map([
        ['scn_one', 3],
        ['scn_two', 2],
      ]),
    );
});

/** A way to a server that can be cut, as cables are. */
async function aWayTo(url: string): Promise<{ url: string; cut(): void; mend(): void }> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(Number(new URL(url).port), new URL(url).hostname);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `redis://127.0.0.1:${port}`, cut, mend: () => void (isCut = false) };
}

test('a server starts without a Redis that does not answer', async () => {
  const redis = await startSmallRedis();
  await redis.stop();
  const errors: unknown[] = [];
  const wakes = await createRedisWakes(redis.url, (error) => errors.push(error));
  onTestFinished(() => wakes.close());
  await expect(wakes.publish(new Map([['scn_one', 1]]))).rejects.toThrow('offline');
  expect(errors.length).toBeGreaterThan(0);
});

test('text that is not ours is no wake', () => {
  for (const text of ['', 'hello', '[]', '{"from":1}', '{"heads":{"a":"b"}}', 'null'])
    hearWakes('me', text, () => {
      throw new Error('heard');
    });
  expect(wakeTexts('me', new Map(), 1000)).toEqual([]);
});
