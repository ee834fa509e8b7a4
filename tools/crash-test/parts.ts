import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findRunningPostgres } from '../../apps/server/src/platform/postgres/start-postgres.ts';
import { processesOf, startCopy, type Copy } from '../../apps/server/src/testing-start.ts';
import { CrashTestProblem, within } from './until.ts';

export type Part = 'web' | 'jobs' | 'media';
/** `media-child` is the process that has the streams, a child of the media part; `backend` is one of PostgreSQL's own. */
export type ProcessKind = Part | 'media-child' | 'postgres' | 'backend';

/** Where a part finds the others, and what it is told. */
export interface Place {
  readonly folder: string;
  readonly settings: Readonly<Record<Part, () => Record<string, string>>>;
}

/** Where the parts keep their data. */
export function foldersOf(folder: string): { dataDir: string; mediaDir: string } {
  return { dataDir: join(folder, 'shop'), mediaDir: join(folder, 'media') };
}

/** Kills every process that works in a folder; true when there was none. */
export function endAllIn(folder: string): boolean {
  const left = Object.values(foldersOf(folder)).flatMap((dir) => processesOf(dir));
  for (const { pid } of left) killQuietly(pid);
  return left.length === 0;
}

/** The processes of an installation in parts: started when asked, never by themselves. */
export interface Parts {
  isRunning(part: Part): boolean;
  pidsOf(kind: ProcessKind): number[];
  /** The address it said it is ready at, once it is. */
  addressOf(part: Part): Promise<string>;
  /** The last words of a part, to show when it ended by itself. */
  lastWords(part: Part): string;
  /** Starts a part that does not run, and waits until it is ready. */
  revive(part: Part): Promise<void>;
  end(part: Part, signal: 'SIGKILL' | 'SIGTERM'): void;
  /** Ends every process, also of parts that are being started, and starts nothing more. */
  endAll(): boolean;
  keepLogs(): void;
}

/** A slow machine starts slowly; what takes longer than this does not start. */
export const readyMs = 120_000;

export function createParts({ folder, settings }: Place): Parts {
  const { dataDir, mediaDir } = foldersOf(folder);
  const copies = new Map<Part, Copy>();
  let isOver = false;
  const keepLog = (part: Part) => appendFileSync(join(folder, `${part}.log`), copies.get(part)?.said() ?? '');
  const isRunning = (part: Part) => {
    const child = copies.get(part)?.child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  };
  return {
    isRunning,
    pidsOf(kind) {
      if (kind === 'web' || kind === 'jobs' || kind === 'media') return isRunning(kind) ? [copies.get(kind)?.pid ?? 0] : [];
      const [of, wanted] = kind === 'media-child' ? [mediaDir, 'media'] : [dataDir, kind];
      return processesOf(of).flatMap((each) => (each.kind === wanted ? [each.pid] : []));
    },
    addressOf: (part) => copies.get(part)?.ready() ?? Promise.reject(new Error(`${part} was not started`)),
    lastWords: (part) => copies.get(part)?.said().slice(-2_000) ?? '',
    async revive(part) {
      if (isOver || isRunning(part)) return;
      keepLog(part);
      const copy = startCopy(part === 'media' ? mediaDir : dataDir, settings[part]());
      copies.set(part, copy);
      await within(copy.ready(), `${part} to start`, readyMs);
    },
    end: (part, signal) => void copies.get(part)?.child.kill(signal),
    endAll() {
      isOver = true;
      return endAllIn(folder);
    },
    keepLogs: () => [...copies.keys()].forEach(keepLog),
  };
}

export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was quicker.
  }
}

export function databaseUrlOf(dataDir: string): string {
  const found = findRunningPostgres(dataDir);
  if (found === undefined) throw new CrashTestProblem('no PostgreSQL runs');
  return found.url;
}

/**
 * Free ports below those the system gives to outgoing connections: while a process is down for a moment, nobody may
 * come to sit on its port by chance.
 */
export async function findPorts(count: number): Promise<number[]> {
  const found: number[] = [];
  for (let port = 20_000 + Math.floor(Math.random() * 10_000); found.length < count; port++) {
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) found.push(port);
    if (port > 32_000) throw new Error('no free port below 32000');
  }
  return found;
}
