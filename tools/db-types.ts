/**
 * Writes each module's tables.ts from the database's own catalogue: columns in order with their comments, CHECK lists
 * as unions, keys and indexes in the doc comment. `--check` only says whether they are up to date.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { createScratchDatabase } from './scratch-database.ts';

const root = join(import.meta.dirname, '..');
const modules = join(root, 'apps/server/src/modules');

interface Column {
  table: string;
  tableComment: string | null;
  column: string;
  type: string;
  notNull: boolean;
  hasDefault: boolean;
  isGenerated: boolean;
  comment: string | null;
}
interface Constraint {
  table: string;
  def: string;
  contype: string;
}
interface Index {
  table: string;
  def: string;
}

const scalars: Readonly<Record<string, string>> = {
  text: 'string',
  uuid: 'string',
  boolean: 'boolean',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  'double precision': 'number',
  real: 'number',
  'timestamp with time zone': 'Timestamp',
  date: 'string',
  jsonb: 'Json',
  'text[]': 'string[]',
  'bigint[]': 'number[]',
  'integer[]': 'number[]',
  bytea: 'Buffer',
  xid8: 'string',
};
const camel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const pascal = (name: string) => camel(`_${name}`);

/** The text of tables.ts for one PostgreSQL schema, or undefined when it has no table. */
async function printSchema(db: pg.Client, schema: string): Promise<string | undefined> {
  const { rows: columns } = await db.query<Column>(
    `select c.relname as table, obj_description(c.oid, 'pg_class') as "tableComment", a.attname as column, format_type(a.atttypid, null) as type, a.attnotnull as "notNull",
            a.atthasdef or a.attidentity <> '' as "hasDefault", a.attgenerated <> '' as "isGenerated", col_description(c.oid, a.attnum) as comment
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
      where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`,
    [schema],
  );
  if (columns.length === 0) return undefined;
  const { rows: constraints } = await db.query<Constraint>(
    `select c.relname as table, pg_get_constraintdef(k.oid) as def, k.contype from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and k.contype <> 'n' order by k.contype desc, k.conname`,
    [schema],
  );
  const { rows: indexes } = await db.query<Index>(
    `select tablename as table, indexdef as def from pg_indexes where schemaname = $1 and indexname not in (select conname from pg_constraint) order by 1, 2`,
    [schema],
  );
  const tables = [...new Set(columns.map((column) => column.table))];
  const bodies = tables.map((table) =>
    printTable(table, {
      columns: columns.filter((c) => c.table === table),
      constraints: constraints.filter((k) => k.table === table),
      indexes: indexes.filter((i) => i.table === table),
    }),
  );
  const used = (name: string) => bodies.some((body) => new RegExp(`\\b${name}\\b`).test(body));
  const imports = ['Generated', 'GeneratedAlways', 'Json', 'Timestamp'].filter(used);
  const merged = tables.map((table) => `    '${camel(schema)}.${camel(table)}': ${pascal(table)};`);
  return [
    `// Tables of the ${schema} schema. Generated from migrations/ by \`npm run db:types\`; do not edit.`,
    imports.length > 0 ? `import type { ${imports.join(', ')} } from '#platform/db-types';` : `import type {} from '#platform/db-types';`,
    ...bodies,
    '',
    `declare module '#platform/db-types' {`,
    '  interface Tables {',
    ...merged,
    '  }',
    '}',
    '',
  ].join('\n');
}

function printTable(
  table: string,
  { columns, constraints, indexes }: { columns: Column[]; constraints: Constraint[]; indexes: Index[] },
): string {
  const keys = constraints.filter((k) => k.contype !== 'c').map((k) => k.def);
  const checks = constraints
    .filter((k) => k.contype === 'c' && !k.def.includes('= ANY'))
    .map((k) => `CHECK ${k.def.replace(/^CHECK \(\((.*)\)\)$/, '$1')}`);
  const lookups = indexes.map((i) =>
    i.def.replace(
      /^CREATE (UNIQUE )?INDEX (\S+) ON \S+ USING \w+ /,
      (_, unique: string | undefined, name: string) => `${unique ?? ''}INDEX ${name} `,
    ),
  );
  const notes = [columns[0]?.tableComment, ...keys, ...checks, ...lookups].filter((note) => note !== null && note !== undefined);
  const lines = columns.map((column) => {
    const type = typeOf(column, constraints);
    return `${column.comment === null ? '' : `  /** ${column.comment} */\n`}  ${camel(column.column)}: ${type};`;
  });
  return `\n/**\n${notes.map((note) => ` * ${note}`).join('\n')}\n */\nexport interface ${pascal(table)} {\n${lines.join('\n')}\n}`;
}

function typeOf(column: Column, constraints: Constraint[]): string {
  const union = constraints
    .map((k) => k.def.match(new RegExp(`^CHECK \\(\\(${column.column} = ANY \\(ARRAY\\[(.*)\\]\\)\\)\\)$`))?.[1])
    .find((found) => found !== undefined);
  let type =
    union === undefined
      ? (scalars[column.type] ?? `unknown /* ${column.type} */`)
      : union
          .split(', ')
          .map((value) => value.replace(/::\w+$/, ''))
          .join(' | ');
  if (!column.notNull) type += ' | null';
  if (column.isGenerated) return `GeneratedAlways<${type}>`;
  return column.hasDefault ? `Generated<${type}>` : type;
}

/** Prints all modules' table types; returns the names of files that differ from what is on disk. */
export async function generateTables(isCheck: boolean): Promise<string[]> {
  const database = await createScratchDatabase();
  const db = new pg.Client({ connectionString: database.url });
  const changed: string[] = [];
  try {
    await db.connect();
    const { rows } = await db.query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema|public|graphile_worker|platform)' order by 1`,
    );
    for (const { name } of rows) {
      const folder = join(modules, name.replaceAll('_', '-'));
      const text = existsSync(folder) ? await printSchema(db, name) : undefined;
      if (text === undefined) continue;
      const file = join(folder, 'tables.ts');
      // A missing file reads as empty and is written.
      if ((await readFile(file, 'utf8').catch(() => '')) === text) continue;
      changed.push(file.slice(root.length + 1));
      if (!isCheck) {
        await mkdir(folder, { recursive: true });
        await writeFile(file, text);
      }
    }
  } finally {
    await db.end();
    await database.drop();
  }
  return changed;
}

if (process.argv[1] === import.meta.filename) {
  const isCheck = process.argv.includes('--check');
  const changed = await generateTables(isCheck);
  for (const file of changed) console.log(isCheck ? `out of date: ${file}` : `wrote ${file}`);
  if (isCheck && changed.length > 0) process.exit(1);
}
