import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { testServerUrl } from './platform/postgres/testing.ts';
import { ask, copyFolder, kindsOf, newFolder, processesOf, removeCopies, startCopy, stopCopy, type Copy } from './testing-start.ts';

// Whole installations start here, several in one test, beside whatever else the machine does.
vi.setConfig({ testTimeout: 120_000 });

const owner = { shopName: '秦岭鲜果', nickname: '秦老三', email: 'owner@example.com', password: 'a-long-password-1' };
const whole = ['main', 'media', 'postgres'];
let used = '';
let cookie = '';

/** An installation that was set up and stopped; tests work on copies of its folder. */
beforeAll(async () => {
  const folder = newFolder();
  const copy = startCopy(folder);
  cookie = await setUp(await copy.ready());
  await stopCopy(copy);
  used = copyFolder(folder);
});
// The folder all tests copy from stays until the end.
afterEach(() => removeCopies((folder) => folder !== used));
afterAll(() => removeCopies());

async function setUp(url: string): Promise<string> {
  const answer = await ask(`${url}/api/setup`, { method: 'POST', body: owner });
  expect(answer.status).toBe(201);
  return answer.cookie;
}

async function rename(url: string, nickname: string): Promise<void> {
  expect((await ask(`${url}/api/me`, { method: 'PATCH', body: { nickname }, headers: { cookie } })).status).toBe(200);
}

async function nicknameAt(url: string): Promise<unknown> {
  const { me } = (await ask(`${url}/api/me`, { headers: { cookie } })).json() as { me: { nickname: string } | null };
  return me?.nickname;
}

