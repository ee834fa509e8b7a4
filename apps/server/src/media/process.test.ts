import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMediaConfig } from './config.ts';
import { startMediaProcess } from './process.ts';
import { connectRtmp, sendLoop, startMediaBench, until } from './testing.ts';
import type { MediaBench } from './testing.ts';

let bench: MediaBench;
let dir: string;
beforeEach(async () => {
  bench = await startMediaBench();
  dir = mkdtempSync(path.join(os.tmpdir(), 'media-process-'));
});
afterEach(async () => {
  await bench.close();
  rmSync(dir, { recursive: true, force: true });
});

const envOf = (more: Record<string, string> = {}): Record<string, string> => ({
  MEDIA_HTTP_PORT: '0',
  RTMP_HOST: '127.0.0.1',
  RTMP_PORT: '0',
  RECORDINGS_DIR: dir,
  MEDIA_HOOK_URL: bench.hookUrl,
  MEDIA_SECRET: bench.secret,
  ...more,
});

test('the process says where it listens, and on stop it ends streams, closes recordings and tells the web process', async () => {
  const media = await startMediaProcess({ env: envOf() });
  expect((await fetch(`${media.httpUrl}/media/healthz`)).status).toBe(200);
  const client = await connectRtmp(media.rtmpPort);
  await client.publish('ses_p?key=good');
  sendLoop(client, 2_000);
  await bench.event('started', 'ses_p');
  const codes: (number | null)[] = [];
  media.onExit((code) => codes.push(code));
  await media.stop();
  expect(codes).toEqual([0]);
  await bench.event('ended', 'ses_p');
  await bench.event('recorded', 'ses_p');
});

test('a taken RTMP port is named in the error', async () => {
  await expect(startMediaProcess({ env: envOf({ RTMP_PORT: String(bench.rtmpPort) }) })).rejects.toThrow(`port ${bench.rtmpPort} is taken`);
});

test.each([
  [{ MEDIA_SECRET: '' }, 'MEDIA_SECRET is not set'],
  [{ MEDIA_SECRET: 'short' }, 'MEDIA_SECRET is shorter'],
  [{ MEDIA_HOOK_URL: '' }, 'MEDIA_HOOK_URL is not set'],
  [{ MEDIA_HOOK_URL: 'ftp://x' }, 'MEDIA_HOOK_URL is not an http address'],
  [{ RTMP_PORT: '70000' }, 'RTMP_PORT must be a whole number'],
  [{ RECORDINGS_DIR: '' }, 'RECORDINGS_DIR is not set'],
  [{ MEDIA_UDP_PORTS: '5-1' }, 'MEDIA_UDP_PORTS must look like'],
])('the setting %j is refused: %s', (more, message) => {
  expect(() => readMediaConfig(envOf(more))).toThrow(message);
});

test('without a secret the process does not start at all', async () => {
  await expect(startMediaProcess({ env: envOf({ MEDIA_SECRET: '' }) })).rejects.toThrow('MEDIA_SECRET is not set');
});

test('when the web process is killed the media process ends too', async () => {
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `
    const { startMediaProcess } = await import(${JSON.stringify(new URL('./process.ts', import.meta.url).href)});
    const media = await startMediaProcess({ env: ${JSON.stringify(envOf())} });
    console.log(media.pid);
    setInterval(() => {}, 1000);
  `,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until(() => !isAlive(pid), 'the media process to end');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process.
    return false;
  }
}
