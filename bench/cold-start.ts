import { mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spread, type Outcome } from './outcome.ts';
import { memoryMbOfTree } from './process-figures.ts';

const main = path.join(import.meta.dirname, '../apps/server/src/main.ts');
const firstStartBarMs = 20_000;
const memoryBarMb = 400;
/** What a start leaves behind is collected after a while; then the memory is what an idle shop takes. */
const settleMs = 10_000;

interface Start {
  readonly readyMs: number;
  readonly memoryMb: number;
}

/** From the command to the line that says it serves: first with an empty folder and the demo shop, then again on the same. */
export async function measureColdStart(): Promise<Outcome> {
  const firsts: Start[] = [];
  const seconds: Start[] = [];
  for (let i = 0; i < 3; i++) {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tuanzi-start-'));
    try {
      firsts.push(await start(dataDir));
      seconds.push(await start(dataDir));
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
  const first = spread(firsts.map(({ readyMs }) => readyMs));
  const memory = spread([...firsts, ...seconds].map(({ memoryMb }) => memoryMb));
  const ratio = Math.max(first.median / firstStartBarMs, memory.median / memoryBarMb);
  return {
    name: 'cold-start',
    ratio,
    bar: 1,
    isLessBetter: true,
    ok: ratio <= 1,
    exact: true,
    figures: {
      firstReadyMs: first,
      againReadyMs: spread(seconds.map(({ readyMs }) => readyMs)),
      idleMemoryMb: memory,
      bars: { firstStartBarMs, memoryBarMb },
    },
  };
}

async function start(dataDir: string): Promise<Start> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], PORT: '0', RTMP_PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, DEMO: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('ready ')) break;
    const readyMs = Math.round(performance.now() - startedAt);
    child.stdout.resume();
    await delay(settleMs);
    return { readyMs, memoryMb: memoryMbOfTree(child.pid ?? 0) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}
