import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { findFreePort } from '../../apps/server/src/start-error.ts';
import { newFolder, removeCopies, startCopy, stopCopy } from '../../apps/server/src/testing-start.ts';

const run = promisify(execFile);
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await removeCopies();
});

interface Report {
  readonly code: number;
  readonly said: string;
  /** The verdict of each line by its name. */
  readonly verdicts: Readonly<Record<string, string>>;
}

async function examine(settings: Record<string, string>): Promise<Report> {
  const { TEST_PG_URL: _server, NODE_ENV: _env, ...inherited } = process.env;
  const env = { ...inherited, HOST: '127.0.0.1', PORT: '0', RTMP_PORT: '0', ...settings };
  const { code, said } = await run(process.execPath, [path.join(import.meta.dirname, 'doctor.ts'), '--offline'], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, said: stdout + stderr }),
  );
  const lines = said.split('\n').filter((line) => /^(ok|warn|FAIL) /.test(line));
  const verdicts = Object.fromEntries(lines.map((line) => [line.slice(6, 21).trim(), line.slice(0, 4).trim()]));
  return { code, said, verdicts };
}

async function takePort(): Promise<string> {
  const server = createServer((socket) => socket.end('hello\r\n'));
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return String((server.address() as AddressInfo).port);
}

test('a folder that was never started, and one that is stopped, can be started', { timeout: 120_000 }, async () => {
  const folder = newFolder();
  const never = await examine({ DATA_DIR: path.join(folder, 'data') });
  expect(never.said).toContain('will be made at the first start');
  expect(Object.values(never.verdicts)).not.toContain('FAIL');
  expect(never.code).toBe(0);
  const copy = startCopy(folder);
  await copy.ready();
  await stopCopy(copy);
  const stopped = await examine({ DATA_DIR: folder });
  expect(stopped.said).toMatch(/PostgreSQL \d+, stopped/);
  expect(stopped.code).toBe(0);
});

test('of an installation that runs, everything is found to be ours and to answer', { timeout: 120_000 }, async () => {
  const folder = newFolder();
  const ports = { PORT: String(await findFreePort('127.0.0.1')), RTMP_PORT: String(await findFreePort('127.0.0.1')) };
  await startCopy(folder, ports).ready();
  const { said, verdicts, code } = await examine({ ...ports, DATA_DIR: folder });
  const well = [
    'data folder',
    'disk',
    'database',
    'database clock',
    'schema',
    'events',
    'jobs',
    'PORT',
    'RTMP_PORT',
    'web → media',
    'media → web',
  ];
  expect(Object.fromEntries(well.map((name) => [name, verdicts[name]]))).toEqual(Object.fromEntries(well.map((name) => [name, 'ok'])));
  expect(said).toContain(`${ports.PORT} is ours`);
  expect(said).toContain(`${ports.RTMP_PORT} is ours`);
  expect(code).toBe(0);
});

test(
  'ports of other programs, a database, a Redis and a web server that are not there: each is named, with what to do',
  { timeout: 120_000 },
  async () => {
    const folder = newFolder();
    const [port, rtmp, nobody] = [await takePort(), await takePort(), String(await findFreePort('127.0.0.1'))];
    const { said, verdicts, code } = await examine({
      DATA_DIR: folder,
      PORT: port,
      RTMP_PORT: rtmp,
      DATABASE_URL: `postgres://nobody:secret-word@127.0.0.1:${nobody}/none`,
      REDIS_URL: `redis://127.0.0.1:${nobody}`,
      MEDIA_HOOK_URL: `http://127.0.0.1:${nobody}/internal/media-hooks`,
      SECRET: 's'.repeat(32),
    });
    const ill = ['PORT', 'RTMP_PORT', 'database', 'Redis', 'media → web'];
    expect(Object.fromEntries(ill.map((name) => [name, verdicts[name]]))).toEqual(Object.fromEntries(ill.map((name) => [name, 'FAIL'])));
    expect(said).toContain('choose another port with RTMP_PORT');
    expect(said).not.toContain('secret-word');
    expect(said).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  },
);

test('another SECRET on the media machine is found before the first broadcast is refused', { timeout: 120_000 }, async () => {
  const port = String(await findFreePort('127.0.0.1'));
  await startCopy(newFolder(), { PORT: port, SECRET: 'a'.repeat(32), RUN: 'web,live,jobs' }).ready();
  const media = { DATA_DIR: newFolder(), RUN: 'media', MEDIA_HOOK_URL: `http://127.0.0.1:${port}/internal/media-hooks` };
  expect((await examine({ ...media, SECRET: 'a'.repeat(32) })).verdicts['media → web']).toBe('ok');
  const { said, code } = await examine({ ...media, SECRET: 'b'.repeat(32) });
  expect(said).toContain('refuses this SECRET');
  expect(code).toBe(1);
});

test('settings that are no mistake but unwise for customers are warned of; a mistake is named', { timeout: 120_000 }, async () => {
  const folder = newFolder();
  const unwise = await examine({
    DATA_DIR: folder,
    NODE_ENV: 'production',
    PUBLIC_URL: 'http://shop.example.com',
    SMS_TO_CONSOLE: '1',
    SANDBOX_PAY: '1',
    DEMO: '0',
  });
  const names = ['PUBLIC_URL', 'codes', 'payment', 'metrics'];
  expect(Object.fromEntries(names.map((name) => [name, unwise.verdicts[name]]))).toEqual(
    Object.fromEntries(names.map((name) => [name, 'warn'])),
  );
  expect(unwise.code).toBe(0);
  expect((await examine({ DATA_DIR: folder, PUBLIC_URL: 'https://shop.example.com/mall' })).verdicts['PUBLIC_URL']).toBe('FAIL');
  const wrong = await examine({ DATA_DIR: folder, PORT: 'eighty' });
  expect(wrong).toMatchObject({ code: 1, said: expect.stringMatching(/FAIL +settings[\s\S]*PORT/) });
});
