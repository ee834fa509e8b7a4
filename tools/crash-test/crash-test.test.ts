import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { scratchFolder } from '../../apps/server/src/platform/postgres/scratch-folder.ts';
import { processesOf } from '../../apps/server/src/testing-start.ts';
import { foldersOf } from './parts.ts';
import { victims } from './installation.ts';
import { planRounds, runCrashTest } from './run-crash-test.ts';

function aFolder(): string {
  return mkdtempSync(join(scratchFolder(), 'tuanzi-crash-'));
}

const running = (folder: string) => Object.values(foldersOf(folder)).flatMap((dir) => processesOf(dir));

/** Kept when something is wrong: the folder holds the logs and what was promised. */
test('the database, live media and the shop are killed under load: nothing that was acknowledged is lost', async () => {
  const folder = aFolder();
  const said: string[] = [];
  const { problems } = await runCrashTest({
    seed: 1,
    plan: ['postgres', 'media-child', 'web'],
    disasters: [],
    folder,
    lostMaxMs: Infinity,
    signal: new AbortController().signal,
    print: (line) => void said.push(line),
  });
  expect(problems, `${said.join('\n')}\nkept in ${folder}`).toEqual([]);
  expect(said).toHaveLength(3);
  rmSync(folder, { recursive: true, force: true });
}, 900_000);

test('Ctrl-C leaves no process behind', async () => {
  const command = spawn(process.execPath, [join(import.meta.dirname, 'crash-test.ts'), '--rounds', '50', '--seed', '7'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folder = await new Promise<string>((resolve) =>
    createInterface({ input: command.stdout }).on('line', (line) => {
      const found = /data in (\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    }),
  );
  // In the middle of starting everything, which is the worst moment.
  await vi.waitFor(() => expect(running(folder)).not.toEqual([]), { timeout: 60_000, interval: 20 });
  command.kill('SIGINT');
  const [code] = (await once(command, 'exit')) as [number | null];
  expect(code).toBe(130);
  expect(running(folder)).toEqual([]);
}, 300_000);

test('the same seed kills the same, and a long run kills everybody', () => {
  expect(planRounds(20, 5)).toEqual(planRounds(20, 5));
  expect(planRounds(20, 5)).not.toEqual(planRounds(20, 6));
  expect(new Set(planRounds(victims.length, 5))).toEqual(new Set(victims));
});
