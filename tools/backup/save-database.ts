import type { ClientBase } from 'pg';
import { to } from 'pg-copy-streams';
import type { ArchiveWriter } from './archive.ts';
import type { Manifest } from './manifest.ts';
import { listSequences, listTables, type Table } from './tables.ts';

/** Rows are written in pieces of about this size, because a tar entry must know its length before its first byte. */
const pieceBytes = 4 * 1024 * 1024;

/**
 * The log's order is kept, its transaction numbers are not: another PostgreSQL counts from its own beginning, and an
 * event numbered above its count would never be read. Instead each event carries how many cursors have passed it, and
 * each cursor stands behind exactly what it stood behind.
 */
const expressions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'platform.events': { xid: '1 + (select count(*) from platform.subscribers s where (s.xid, s.id) < (t.xid, t.id))' },
  'platform.subscribers': { xid: '1 + (select count(*) from platform.subscribers s where (s.xid, s.id) <= (t.xid, t.id))', id: '0' },
};

/** Writes all rows as of one moment, whatever is written to the database meanwhile. The caller has opened the snapshot. */
export async function saveDatabase(
  client: ClientBase,
  archive: ArchiveWriter,
): Promise<Pick<Manifest, 'migrations' | 'jobsSchema' | 'tables' | 'sequences'>> {
  // What the text of a value depends on.
  await client.query(`set local datestyle to iso; set local extra_float_digits to 3; set local client_encoding to 'UTF8'`);
  await client.query(`set local statement_timeout to 0; set local idle_in_transaction_session_timeout to 0`);
  const migrations = await client.query<{ name: string; checksum: string }>('select name, checksum from platform.migrations order by name');
  const jobs = await client.query<{ id: number }>('select max(id) as id from graphile_worker.migrations');
  const tables: Manifest['tables'] = [];
  for (const table of await listTables(client))
    tables.push({ ...table, columns: [...table.columns], rows: await saveTable(client, archive, table) });
  // Read last: a sequence may be ahead of the rows, never behind.
  return { migrations: migrations.rows, jobsSchema: jobs.rows[0]?.id ?? 0, tables, sequences: await listSequences(client) };
}

async function saveTable(client: ClientBase, archive: ArchiveWriter, { name, columns }: Table): Promise<number> {
  const values = columns.map((column) => expressions[name]?.[column] ?? `t.${column}`);
  const rows = client.query(to(`copy (select ${values.join(', ')} from ${name} t) to stdout`));
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let number = 0;
  const write = async () => {
    await archive.add(`database/${name}/${String((number += 1)).padStart(6, '0')}.copy`, Buffer.concat(waiting));
    waiting = [];
    waitingBytes = 0;
  };
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    waiting.push(chunk);
    if ((waitingBytes += chunk.length) >= pieceBytes) await write();
  }
  if (waitingBytes > 0) await write();
  return rows.rowCount;
}
