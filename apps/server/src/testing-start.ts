import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { scratchFolder } from './platform/postgres/scratch-folder.ts';
import { clusterHome } from './platform/postgres/create-cluster.ts';
import { findPostgresProcesses, readPostmasterFile } from './platform/postgres/postgres-processes.ts';

/** An installation as an operator runs it: a process of its own, with everything it starts. */
export interface Copy {
  readonly pid: number;
  readonly child: ChildProcess;
  /** All it has said, both streams together. */
  said(): string;
  /** The address of its `ready` line; rejects with what it said when it ends before. */
  ready(): Promise<string>;
  /** How it ended. */
  ended(): Promise<{ code: number | null; said: string }>;
}
export interface Answer {
  readonly status: number;
  readonly cookie: string;
  json(): Record<string, unknown>;
  readonly text: string;
}

const folders: string[] = [];
const copies: Copy[] = [];

export function newFolder(): string {
  const folder = mkdtempSync(join(scratchFolder(), 'tuanzi-whole-'));
  folders.push(folder);
  return folder;
}

/** A data folder that was used before, without what a running copy keeps in it. */
export function copyFolder(from: string): string {
  const folder = newFolder();
  execFileSync('cp', ['-a', `${from}/.`, folder]);
  return folder;
}

/** Starts `main.ts` on free ports; `settings` go over them. */
export function startCopy(dataDir: string, settings: Record<string, string> = {}, args: readonly string[] = []): Copy {
  const { TEST_PG_URL: _server, NODE_ENV: _env, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    env: { ...inherited, DATA_DIR: dataDir, PORT: '0', RTMP_PORT: '0', HOST: '127.0.0.1', DEMO: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      for (const listener of listeners) listener();
    });
  }
  let end: { code: number | null; said: string } | undefined;
  child.once('exit', (code) => {
    // The output may still be in the pipe; children that hold it open must not keep this waiting.
    setImmediate(() => {
      end = { code, said };
      for (const listener of listeners) listener();
    });
  });
  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (found === undefined && end === undefined) return;
        listeners.delete(look);
        if (found === undefined) reject(new Error(`it ended with ${end?.code} and said: ${said}`));
        else resolve(found);
      };
      listeners.add(look);
      look();
    });
  const copy: Copy = {
    pid: child.pid ?? 0,
    child,
    said: () => said,
    ready: () => until(() => /^ready (\S+)$/m.exec(said)?.[1]),
    ended: () => until(() => end),
  };
  copies.push(copy);
  return copy;
}

export async function stopCopy(copy: Copy): Promise<number | null> {
  copy.child.kill('SIGINT');
  return (await copy.ended()).code;
}

/** Stops what a test left running and removes its folders. */
export async function removeCopies(isOver: (folder: string) => boolean = () => true): Promise<void> {
  await Promise.all(
    copies
      .splice(0)
      .filter(({ child }) => child.exitCode === null && child.signalCode === null)
      .map(stopCopy),
  );
  for (const folder of folders.filter(isOver)) {
    folders.splice(folders.indexOf(folder), 1);
    for (const { pid } of processesOf(folder)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Everything that runs for a data folder: Node processes by their environment, PostgreSQL by its own records. */
export function processesOf(dataDir: string): { pid: number; kind: 'main' | 'media' | 'postgres' | 'backend' }[] {
  const nodes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const read = (file: string) => {
        try {
          return readFileSync(`/proc/${name}/${file}`, 'utf8').split('\0');
        } catch {
          // Gone since it was listed, or a zombie.
          return [];
        }
      };
      if (!read('environ').includes(`DATA_DIR=${dataDir}`)) return [];
      const kind = read('cmdline').some((word) => word.endsWith('media/main.ts')) ? ('media' as const) : ('main' as const);
      return [{ pid: Number(name), kind }];
    });
  const { cluster } = clusterHome(dataDir);
  return [
    ...nodes,
    ...(existsSync(cluster) ? findPostgresProcesses(cluster) : []).map((pid) => ({
      pid,
      kind: pid === readPostmasterFile(cluster)?.pid ? ('postgres' as const) : ('backend' as const),
    })),
  ];
}

/** What runs, without the processes PostgreSQL starts for itself. */
export function kindsOf(dataDir: string): string[] {
  return processesOf(dataDir)
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'backend')
    .toSorted();
}

/** One request; self-made certificates are believed. */
export function ask(
  url: string,
  { method = 'GET', body, headers = {} }: { method?: string; body?: object | string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method,
        rejectUnauthorized: false,
        agent: false,
        headers: { ...(typeof body === 'object' && { 'content-type': 'application/json' }), ...headers },
      },
      (response) => {
        let received = '';
        response
          .setEncoding('utf8')
          .on('data', (part: string) => {
            received += part;
          })
          .on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text: received,
              cookie: (response.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; '),
              json: () => JSON.parse(received) as Record<string, unknown>,
            }),
          )
          .on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}
