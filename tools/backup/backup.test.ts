import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { createApi } from '@tuanzi/client';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { demoPassword } from '../../apps/server/src/demo/demo-accounts.ts';
import { findRunningPostgres, startPostgres } from '../../apps/server/src/platform/postgres/start-postgres.ts';
import { testServerUrl } from '../../apps/server/src/platform/postgres/testing.ts';
import { ask, newFolder, removeCopies, startCopy, stopCopy } from '../../apps/server/src/testing-start.ts';
import { checkInvariants } from '../invariants/check-invariants.ts';
import { startLoad } from './a-busy-shop.ts';
import { writeArchive } from './archive.ts';
import { createBackup } from './create-backup.ts';
import { manifestName } from './manifest.ts';
import { listTables } from './tables.ts';
import { verifyBackup } from './verify-backup.ts';

const run = promisify(execFile);
const program = (name: string) => path.join(import.meta.dirname, `${name}.ts`);
const shoppers = ['owner@tuanzi.local', 'host@tuanzi.local', 'leader@tuanzi.local'];

let busy = '';
let file = '';
let ofThatMoment: Rows = {};
let placedAtThatMoment = 0;
let placedInAll = 0;
let cookie = '';

/** A shop where orders are placed and paid all the while a backup is made. */
beforeAll(async () => {
  busy = newFolder();
  file = path.join(newFolder(), 'busy.tuanzi');
  const copy = startCopy(busy, { DEMO: '1', RATE_LIMIT_PER_MINUTE: '1000000' });
  const url = await copy.ready();
  const signedIn = await ask(`${url}/api/auth/email/sign-in`, { method: 'POST', body: { email: shoppers[0], password: demoPassword } });
  ({ cookie } = signedIn);
  const load = await startLoad(url, shoppers);
  await load.placed(12);
  const databaseUrl = findRunningPostgres(busy)?.url ?? '';
  ofThatMoment = await withClient(databaseUrl, async (client) => {
    // The test looks at the very moment the backup is of: one snapshot for both.
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
    await createBackup({ databaseUrl, dataDir: busy }, file, { snapshot: rows[0]?.snapshot ?? '' });
    await load.placed((await countOrders(client)) + 6);
    placedAtThatMoment = await countOrders(client);
    return readRows(client);
  });
  placedInAll = await load.stop();
  await stopCopy(copy);
}, 240_000);
afterAll(() => removeCopies());

test(
  'a backup made while orders are placed comes back in another folder, row by row and file by file as of one moment',
  { timeout: 240_000 },
  async () => {
    const folder = newFolder();
    expect((await tool('restore', folder, [file])).said).toMatch(/^Restored \d+ rows and \d+ files as of/m);
    const postgres = await startPostgres({ dataDir: folder });
    try {
      await withClient(postgres.url, async (client) => {
        const restored = await readRows(client);
        expect(Object.keys(restored)).toEqual(Object.keys(ofThatMoment));
        for (const [table, rows] of Object.entries(ofThatMoment)) expect([table, restored[table]]).toEqual([table, rows]);
        expect(placedAtThatMoment).toBeGreaterThanOrEqual(12);
        expect(placedInAll).toBeGreaterThan(placedAtThatMoment);
        const { rows } = await client.query<{ sum: string }>('select coalesce(sum(amount_fen), 0)::text as sum from ledger.entries');
        expect(rows).toEqual([{ sum: '0' }]);
        expect(await checkInvariants(client)).toEqual([]);
      });
    } finally {
      await postgres.stop();
    }
    expect(filesOf(folder)).toEqual(filesOf(busy));
  },
);

