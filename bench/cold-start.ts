import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spread, type Outcome } from './outcome.ts';

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
    return { readyMs, memoryMb: Math.round(memoryOf(child.pid ?? 0) / 1024) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Of a process and all it started, in KiB; what several share is counted once, in parts. */
function memoryOf(root: number): number {
  const parents = new Map<number, number>();
  // Only Linux says so.
  if (!existsSync('/proc/self/smaps_rollup')) return 0;
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readQuietly(`/proc/${name}/stat`) : '';
    const parent = /\) \S (\d+)/.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isOurs = (pid: number): boolean => pid === root || (parents.has(pid) && isOurs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isOurs).reduce((sum, pid) => {
    const shared = /^Pss:\s+(\d+)/m.exec(readQuietly(`/proc/${pid}/smaps_rollup`))?.[1];
    return sum + Number(shared ?? 0);
  }, 0);
}

/** A process may end while it is looked at; then it takes nothing. */
function readQuietly(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
