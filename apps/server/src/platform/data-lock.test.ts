import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { takeDataLock } from './data-lock.ts';

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tuanzi-lock-'));
  folders.push(folder);
  return folder;
}

const program = `
  const { takeDataLock } = await import(${JSON.stringify(new URL('data-lock.ts', import.meta.url).href)})
  try {
    await takeDataLock(process.argv[1], 'server')
    console.log('held')
    process.stdin.resume().on('end', () => process.exit(0))
  } catch (error) {
    console.log(error.code + ' ' + error.message)
    process.exit(0)
  }`;

/** Another process that takes the lock and keeps it until its input ends. */
async function contend(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const said = await new Promise<string>((resolve) => child.stdout?.setEncoding('utf8').once('data', resolve));
  return { child, said: said.trim() };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function onlyLockFile(folder: string): string {
  const [file, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return path.join(folder, file ?? '');
}

test('a second process on the same folder is refused and told who holds it', async () => {
  const folder = newFolder();
  const first = await contend(folder);
  expect(first.said).toBe('held');
  const second = await contend(folder);
  expect(second.said).toContain(`data-folder-in-use The data folder ${folder} is in use by process ${first.child.pid}.`);
});

test('the same process cannot take a lock twice, and can again after it released', async () => {
  const folder = newFolder();
  const lock = await takeDataLock(folder, 'server');
  await expect(takeDataLock(folder, 'server')).rejects.toMatchObject({ code: 'data-folder-in-use', pid: process.pid });
  const other = await takeDataLock(folder, 'other');
  lock.release();
  lock.release();
  const again = await takeDataLock(folder, 'server');
  again.release();
  other.release();
});

test('a process that exits lets go of its lock', async () => {
  const folder = newFolder();
  const first = await contend(folder);
  first.child.stdin?.end();
  await ended(first.child);
  expect(JSON.parse(readFileSync(onlyLockFile(folder), 'utf8'))).toMatchObject({ isReleased: true });
  expect((await contend(folder)).said).toBe('held');
});

test('twelve processes race for the lock of one that was killed: exactly one gets it', async () => {
  const folder = newFolder();
  const first = await contend(folder);
  first.child.kill('SIGKILL');
  await ended(first.child);
  const answers = await Promise.all(Array.from({ length: 12 }, () => contend(folder)));
  expect(answers.filter(({ said }) => said === 'held')).toHaveLength(1);
  expect(answers.filter(({ said }) => said.startsWith('data-folder-in-use'))).toHaveLength(11);
});

test('the number of a dead holder that another program has now does not keep the folder', async () => {
  const folder = newFolder();
  const lock = await takeDataLock(folder, 'server');
  const file = onlyLockFile(folder);
  const written = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  lock.release();
  writeFileSync(file, JSON.stringify({ ...written, startedAt: '1' }));
  const next = await takeDataLock(folder, 'server');
  next.release();
});

test('a holder in another container is recognised by its heartbeat, and by its silence', async () => {
  const folder = newFolder();
  const file = path.join(folder, '.server.lock.3');
  writeFileSync(file, JSON.stringify({ pid: 7, startedAt: '1', world: 'elsewhere', isReleased: false }));
  const heartbeat = setInterval(() => utimesSync(file, new Date(), new Date()), 50);
  await expect(takeDataLock(folder, 'server')).rejects.toMatchObject({ code: 'data-folder-in-use', pid: 7 });
  clearInterval(heartbeat);
  const longAgo = new Date(Date.now() - 600_000);
  utimesSync(file, longAgo, longAgo);
  const lock = await takeDataLock(folder, 'server');
  lock.release();
});
