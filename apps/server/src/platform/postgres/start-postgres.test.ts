import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Client } from 'pg';
import { clusterHome } from './create-cluster.ts';
import { explainOutput } from './postgres-error.ts';
import { findPostgresProcesses, readPostmasterFile, stopOrphan } from './postgres-processes.ts';
import { scratchFolder } from './scratch-folder.ts';
import { findRunningPostgres, startPostgres, type PostgresOptions, type RunningPostgres } from './start-postgres.ts';

const isRoot = process.getuid?.() === 0;
const folders: string[] = [];
const running: RunningPostgres[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(running.splice(0).map((postgres) => postgres.stop()));
  for (const folder of folders.splice(0)) {
    await stopOrphan(clusterHome(folder).cluster).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** mkdtemp makes it mode 0700: as root, every test here runs below a folder that PostgreSQL's user cannot enter. */
function newFolder(): string {
  const folder = mkdtempSync(path.join(scratchFolder(), 'tuanzi-start-'));
  folders.push(folder);
  return folder;
}

let seed = '';
beforeAll(async () => {
  seed = mkdtempSync(path.join(scratchFolder(), 'tuanzi-start-'));
  const postgres = await startPostgres({ dataDir: seed, isThrowaway: true });
  await postgres.stop();
});
afterAll(() => rmSync(seed, { recursive: true, force: true }));

/** A data folder that was used before. Making a cluster takes most of a second, copying one does not. */
function usedFolder(): string {
  const folder = newFolder();
  const copy = spawnSync('cp', ['-a', `${seed}/.`, folder], { encoding: 'utf8' });
  expect(copy.stderr).toBe('');
  return folder;
}

async function start(dataDir: string, options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const postgres = await startPostgres({ dataDir, isThrowaway: true, ...options });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const program = `
  const { startPostgres } = await import(${JSON.stringify(new URL('start-postgres.ts', import.meta.url).href)})
  try {
    const { url, pid } = await startPostgres({ dataDir: process.argv[1] })
    console.log(JSON.stringify({ url, pid }))
    setInterval(() => undefined, 1e9)
  } catch (error) {
    console.log(JSON.stringify({ code: error.code, message: error.message }))
    process.exit(0)
  }`;

type Answer = { url?: string; pid?: number; code?: string; message?: string };

/** A process of its own that starts PostgreSQL and can be killed. */
async function startElsewhere(dataDir: string): Promise<Answer & { child: ChildProcess }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const said = await new Promise<string>((resolve) => child.stdout?.setEncoding('utf8').once('data', resolve));
  return { ...(JSON.parse(said) as Answer), child };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

test('the first start makes a safe UTF-8 database, and the next start keeps what was written', async () => {
  const folder = newFolder();
  const first = await start(folder, { isThrowaway: false });
  const [facts] = await query(
    first.url,
    `select current_setting('server_encoding') encoding, current_setting('data_checksums') checksums, current_setting('fsync') fsync,
       current_setting('synchronous_commit') commit, lower('ÀÖ') lower, current_database() name,
       (select rolpassword like 'SCRAM-SHA-256%' from pg_authid where rolname = current_user) "isScram"`,
  );
  expect(facts).toEqual({ encoding: 'UTF8', checksums: 'on', fsync: 'on', commit: 'on', lower: 'àö', name: 'tuanzi', isScram: true });
  expect(statSync(clusterHome(folder).passwordFile).mode & 0o777).toBe(0o600);
  expect(findRunningPostgres(folder)).toEqual({ url: first.url, pid: first.pid });
  await query(first.url, `create table kept as select '柿饼' as word`);
  await first.stop();
  expect(findRunningPostgres(folder)).toBeUndefined();
  const second = await start(folder);
  expect(await query(second.url, 'select word from kept')).toEqual([{ word: '柿饼' }]);
});

test('nobody gets in without the password', async () => {
  const { url } = await start(usedFolder());
  const guess = new URL(url);
  guess.password = 'tuanzi';
  await expect(query(guess.href, 'select 1')).rejects.toThrow('password authentication failed');
});

test('a lost password file is replaced without losing data', async () => {
  const folder = usedFolder();
  const first = await start(folder);
  await query(first.url, 'create table kept as select 1 as one');
  await first.stop();
  rmSync(clusterHome(folder).passwordFile);
  const second = await start(folder);
  expect(second.url).not.toBe(first.url);
  expect(await query(second.url, 'select one from kept')).toEqual([{ one: 1 }]);
});

test('two starts at once on one folder: one runs, the other is refused', async () => {
  const folder = newFolder();
  const answers = await Promise.all([startElsewhere(folder), startElsewhere(folder)]);
  expect(answers.filter(({ url }) => url !== undefined)).toHaveLength(1);
  expect(answers.filter(({ code }) => code === 'data-folder-in-use')).toHaveLength(1);
});

test('a start after kill -9 stops the PostgreSQL left over and finds everything that was committed', async () => {
  const folder = usedFolder();
  const first = await startElsewhere(folder);
  await query(first.url ?? '', 'create table kept as select 1 as one');
  await killed(first.child);
  expect(findPostgresProcesses(clusterHome(folder).cluster)).toContain(first.pid);
  const said: string[] = [];
  const second = await start(folder, { log: (line) => said.push(line) });
  expect(said).toEqual([`stopped a PostgreSQL left over from an earlier start (process ${first.pid})`]);
  expect(await query(second.url, 'select one from kept')).toEqual([{ one: 1 }]);
});

test('a start after kill -9 of PostgreSQL too recovers everything that was committed', async () => {
  const folder = usedFolder();
  const first = await startElsewhere(folder);
  await query(first.url ?? '', 'create table kept as select 1 as one');
  await killed(first.child);
  process.kill(first.pid ?? 0, 'SIGKILL');
  const second = await start(folder);
  expect(await query(second.url, 'select one from kept')).toEqual([{ one: 1 }]);
});

test('a program that has the number of a PostgreSQL long gone is left alone', async () => {
  const folder = usedFolder();
  await (await start(folder)).stop();
  const bystander = spawn('sleep', ['60']);
  children.push(bystander);
  writeFileSync(
    path.join(clusterHome(folder).cluster, 'postmaster.pid'),
    `${bystander.pid}\n/elsewhere\n0\n5432\n\n127.0.0.1\n0 0\nready\n`,
  );
  await start(folder);
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
});

test('PostgreSQL ending by itself is reported, stopping it is not', async () => {
  const folder = usedFolder();
  const first = await start(folder);
  const reason = new Promise<string>((resolve) => first.onExit(resolve));
  process.kill(first.pid, 'SIGKILL');
  expect(await reason).toBe(`PostgreSQL (process ${first.pid}) ended with SIGKILL`);
  const second = await start(folder);
  const reports: string[] = [];
  second.onExit((text) => reports.push(text));
  await second.stop();
  await second.stop();
  expect(reports).toEqual([]);
});

test('several run at once, each at its own address, and a start prefers the port it had', async () => {
  const folder = usedFolder();
  const [one, other] = await Promise.all([start(folder), start(usedFolder())]);
  expect(new URL(one.url).port).not.toBe(new URL(other.url).port);
  process.kill(one.pid, 'SIGKILL');
  await new Promise<string>((resolve) => one.onExit(resolve));
  const again = await start(folder);
  expect(new URL(again.url).port).toBe(new URL(one.url).port);
});

test('it is reached by a socket that only its owner can open, which is gone with it', async () => {
  const running = await start(usedFolder());
  const socketFolder = new URL(running.url).searchParams.get('host') ?? '';
  expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
  expect(await query(running.url, 'select inet_server_addr() is null as by_socket')).toEqual([{ by_socket: true }]);
  await running.stop();
  expect(existsSync(socketFolder)).toBe(false);
});

test('a socket folder left by kill -9 is cleared by the next start, and where none can be made the port is used', async () => {
  const folder = usedFolder();
  const first = await startElsewhere(folder);
  const left = new URL(first.url ?? '').searchParams.get('host') ?? '';
  await killed(first.child);
  expect(existsSync(left)).toBe(true);
  await start(folder);
  expect(existsSync(left)).toBe(false);
  vi.stubEnv('TMPDIR', path.join(folder, 'a folder with a blank'));
  const byPort = await start(usedFolder());
  vi.unstubAllEnvs();
  expect(new URL(byPort.url).search).toBe('');
  expect(await query(byPort.url, 'select inet_server_addr() is not null as by_port')).toEqual([{ by_port: true }]);
});

test('a port that is asked for and taken is an error', async () => {
  const { url } = await start(usedFolder());
  const port = Number(new URL(url).port);
  await expect(start(usedFolder(), { port })).rejects.toMatchObject({
    code: 'postgres-failed',
    message: expect.stringContaining('Address already in use') as string,
  });
});

test.runIf(process.platform === 'linux')('a data folder with a very long path works', async () => {
  const folder = path.join(newFolder(), '很长'.repeat(30), 'x'.repeat(200), 'y'.repeat(200));
  const { url } = await start(folder);
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a start killed while it made the cluster leaves nothing that hinders the next', async () => {
  const folder = newFolder();
  const { home } = clusterHome(folder);
  mkdirSync(path.join(home, 'cluster.new-1', 'base'), { recursive: true });
  writeFileSync(path.join(home, 'cluster.new-1', 'PG_VERSION'), '18\n');
  const { url } = await start(folder);
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(() => statSync(path.join(home, 'cluster.new-1'))).toThrow('ENOENT');
});

test('data of another major version is refused, untouched', async () => {
  const folder = usedFolder();
  await (await start(folder)).stop();
  const file = path.join(clusterHome(folder).cluster, 'PG_VERSION');
  writeFileSync(file, '17\n');
  await expect(start(folder)).rejects.toMatchObject({
    code: 'postgres-version-mismatch',
    message: expect.stringContaining('holds the data of PostgreSQL 17') as string,
  });
  expect(readFileSync(file, 'utf8')).toBe('17\n');
});

test('a data folder that is a file is refused', async () => {
  const file = path.join(newFolder(), 'data');
  writeFileSync(file, '');
  await expect(start(file)).rejects.toMatchObject({ code: 'data-folder-not-writable' });
});

test.skipIf(isRoot)('a data folder that cannot be written is refused (root may write everywhere)', async () => {
  const folder = newFolder();
  chmodSync(folder, 0o500);
  await expect(start(folder)).rejects.toMatchObject({ code: 'data-folder-not-writable' });
});

test('a full disk is told from what PostgreSQL wrote', () => {
  const output = 'FATAL:  could not write to file "pg_wal/xlogtemp.29": No space left on device\n';
  expect(explainOutput('initdb', output, '/data')).toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining('/data') as string,
  });
});

const canMount = isRoot && process.platform === 'linux' && spawnSync('unshare', ['--mount', 'true']).status === 0;

test.runIf(canMount)('a full disk is refused with a code (needs root to mount a small one)', () => {
  const folder = newFolder();
  const words = ['--mount', 'sh', '-c', 'mount -t tmpfs -o size=12m none "$2" && exec "$0" --input-type=module -e "$1" "$2"'];
  const run = spawnSync('unshare', [...words, process.execPath, program, folder], { encoding: 'utf8' });
  expect(JSON.parse(run.stdout)).toMatchObject({ code: 'disk-full' });
});

test('what a start writes about itself is complete', async () => {
  const folder = usedFolder();
  const { pid, url } = await start(folder);
  expect(readPostmasterFile(clusterHome(folder).cluster)).toEqual({
    pid,
    port: Number(new URL(url).port),
    socketFolder: new URL(url).searchParams.get('host'),
    isReady: true,
  });
});