function processOf(folder: string, kind: string): number {
  const found = processesOf(folder).find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} process runs`);
  return found.pid;
}

const nothingLeft = (folder: string) => vi.waitFor(() => expect(processesOf(folder)).toEqual([]), { timeout: 10_000, interval: 50 });

async function expectRefusal(copy: Copy, sentence: RegExp): Promise<void> {
  const { code, said } = await copy.ended();
  expect(said.trim()).toMatch(sentence);
  expect(said).not.toMatch(/\n\s+at /);
  expect(code).toBe(1);
}

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

/** An empty database on the test run's server, for copies that are told of an outside one. */
async function createEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `tuanzi_outside_${randomBytes(5).toString('hex')}`;
  const run = async (sql: string) => {
    const client = new Client({ connectionString: testServerUrl() });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await run(`create database ${name}`);
  const url = new URL(testServerUrl());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
}

test('a first start on an empty folder says what to open and who to be; Ctrl-C ends all of it', async () => {
  const folder = newFolder();
  const copy = startCopy(folder, { DEMO: '1' });
  const url = await copy.ready();
  const said = copy.said();
  for (const line of [`shop      ${url}/`, `console   ${url}/console`, `API       ${url}/api-docs`]) expect(said).toContain(line);
  expect(said).toMatch(/RTMP {6}rtmp:\/\/localhost:[1-9]\d*\/live/);
  expect(said).toMatch(/owner {5}console: \S+@\S+ \/ \S+/);
  expect(said.trimEnd().split('\n').at(-1)).toBe(`ready ${url}`);
  expect(kindsOf(folder)).toEqual(whole);
  const { items } = (await ask(`${url}/api/products`)).json() as { items: unknown[] };
  expect(items.length).toBeGreaterThan(5);
  for (const path of ['/', '/console', '/api-docs', '/readyz']) expect([path, (await ask(url + path)).status]).toEqual([path, 200]);
  expect(await stopCopy(copy)).toBe(0);
  expect(processesOf(folder)).toEqual([]);
});

test('killed by kill -9 it starts again on the same ports, with everything that was acknowledged', async () => {
  const folder = copyFolder(used);
  const taken = [await listen(), await listen()];
  const [web, rtmp] = taken.map(({ port }) => String(port));
  for (const { server } of taken) server.close();
  const ports = { PORT: web ?? '', RTMP_PORT: rtmp ?? '' };
  const first = startCopy(folder, ports);
  const url = await first.ready();
  await rename(url, '写过了');
  const postgres = processOf(folder, 'postgres');
  first.child.kill('SIGKILL');
  expect(await startCopy(folder, ports).ready()).toBe(url);
  expect(await nicknameAt(url)).toBe('写过了');
  expect(processOf(folder, 'postgres')).not.toBe(postgres);
  await vi.waitFor(() => expect(kindsOf(folder)).toEqual(whole), { timeout: 10_000, interval: 50 });
});

test('a media process that dies is started again, and the rest goes on', async () => {
  const folder = copyFolder(used);
  const copy = startCopy(folder, { LOG_LEVEL: 'error' });
  const url = await copy.ready();
  const before = processOf(folder, 'media');
  process.kill(before, 'SIGKILL');
  await vi.waitFor(
    async () => {
      expect(processOf(folder, 'media')).not.toBe(before);
      expect((await ask(`${url}/media/healthz`)).json()).toEqual({ ok: true });
    },
    { timeout: 15_000, interval: 100 },
  );
  expect(copy.said()).toContain('the media process ended; starting it again');
  expect(await stopCopy(copy)).toBe(0);
  expect(processesOf(folder)).toEqual([]);
});

test('without its database it says so and ends; the next start recovers what was acknowledged', async () => {
  const folder = copyFolder(used);
  const copy = startCopy(folder, { LOG_LEVEL: 'silent' });
  await rename(await copy.ready(), '先写后断');
  process.kill(processOf(folder, 'postgres'), 'SIGKILL');
  const { code, said } = await copy.ended();
  expect([code, said]).toEqual([1, expect.stringContaining('PostgreSQL stopped by itself')]);
  await nothingLeft(folder);
  expect(await nicknameAt(await startCopy(folder).ready())).toBe('先写后断');
});

test('a second copy on the same folder is refused in a sentence, and the first goes on', async () => {
  const folder = copyFolder(used);
  const first = startCopy(folder);
  const url = await first.ready();
  await expectRefusal(startCopy(folder), new RegExp(`^The data folder ${folder} is in use by process ${first.pid}\\. .*DATA_DIR\\.$`));
  expect(await nicknameAt(url)).toBe(owner.nickname);
});

test('a taken port is refused by its setting before anything starts', async () => {
  const { server, port } = await listen();
  try {
    await Promise.all(
      ['PORT', 'RTMP_PORT', 'MEDIA_PORT'].map(async (setting) => {
        const folder = newFolder();
        await expectRefusal(
          startCopy(folder, { [setting]: String(port) }),
          new RegExp(`^Port ${port} is taken by another program\\. .*with ${setting}\\.$`),
        );
        expect(processesOf(folder)).toEqual([]);
      }),
    );
  } finally {
    server.close();
  }
});

test('with https it serves its own certificate, and the media process still reaches it', async () => {
  const folder = copyFolder(used);
  const copy = startCopy(folder, {}, ['--https']);
  const url = await copy.ready();
  expect(url).toMatch(/^https:/);
  expect(copy.said()).toContain('The certificate is self-made');
  expect(await nicknameAt(url)).toBe(owner.nickname);
  const offer = await ask(`${url}/media/whip/ls_unknown`, {
    method: 'POST',
    body: 'v=0\r\n',
    headers: { 'content-type': 'application/sdp', authorization: 'Bearer wrong-key' },
  });
  // The shop's own answer; had it not been asked, the reason would be that publishing cannot be checked.
  expect([offer.status, offer.json()['reason']]).toEqual([403, 'wrong stream or key']);
});

test('an outside database serves several processes in parts, that share one folder', async () => {
  const database = await createEmptyDatabase();
  const folder = newFolder();
  const outside = { DATABASE_URL: database.url };
  const web = startCopy(folder, { ...outside, DEMO: '1', RUN: 'web,live,media' });
  const url = await web.ready();
  const jobs = startCopy(folder, { ...outside, PUBLIC_URL: url }, ['--run=jobs']);
  await jobs.ready();
  expect(kindsOf(folder)).toEqual(['main', 'main', 'media']);
  // A code asked of the one is sent by a job of the other.
  expect((await ask(`${url}/api/auth/phone/code`, { method: 'POST', body: { phone: '13912345678' } })).status).toBe(202);
  await vi.waitFor(() => expect(jobs.said()).toContain('one-time code for 13912345678'), { timeout: 15_000, interval: 50 });
  expect(web.said()).not.toContain('one-time code for');
  await expectRefusal(startCopy(folder, outside), /^The data folder .* is in use by process \d+\./);
  expect([await stopCopy(jobs), await stopCopy(web)]).toEqual([0, 0]);
  await database.drop();
});

test('a media server alone needs no database, and serves a web server elsewhere', async () => {
  const secret = randomBytes(32).toString('hex');
  const [shop, media] = [copyFolder(used), newFolder()];
  const { server, port } = await listen();
  server.close();
  const web = startCopy(shop, { RUN: 'web,live,jobs', SECRET: secret, MEDIA_URL: `http://127.0.0.1:${port}` });
  const url = await web.ready();
  const alone = startCopy(media, { RUN: 'media', SECRET: secret, MEDIA_PORT: String(port), MEDIA_HOOK_URL: `${url}/internal/media-hooks` });
  expect(await alone.ready()).toBe(`http://localhost:${port}`);
  expect(kindsOf(media)).toEqual(['main', 'media']);
  expect(kindsOf(shop)).toEqual(['main', 'postgres']);
  expect((await ask(`${url}/media/healthz`)).json()).toEqual({ ok: true });
  const offer = await ask(`${url}/media/whip/ls_unknown`, {
    method: 'POST',
    body: 'v=0\r\n',
    headers: { 'content-type': 'application/sdp', authorization: 'Bearer wrong-key' },
  });
  expect(offer.json()['reason']).toBe('wrong stream or key');
  expect([await stopCopy(alone), await stopCopy(web)]).toEqual([0, 0]);
});

