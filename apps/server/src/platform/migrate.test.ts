import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import pg from 'pg';
import { migrate, readMigrations } from './migrate.ts';
import { createTestDatabase } from './postgres/testing.ts';

async function emptyDatabase(): Promise<{ url: string; query: (sql: string) => Promise<unknown[]> }> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('drop table platform.migrations');
  onTestFinished(async () => {
    await client.end();
    await database.drop();
  });
  return { url: database.url, query: async (sql) => (await client.query(sql)).rows };
}
function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tuanzi-migrations-'));
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return folder;
}

test('files are applied once, in order of their names', async () => {
  const { url, query } = await emptyDatabase();
  const folder = folderWith({ '2_b.sql': 'alter table t add b int', '1_a.sql': 'create table t (a int)' });
  await migrate(url, undefined, folder);
  await migrate(url, undefined, folder);
  expect(await query('select name from platform.migrations order by applied_at, name')).toEqual([{ name: '1_a.sql' }, { name: '2_b.sql' }]);
});

test('two processes migrating at once apply each file once', async () => {
  const { url, query } = await emptyDatabase();
  const folder = folderWith({ '1_a.sql': 'create table t (a int); select pg_sleep(0.2)' });
  await Promise.all([migrate(url, undefined, folder), migrate(url, undefined, folder), migrate(url, undefined, folder)]);
  expect(await query('select count(*)::int as n from platform.migrations')).toEqual([{ n: 1 }]);
});

test('an edited file and a file from the past are refused', async () => {
  const { url } = await emptyDatabase();
  await migrate(url, undefined, folderWith({ '2_a.sql': 'create table t (a int)' }));
  await expect(migrate(url, undefined, folderWith({ '2_a.sql': 'create table t (a bigint)' }))).rejects.toThrow(
    'edited after it was applied',
  );
  await expect(migrate(url, undefined, folderWith({ '1_x.sql': 'select 1', '2_a.sql': 'create table t (a int)' }))).rejects.toThrow(
    'sorts before',
  );
});

test('a file that fails half-way leaves nothing behind', async () => {
  const { url, query } = await emptyDatabase();
  await expect(migrate(url, undefined, folderWith({ '1_a.sql': 'create table half (a int); select no_such_function()' }))).rejects.toThrow(
    '1_a.sql',
  );
  expect(await query(`select to_regclass('half') as t`)).toEqual([{ t: null }]);
});

test('our own migrations have distinct, sortable names', async () => {
  const names = (await readMigrations()).map(({ name }) => name);
  expect(names.every((name) => /^\d{8}T\d{4}_[a-z_]+\.sql$/.test(name))).toBe(true);
  expect(new Set(names.map((name) => name.slice(0, 13))).size).toBe(names.length);
});