test(
  'the product runs on a restored folder: people are still signed in, orders go on, every event is handled once, and all invariants hold',
  { timeout: 240_000 },
  async () => {
    const folder = newFolder();
    await tool('restore', folder, [file]);
    const copy = startCopy(folder, { SANDBOX_PAY: '1', RATE_LIMIT_PER_MINUTE: '1000000' });
    const url = await copy.ready();
    expect((await ask(`${url}/api/me`, { headers: { cookie } })).json()).toMatchObject({ me: { email: shoppers[0] } });
    const api = createApi({ baseUrl: url });
    const { items } = await api('GET /api/products', {});
    expect((await ask(`${url}${items[0]?.picture?.url ?? ''}`)).status).toBe(200);
    const load = await startLoad(url, shoppers);
    await load.placed(5);
    const placed = await load.stop();
    await withClient(findRunningPostgres(folder)?.url ?? '', async (client) => {
      expect(await countOrders(client)).toBe(placedAtThatMoment + placed);
      // Cursors of the old database mean the same in the new one: what is new is read, and nothing is left behind.
      await vi.waitFor(async () => expect(await countUnread(client)).toBe(0), { timeout: 60_000, interval: 200 });
      const { rows } = await client.query('select subscriber, type, error from platform.parked_events');
      expect(rows).toEqual([]);
      expect(await checkInvariants(client)).toEqual([]);
    });
    await stopCopy(copy);
  },
);

test('a folder in use is refused; --replace puts the backup in its place and keeps what was there', { timeout: 240_000 }, async () => {
  const folder = newFolder();
  const copy = startCopy(folder);
  const url = await copy.ready();
  const owner = { shopName: '秦岭鲜果', nickname: '秦老三', email: 'first@example.com', password: 'a-long-password-1' };
  expect((await ask(`${url}/api/setup`, { method: 'POST', body: owner })).status).toBe(201);
  expect(await tool('restore', folder, ['--replace', file])).toEqual({ code: 1, said: expect.stringContaining('is in use by process') });
  await stopCopy(copy);
  expect(await tool('restore', folder, [file])).toEqual({ code: 1, said: expect.stringContaining('--replace') });
  expect(await emailsIn(folder)).toEqual(['first@example.com']);
  const { said } = await tool('restore', folder, ['--replace', file]);
  expect(await emailsIn(folder)).toContain('owner@tuanzi.local');
  const kept = /saved in (\S+\.tuanzi)\./.exec(said)?.[1] ?? '';
  await tool('restore', folder, ['--replace', kept]);
  expect(await emailsIn(folder)).toEqual(['first@example.com']);
});

test(
  'an outside database is restored into and backed up in the same way, unless somebody still works on it',
  { timeout: 240_000 },
  async () => {
    const name = `tuanzi_restored_${randomBytes(5).toString('hex')}`;
    const url = new URL(testServerUrl());
    url.pathname = `/${name}`;
    await withClient(testServerUrl(), (server) => server.query(`create database ${name}`));
    try {
      const [folder, again] = [newFolder(), path.join(newFolder(), 'again.tuanzi')];
      const settings = { DATABASE_URL: url.href };
      expect((await tool('restore', folder, [file], settings)).code).toBe(0);
      expect((await tool('backup', folder, [again], settings)).code).toBe(0);
      const rowsOf = async (backup: string) => (await verifyBackup(backup)).tables.map((table) => `${table.name} ${table.rows}`);
      expect(await rowsOf(again)).toEqual(await rowsOf(file));
      const working = new pg.Client({ connectionString: url.href, application_name: 'tuanzi jobs' });
      await working.connect();
      expect(await tool('restore', folder, ['--replace', file], settings)).toEqual({
        code: 1,
        said: expect.stringContaining('tuanzi jobs works on this database'),
      });
      await working.end();
    } finally {
      await withClient(testServerUrl(), (server) => server.query(`drop database ${name} with (force)`));
    }
  },
);

test('a backup of a newer Tuanzi, or of one whose migrations were changed, is refused', { timeout: 60_000 }, async () => {
  const { migrations, ...manifest } = await verifyBackup(file);
  const folder = path.join(newFolder(), 'data');
  const write = async (name: string, changed: typeof migrations) => {
    const to = path.join(path.dirname(file), name);
    const archive = await writeArchive(to);
    await archive.add(manifestName, Buffer.from(JSON.stringify({ ...manifest, migrations: changed, parts: [] })));
    await archive.finish();
    return tool('restore', folder, [to]);
  };
  const later = { name: '29990101T0000_later.sql', checksum: 'none' };
  expect(await write('newer', [...migrations, later])).toEqual({ code: 1, said: expect.stringContaining('a newer Tuanzi') });
  const changed = migrations.map((migration, i) => (i === 3 ? { ...migration, checksum: 'other' } : migration));
  expect(await write('changed', changed)).toEqual({ code: 1, said: expect.stringContaining('a changed Tuanzi') });
  expect(existsSync(folder)).toBe(false);
});

