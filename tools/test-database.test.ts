import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, utimesSync } from 'node:fs';
import { Client } from 'pg';
import { afterEach, expect, test } from 'vitest';

const program = `
  const { default: startTestDatabase } = await import(${JSON.stringify(new URL('test-database.ts', import.meta.url).href)})
  const stop = await startTestDatabase()
  console.log(JSON.stringify({ url: process.env.TEST_PG_URL }))
  process.stdin.resume().on('end', async () => { await stop?.(); process.exit(0) })`;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

type Run = { child: ChildProcess; url: string; ended: Promise<void> };

/** A test run of its own, up to the point where tests would begin; it ends when its input does. */
async function startRun(environment: Record<string, string> = {}): Promise<Run> {
  const { TEST_PG_URL: _own, TEST_DATABASE_URL: _outside, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...inherited, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = await new Promise<string>((resolve) => child.stdout?.setEncoding('utf8').once('data', resolve));
  return { child, ended, ...(JSON.parse(said) as { url: string }) };
}

async function endRun(run: Run): Promise<void> {
  run.child.stdin?.end();
  await run.ended;
}

/** Where a run's PostgreSQL lives, read from the server itself. */
async function folderOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ cluster_name: string }>('show cluster_name');
    return rows[0]?.cluster_name ?? '';
  } finally {
    await client.end();
  }
}

test('two runs at once have a server each, and remove their own when they end', async () => {
  const [one, other] = await Promise.all([startRun(), startRun()]);
  const folders = await Promise.all([folderOf(one.url), folderOf(other.url)]);
  expect(new Set(folders).size).toBe(2);
  await endRun(one);
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, true]);
  await endRun(other);
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false]);
});

test('what a killed run left is cleared away by the next one', async () => {
  const first = await startRun();
  const folder = await folderOf(first.url);
  first.child.kill('SIGKILL');
  await first.ended;
  const longAgo = new Date(Date.now() - 600_000);
  utimesSync(folder, longAgo, longAgo);
  const second = await startRun();
  expect(existsSync(folder)).toBe(false);
  await expect(folderOf(first.url)).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  await endRun(second);
});

test('TEST_DATABASE_URL is used as it is', async () => {
  const run = await startRun({ TEST_DATABASE_URL: 'postgres://somewhere/else' });
  expect(run.url).toBe('postgres://somewhere/else');
  await endRun(run);
});
