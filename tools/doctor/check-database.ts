import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { readMigrations } from '../../apps/server/src/platform/migrate.ts';
import { clusterHome } from '../../apps/server/src/platform/postgres/create-cluster.ts';
import { findPostgresBinaries } from '../../apps/server/src/platform/postgres/postgres-binaries.ts';
import { choosePostgresUser } from '../../apps/server/src/platform/postgres/postgres-user.ts';
import { describeSkew } from './check-machine.ts';
import { fail, ok, reasonOf, warn, type Check, type Finding, type Patient } from './finding.ts';

const majorMin = 16;
/** Kept free for backups, the doctor and people. */
const spareConnections = 5;

export const checkDatabase: Check = async (patient) => {
  const { config, databaseUrl, webUrl } = patient;
  if (databaseUrl === undefined && webUrl !== undefined)
    return [
      fail(
        'database',
        'The server runs, but its PostgreSQL was not found.',
        'Run the doctor as the user the server runs as, with the same DATA_DIR.',
      ),
    ];
  if (databaseUrl === undefined) return [checkCluster(config.dataDir)];
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5000,
    application_name: 'tuanzi doctor',
    statement_timeout: 10_000,
  });
  try {
    await client.connect();
  } catch (error) {
    return [
      fail(
        'database',
        `It does not let us in: ${reasonOf(error)}.`,
        'Check DATABASE_URL, and that the server takes connections from this machine.',
      ),
    ];
  }
  try {
    return [await checkVersion(client, patient), await checkTime(client), ...(await checkContent(client))];
  } finally {
    await client.end();
  }
};

/** Not running: whether it could. */
function checkCluster(dataDir: string): Finding {
  const { cluster } = clusterHome(dataDir);
  try {
    const hasCluster = existsSync(cluster);
    const { major } = findPostgresBinaries(choosePostgresUser(hasCluster ? statSync(cluster) : undefined));
    if (!hasCluster) return ok('database', `PostgreSQL ${major}, made at the first start`);
    const found = readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim();
    if (found === major) return ok('database', `PostgreSQL ${major}, stopped`);
    return fail(
      'database',
      `The folder holds PostgreSQL ${found}, this Tuanzi carries ${major}.`,
      'Back up with the Tuanzi that wrote it, restore here.',
    );
  } catch (error) {
    return fail('database', reasonOf(error), 'Point DATABASE_URL at a PostgreSQL of your own, or run as the owner of the folder.');
  }
}

async function checkVersion(client: pg.Client, { config }: Patient): Promise<Finding> {
  const { rows } = await client.query<{ version: string; number: number; max: number; used: number; isFsync: boolean }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number, current_setting('max_connections')::int as max,
            (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used, current_setting('fsync')::boolean as "isFsync"`,
  );
  const found = rows[0] ?? { version: '?', number: 0, max: 0, used: 0, isFsync: true };
  const says = `PostgreSQL ${found.version}, ${found.used} of ${found.max} connections`;
  if (found.number < majorMin * 10_000) return fail('database', `${says}: too old.`, `Use PostgreSQL ${majorMin} or later.`);
  if (!found.isFsync) return fail('database', `${says}, with fsync off: a power cut destroys it.`, 'Switch fsync on.');
  if (config.DATABASE_CONNECTIONS + spareConnections > found.max)
    return warn(
      'database',
      `${says}, and this process opens up to ${config.DATABASE_CONNECTIONS}.`,
      'Lower DATABASE_CONNECTIONS or raise max_connections.',
    );
  return ok('database', says);
}

async function checkTime(client: pg.Client): Promise<Finding> {
  const askedAt = Date.now();
  const { rows } = await client.query<{ at: number }>(`select extract(epoch from clock_timestamp())::float8 * 1000 as at`);
  return describeSkew('database clock', (askedAt + Date.now()) / 2 - (rows[0]?.at ?? 0), 'the database');
}

async function checkContent(client: pg.Client): Promise<Finding[]> {
  const { rows: has } = await client.query<{ found: boolean }>(`select to_regclass('platform.migrations') is not null as found`);
  if (has[0]?.found !== true) return [ok('schema', 'empty; made at the first start')];
  return [await checkSchema(client), ...(await checkWork(client))];
}

async function checkSchema(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from platform.migrations');
  const ours = new Map((await readMigrations()).map(({ name, checksum }) => [name, checksum]));
  const foreign = rows.find(({ name, checksum }) => ours.get(name) !== checksum);
  if (foreign !== undefined)
    return fail(
      'schema',
      `${foreign.name} was applied and is not in this copy of Tuanzi, or is another there.`,
      'Run the version that made this database, or a later one.',
    );
  const missing = ours.size - rows.length;
  return ok(
    'schema',
    missing === 0 ? `up to date (${rows.length} migrations)` : `${missing} migrations wait for the next start; back up first`,
  );
}

/** What waits longer than it should. */
async function checkWork(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ parked: number; failing: string | null; late: number; given: number }>(`
    select (select count(*)::int from platform.parked_events) as parked,
           (select string_agg(name || ': ' || last_error, '; ') from platform.subscribers where failures > 0) as failing,
           (select count(*)::int from graphile_worker._private_jobs where is_available and run_at < now() - interval '5 minutes' and attempts < max_attempts) as late,
           (select count(*)::int from graphile_worker._private_jobs where attempts >= max_attempts) as given`);
  const { parked = 0, failing = null, late = 0, given = 0 } = rows[0] ?? {};
  return [
    parked > 0
      ? warn('events', `${parked} events were set aside because handling them failed.`, 'npm run parked-events shows them and tries again.')
      : failing !== null
        ? warn('events', `Handling fails now: ${failing}.`, 'It is tried again; the log says more.')
        : ok('events', 'none set aside'),
    late > 0
      ? warn('jobs', `${late} jobs wait for more than 5 minutes.`, 'Check that a process with RUN=jobs runs, and its log.')
      : given > 0
        ? warn('jobs', `${given} jobs failed so often that they were given up.`, 'Look for "job" in the log of that time.')
        : ok('jobs', 'none late'),
  ];
}