test('a configuration with mistakes is refused with all of them by name', async () => {
  const { code, said } = await startCopy(newFolder(), {
    PORT: 'eighty',
    RTMP_PORT: '70000',
    DATABASE_URL: 'mysql://x',
    RUN: 'media,mail',
    SECRET: '',
  }).ended();
  expect(code).toBe(1);
  for (const name of ['PORT', 'RTMP_PORT', 'DATABASE_URL', 'RUN', 'MEDIA_HOOK_URL'])
    expect(said).toMatch(new RegExp(`^  ${name}: .+`, 'm'));
  await expectRefusal(
    startCopy(newFolder(), { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' }),
    /^The database of DATABASE_URL cannot be used: (?!.*secret).*ECONNREFUSED/,
  );
});

test('in production there is no demo and no play money; the first visitor makes the owner, and only the first', async () => {
  const copy = startCopy(newFolder(), { NODE_ENV: 'production', DEMO: '' });
  const url = await copy.ready();
  const said = copy.said();
  for (const line of ['No payment provider is configured', 'No SMS gateway is configured', 'Nobody owns this installation yet'])
    expect(said).toContain(line);
  expect(said).not.toContain('demo accounts');
  expect((await ask(`${url}/api/payment-methods`)).json()).toEqual({ items: [] });
  expect((await ask(`${url}/sandbox-pay/`)).status).toBe(404);
  expect((await ask(`${url}/api/setup`)).json()).toEqual({ isNeeded: true });
  await setUp(url);
  expect((await ask(`${url}/api/setup`)).json()).toEqual({ isNeeded: false });
  const second = await ask(`${url}/api/setup`, { method: 'POST', body: { ...owner, email: 'other@example.com' } });
  expect([second.status, second.json()['code']]).toEqual([409, 'already_set_up']);
});