test('a backup that is cut short, altered or not one at all is refused, and nothing is touched', { timeout: 120_000 }, async () => {
  const whole = readFileSync(file);
  const at = path.dirname(file);
  const bad = (name: string, content: Buffer) => {
    writeFileSync(path.join(at, name), content);
    return path.join(at, name);
  };
  const altered = Buffer.from(whole);
  altered[Math.floor(whole.length / 2)] = (altered[Math.floor(whole.length / 2)] ?? 0) ^ 0xff;
  const folder = path.join(newFolder(), 'data');
  for (const [broken, why] of [
    [bad('cut', whole.subarray(0, whole.length - 2000)), /is not a whole backup/],
    [bad('altered', altered), /is not a whole backup|is damaged/],
    [bad('text', Buffer.from('hello')), /is not a whole backup/],
    [path.join(at, 'none'), /There is no/],
  ] as const) {
    const { code, said } = await tool('restore', folder, [broken]);
    expect([code, said]).toEqual([1, expect.stringMatching(why)]);
    expect(said).not.toMatch(/\n\s+at /);
    expect(existsSync(folder)).toBe(false);
  }
});

test('a backup is one file only its owner may read, and holds what its manifest says', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(path.dirname(file)).filter((name) => name.endsWith('.part'))).toEqual([]);
  const { tables, parts } = await verifyBackup(file);
  expect(tables.find(({ name }) => name === 'orders.orders')?.rows).toBe(placedAtThatMoment);
  expect(parts.some(({ name }) => name.startsWith('data/files/pictures/'))).toBe(true);
});

type Rows = Record<string, string[]>;

/** Every row of every table as text; where events stand is told by the cursors that passed them, because transaction numbers are the server's own. */
async function readRows(client: pg.Client): Promise<Rows> {
  const rows: Rows = {};
  for (const { name, columns } of await listTables(client)) {
    const passed = {
      'platform.events': `(select array_agg(s.name order by s.name) from platform.subscribers s where (t.xid, t.id) <= (s.xid, s.id))::text`,
      'platform.subscribers': `(select count(*) from platform.events e where (e.xid, e.id) <= (t.xid, t.id))`,
    }[name];
    const isCursor = (column: string) => passed !== undefined && (column === 'xid' || (column === 'id' && name === 'platform.subscribers'));
    // Who works on a job is not part of what is kept.
    const kept = columns.filter((column) => !isCursor(column) && !column.startsWith('locked_'));
    const found = await client.query<{ row: string }>(
      `select row(${[...kept.map((column) => `t.${column}`), ...(passed === undefined ? [] : [passed])].join(', ')})::text as row from ${name} t order by 1`,
    );
    rows[name] = found.rows.map(({ row }) => row);
  }
  return rows;
}

async function countOrders(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from orders.orders');
  return rows[0]?.n ?? 0;
}

async function countUnread(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::int as n from platform.subscribers s join platform.events e on (e.xid, e.id) > (s.xid, s.id)',
  );
  return rows[0]?.n ?? 0;
}

async function emailsIn(folder: string): Promise<string[]> {
  const postgres = await startPostgres({ dataDir: folder });
  try {
    return await withClient(postgres.url, async (client) => {
      const { rows } = await client.query<{ email: string }>('select email from identity.accounts where email is not null order by email');
      return rows.map(({ email }) => email);
    });
  } finally {
    await postgres.stop();
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function tool(
  name: string,
  dataDir: string,
  args: readonly string[],
  settings: Record<string, string> = {},
): Promise<{ code: number; said: string }> {
  const { TEST_PG_URL: _server, NODE_ENV: _env, ...inherited } = process.env;
  try {
    const { stdout, stderr } = await run(process.execPath, [program(name), ...args], {
      env: { ...inherited, DATA_DIR: dataDir, ...settings },
    });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code = 0, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
    return { code, said: stdout + stderr };
  }
}

function filesOf(dataDir: string): Record<string, string> {
  const root = path.join(dataDir, 'files');
  return Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .toSorted()
      .map((name) => [path.relative(root, name), createHash('sha256').update(readFileSync(name)).digest('hex')]),
  );
}
