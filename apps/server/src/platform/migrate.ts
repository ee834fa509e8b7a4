import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const folder = join(import.meta.dirname, '../../migrations');
/** Any constant: whoever holds it is migrating, everybody else waits. */
const lockKey = 7_204_117;

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** The migrations in the order they are applied. */
export async function readMigrations(from: string = folder): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(from, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings a database to the newest schema: forward only, one transaction a file, guarded by an advisory lock. Refuses a
 * file that was edited after it was applied, and one that sorts before an applied one, because both mean that two
 * databases with the same version could differ.
 */
export async function migrate(databaseUrl: string, log: (line: string) => void = () => {}, from: string = folder): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'tuanzi migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query('create schema if not exists platform');
    await client.query(
      'create table if not exists platform.migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from platform.migrations order by name');
    const applied = new Map(rows.map((row) => [row.name, row.checksum]));
    const newest = rows.at(-1)?.name ?? '';
    for (const migration of await readMigrations(from)) {
      const checksum = applied.get(migration.name);
      if (checksum === migration.checksum) continue;
      if (checksum !== undefined) throw new Error(`migration ${migration.name} was edited after it was applied; write a new one instead`);
      if (migration.name < newest)
        throw new Error(`migration ${migration.name} sorts before ${newest}, which is applied already; rename it`);
      log(migration.name);
      await applyMigration(client, migration);
    }
  } finally {
    await client.end();
  }
}

async function applyMigration(client: pg.Client, migration: Migration): Promise<void> {
  // "-- no transaction" on the first line: for `create index concurrently`, which refuses to run inside one.
  const isAlone = migration.sql.startsWith('-- no transaction');
  if (!isAlone) await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into platform.migrations (name, checksum) values ($1, $2)', [migration.name, migration.checksum]);
    if (!isAlone) await client.query('commit');
  } catch (error) {
    if (!isAlone) await client.query('rollback');
    throw new Error(`migration ${migration.name}: ${(error as Error).message}`, { cause: error });
  }
}
