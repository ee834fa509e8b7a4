import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type MediaProcess = {
  httpUrl: string;
  rtmpPort: number;
  pid: number;
  /** Lets the process end its streams and recordings; kills it when it does not. */
  stop(): Promise<void>;
  onExit(run: (code: number | null) => void): void;
};
export type MediaProcessOptions = { env: Record<string, string | undefined>; readyWithinMs?: number };

const STOP_WITHIN_MS = 8_000;
/** A machine that starts everything anew after a power cut is slow; it is not a reason to give up. */
const START_WITHIN_MS = 60_000;

/** Starts the media server as a child of this process with the same Node; it ends with this process, however that ends. */
export async function startMediaProcess({ env, readyWithinMs = START_WITHIN_MS }: MediaProcessOptions): Promise<MediaProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url))], {
    env: { ...process.env, ...env },
    // The ipc channel is the lifeline: when this process dies, the child sees it close.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exitRuns = new Set<(code: number | null) => void>();
  let exitCode: number | null | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('close', (code) => {
      exitCode = code;
      resolve();
      for (const run of exitRuns) run(code);
    });
  });
  const ready = new Promise<ReadyLine>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('live media did not start in time')), readyWithinMs);
    child.once('error', reject);
    void exited.then(() => reject(new Error('live media ended while starting; its log says why')));
    if (child.stdout === null) return reject(new Error('live media has no output'));
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      try {
        resolve(readReadyLine(line));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
  try {
    const { httpUrl, rtmpPort, pid } = await ready;
    return {
      httpUrl,
      rtmpPort,
      pid,
      async stop() {
        if (exitCode !== undefined) return;
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
        await exited;
        clearTimeout(timer);
      },
      onExit(run) {
        if (exitCode === undefined) exitRuns.add(run);
        else run(exitCode);
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

type ReadyLine = { httpUrl: string; rtmpPort: number; pid: number };

function readReadyLine(line: string): ReadyLine {
  const said = JSON.parse(line) as { ready: boolean; message?: string } & ReadyLine;
  if (!said.ready) throw new Error(`live media cannot start: ${said.message ?? 'no reason given'}`);
  return said;
}
