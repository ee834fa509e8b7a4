import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { from, type CopyStreamQuery } from 'pg-copy-streams';
import { migrate, readMigrations } from '../../apps/server/src/platform/migrate.ts';
import { StartError } from '../../apps/server/src/start-error.ts';
import type { Manifest } from './manifest.ts';
import { listTables } from './tables.ts';

/** Refuses what this Tuanzi cannot read, before anything is touched. */
export async function refuseForeignSchema({ migrations, version }: Manifest): Promise<void> {
  const ours = new Map((await readMigrations()).map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of migrations) {
    const own = ours.get(name);
    if (own === undefined)
      throw new StartError(`The backup was made by a newer Tuanzi (${version}, with ${name}). Update this one first, then restore.`);
    if (own !== checksum) throw new StartError(`The backup was made by a changed Tuanzi: its ${name} is not the one of this copy.`);
  }
}

/** Fills an empty database: the schema of the backup's time, its rows, then today's schema. `feed` calls back with the rows of each table. */
export async function loadDatabase(
  url: string,
  manifest: Manifest,
  feed: (take: (table: string, content: AsyncIterable<Buffer>) => Promise<void>) => Promise<void>,
): Promise<void> {
  await migrateTo(url, manifest);
  const client = new pg.Client({ connectionString: url, application_name: 'tuanzi restore' });
  await client.connect();
  try {
    await refuseOtherTables(client, manifest);
    await client.query('begin');
    await client.query(`set local datestyle to iso; set local client_encoding to 'UTF8'; set local statement_timeout to 0`);
    const attach = await detachRules(client);
    await client.query(`truncate ${manifest.tables.map(({ name }) => name).join(', ')}`);
    await copyRows(client, manifest, feed);
    for (const [name, last] of Object.entries(manifest.sequences))
      await client.query('select setval($1::regclass, $2::bigint)', [name, last]);
    await freeJobs(client);
    await attach();
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await client.end();
  }
  await migrate(url);
}

/** Today's files, as far as the backup knows them. */
async function migrateTo(url: string, manifest: Manifest): Promise<void> {
  const known = new Set(manifest.migrations.map(({ name }) => name));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tuanzi-restore-'));
  try {
    for (const { name, sql } of await readMigrations()) if (known.has(name)) await writeFile(path.join(folder, name), sql);
    await migrate(url, () => {}, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await runMigrations({ connectionString: url });
}

async function refuseOtherTables(client: pg.Client, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<{ id: number }>('select max(id) as id from graphile_worker.migrations');
  if ((rows[0]?.id ?? 0) < manifest.jobsSchema)
    throw new StartError('The backup was made by a Tuanzi with a newer job queue. Update this one first, then restore.');
  const here = new Map((await listTables(client)).map(({ name, columns }) => [name, new Set(columns)]));
  const missing = manifest.tables.flatMap(({ name, columns }) =>
    columns.filter((column) => here.get(name)?.has(column) !== true).map((column) => `${name}.${column}`),
  );
  if (missing.length > 0) throw new StartError(`The backup has what its schema does not know: ${missing.join(', ')}.`);
}

/**
 * Rows come back table by table and as they were, so references between them and triggers wait until all are there.
 * The returned function puts them back; a reference to a row that is missing fails there, and with it the restore.
 */
async function detachRules(client: pg.Client): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<{ table: string; name: string; def: string }>(`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as def
      from pg_constraint where contype = 'f' and connamespace::regnamespace::text !~ '^pg_'`);
  const tables = (await listTables(client)).map(({ name }) => name);
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  return async () => {
    for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
    for (const { table, name, def } of keys) await client.query(`alter table ${table} add constraint ${name} ${def}`);
  };
}

async function copyRows(client: pg.Client, manifest: Manifest, feed: Parameters<typeof loadDatabase>[2]): Promise<void> {
  const tables = new Map(manifest.tables.map((table) => [table.name, table]));
  const loaded = new Map<string, number>();
  let open: { name: string; copy: CopyStreamQuery } | undefined;
  const close = async () => {
    if (open === undefined) return;
    const { name, copy } = open;
    open = undefined;
    copy.end();
    await finished(copy);
    loaded.set(name, copy.rowCount);
  };
  await feed(async (name, content) => {
    if (open?.name !== name) {
      await close();
      open = { name, copy: client.query(from(`copy ${name} (${tables.get(name)?.columns.join(', ') ?? ''}) from stdin`)) };
    }
    const { copy } = open;
    for await (const chunk of content) if (!copy.write(chunk)) await once(copy, 'drain');
  });
  await close();
  for (const { name, rows } of manifest.tables)
    if ((loaded.get(name) ?? 0) !== rows) throw new Error(`${name} came back with ${loaded.get(name) ?? 0} of ${rows} rows`);
}

/** A worker of the old installation held them; nobody does now. */
async function freeJobs(client: pg.Client): Promise<void> {
  await client.query('update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_at is not null');
  await client.query('update graphile_worker._private_job_queues set locked_at = null, locked_by = null where locked_at is not null');
}
