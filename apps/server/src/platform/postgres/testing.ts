import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Client } from 'pg';
import { migrate } from '../migrate.ts';

const platformFolder = path.join(import.meta.dirname, '..');
const migrationsFolder = path.join(platformFolder, '..', '..', 'migrations');
const migrateFile = path.join(platformFolder, 'migrate.ts');

/** Any number will do, as long as every test process asks for the same one. */
const templateLockKey = 5_318_008;

export type TestDatabase = { url: string; drop(): Promise<void> };

let template: Promise<string> | undefined;

/** An own, migrated, empty database for one test file: a copy of a template that is migrated once per run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = testServerUrl();
  template ??= ensureTemplate(serverUrl);
  const templateName = await template;
  const name = `tuanzi_test_${Date.now().toString(36)}_${randomBytes(5).toString('hex')}`;
  await withServer(serverUrl, (server) => server.query(`create database ${name} template ${templateName} strategy file_copy`));
  return {
    url: urlOf(serverUrl, name),
    drop: () => withServer(serverUrl, async (server) => void (await server.query(`drop database if exists ${name} with (force)`))),
  };
}

export function testServerUrl(): string {
  const url = process.env.TEST_PG_URL;
  if (url === undefined)
    throw new Error('TEST_PG_URL is not set: run tests through vitest, which starts PostgreSQL (tools/test-database.ts).');
  return url;
}

/**
 * Test files run in several processes at once, so one of them migrates while the others wait for its lock. The template
 * gets its final name only when complete: one that was killed half-way is thrown away by the next.
 */
async function ensureTemplate(serverUrl: string): Promise<string> {
  const name = `tuanzi_template_${hashOfMigrations()}`;
  const building = `${name}_building`;
  await withServer(serverUrl, async (server) => {
    await server.query('select pg_advisory_lock($1)', [templateLockKey]);
    const found = await server.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 1) return;
    await server.query(`drop database if exists ${building} with (force)`);
    await server.query(`create database ${building} template template0 strategy file_copy`);
    await migrate(urlOf(serverUrl, building));
    // The migration's own connections may take a moment to leave, and a database in use cannot be renamed.
    await server.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [building]);
    await server.query(`alter database ${building} rename to ${name}`);
  });
  return name;
}

/** Everything that decides what a migrated database looks like, so that a template is never older than the code. */
function hashOfMigrations(): string {
  const hash = createHash('sha256');
  const files = readdirSync(migrationsFolder, { recursive: true, encoding: 'utf8' });
  for (const file of files.toSorted()) {
    if (file.endsWith('.sql') || file.endsWith('.ts'))
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(path.join(migrationsFolder, file)))
        .update('\0');
  }
  hash.update(readFileSync(migrateFile));
  hash.update(readFileSync(createRequire(import.meta.url).resolve('graphile-worker/package.json')));
  return hash.digest('hex').slice(0, 12);
}

async function withServer<Result>(serverUrl: string, work: (server: Client) => Promise<Result>): Promise<Result> {
  const server = new Client({ connectionString: serverUrl });
  await server.connect();
  try {
    return await work(server);
  } finally {
    await server.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
