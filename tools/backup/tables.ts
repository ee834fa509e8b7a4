import type { ClientBase } from 'pg';

export interface Table {
  /** `schema.name`, each quoted where needed. */
  readonly name: string;
  /** Quoted; computed columns are left out, because they compute themselves. */
  readonly columns: readonly string[];
}

/** What migrations write themselves when they run. */
const ownedByMigrations = new Set(['platform.migrations', 'graphile_worker.migrations']);
const ourSchemas = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')`;

/** Every table of the installation, the job queue's too, by name. */
export async function listTables(client: ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select format('%I.%I', n.nspname, c.relname) as name,
           array_agg(quote_ident(a.attname) order by a.attnum) filter (where a.attgenerated = '') as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and ${ourSchemas} group by n.nspname, c.relname order by 1`);
  return rows.filter(({ name }) => !ownedByMigrations.has(name));
}

/** The last number each sequence gave; one that gave none is left out. */
export async function listSequences(client: ClientBase): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; last: string }>(`
    select format('%I.%I', n.schemaname, n.sequencename) as name, n.last_value::text as last
      from (select schemaname as nspname, * from pg_sequences) n where ${ourSchemas} and n.last_value is not null order by 1`);
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

export async function hasTable(client: ClientBase, name: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [name]);
  return rows[0]?.found ?? false;
}
