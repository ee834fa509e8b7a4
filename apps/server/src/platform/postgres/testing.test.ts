import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { Client } from 'pg';
import { scratchFolder } from './scratch-folder.ts';
import { startPostgres } from './start-postgres.ts';
import { createTestDatabase, testServerUrl, type TestDatabase } from './testing.ts';

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map((database) => database.drop())));

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('test databases asked for at once are apart from each other', async () => {
  const made = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()]);
  databases.push(...made);
  await Promise.all(made.map(({ url }, index) => query(url, `create table mine as select ${index} as number`)));
  const numbers = await Promise.all(made.map(({ url }) => query(url, 'select number from mine')));
  expect(numbers).toEqual([[{ number: 0 }], [{ number: 1 }], [{ number: 2 }]]);
});

test('a dropped test database is gone, even with a connection left open', async () => {
  const database = await createTestDatabase();
  const forgotten = new Client({ connectionString: database.url });
  forgotten.on('error', () => undefined);
  await forgotten.connect();
  await database.drop();
  const name = new URL(database.url).pathname.slice(1);
  expect(await query(testServerUrl(), `select 1 from pg_database where datname = '${name}'`)).toEqual([]);
});

test('test processes that begin together migrate one template between them', async () => {
  const folder = mkdtempSync(path.join(scratchFolder(), 'tuanzi-start-'));
  const server = await startPostgres({ dataDir: folder, isThrowaway: true });
  try {
    const program = `const { createTestDatabase } = await import(${JSON.stringify(new URL('testing.ts', import.meta.url).href)})
      console.log((await createTestDatabase()).url)`;
    const run = promisify(execFile);
    const environment = { ...process.env, TEST_PG_URL: server.url };
    const words = ['--input-type=module', '-e', program];
    const answers = await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, words, { env: environment })));
    const urls = answers.map(({ stdout }) => stdout.trim());
    expect(new Set(urls).size).toBe(4);
    for (const url of urls)
      expect(await query(url, 'select count(*) > 0 as migrated from platform.migrations')).toEqual([{ migrated: true }]);
    expect(await query(server.url, `select 1 from pg_database where datname like 'tuanzi_template_%'`)).toHaveLength(1);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
