import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createTestClock, type TestClock } from '../apps/server/src/platform/clock.ts';
import { startServer, type RunningServer } from '../apps/server/src/start-server.ts';

/** A whole product as `npm start` runs it, on a clock that can be turned: database, live media, jobs, both web apps. */
export interface Installation {
  readonly url: string;
  readonly server: RunningServer;
  readonly clock: TestClock;
  readonly rtmpPort: number;
  /** The newest one-time code the console printed for a phone number. */
  codeFor(phone: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startInstallation(env: Record<string, string> = {}): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tuanzi-e2e-'));
  const lines: string[] = [];
  const clock = createTestClock();
  const rtmpPort = await freePort();
  const server = await startServer(
    [],
    { PORT: String(await freePort()), HOST: '127.0.0.1', RTMP_PORT: String(rtmpPort), DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env },
    (line) => void lines.push(line),
    clock,
  );
  return {
    url: server.url,
    server,
    clock,
    rtmpPort,
    async codeFor(phone) {
      const find = () => lines.findLast((line) => line.startsWith(`one-time code for ${phone}: `))?.slice(-6);
      return until(() => Promise.resolve(find()), `a code for ${phone}`);
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Asks again until there is an answer; what never comes is named. */
export async function until<T>(ask: () => Promise<T | undefined | false>, what: string, timeoutMs = 20_000): Promise<T> {
  const endsAt = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > endsAt) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}
