import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from './postgres/testing.ts';

test('three server processes publish and handle at once, with late commits; one is killed and another takes its place: every event takes effect once, in one order', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    'create table public.effects (place bigint generated always as identity, subscriber text not null, said text not null)',
  );
  const acknowledged: string[] = [];
  const running: ChildProcess[] = [];
  const quiet = new Set<ChildProcess>();
  onTestFinished(async () => {
    for (const child of running) child.kill('SIGKILL');
    await client.end();
    await database.drop();
  });
  const start = (name: string) => {
    const child = fork(join(import.meta.dirname, 'testing-event-log.ts'), [database.url, name], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (said: string[] | 'quiet') => {
      if (said === 'quiet') quiet.add(child);
      else acknowledged.push(...said);
    });
    running.push(child);
    return child;
  };
  const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const saidBy = (name: string) => acknowledged.filter((said) => said.startsWith(`${name}-`)).length;

  const servers = ['one', 'two', 'three'].map(start);
  for (const name of ['one', 'two', 'three']) await expect.poll(() => saidBy(name), { timeout: 120_000 }).toBeGreaterThan(30);
  const killed = ended(servers[0]!);
  servers[0]!.kill('SIGKILL');
  await killed;
  const fourth = start('four');
  for (const name of ['two', 'three', 'four']) {
    const before = saidBy(name);
    await expect.poll(() => saidBy(name), { timeout: 120_000 }).toBeGreaterThan(before + 30);
  }
  const left = [...servers.slice(1), fourth];
  for (const server of left) server.send('quiet');
  await expect.poll(() => quiet.size, { timeout: 60_000 }).toBe(left.length);
  const behind = 'select from platform.subscribers s where exists (select from platform.events e where (e.xid, e.id) > (s.xid, s.id))';
  await expect.poll(async () => (await client.query(behind)).rowCount, { timeout: 120_000 }).toBe(0);
  for (const server of left) {
    const end = ended(server);
    server.send('stop');
    expect(await end).toBe(0);
  }
  const log = (await client.query<{ said: string }>(`select payload->>'said' as said from platform.events order by xid, id`)).rows.map(
    ({ said }) => said,
  );
  const effects = (await client.query<{ subscriber: string; said: string }>('select subscriber, said from public.effects order by place'))
    .rows;
  for (const name of ['first', 'second']) {
    const heard = effects.filter(({ subscriber }) => subscriber === name).map(({ said }) => said);
    expect(heard).toEqual(log);
  }
  // What was acknowledged is in the log, whoever was killed after that.
  const logged = new Set(log);
  expect(acknowledged.filter((said) => !logged.has(said))).toEqual([]);
  expect(logged.size).toBe(log.length);
}, 300_000);
