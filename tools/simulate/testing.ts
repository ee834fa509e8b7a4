import { execFile } from 'node:child_process';
import path from 'node:path';

/** In a process of its own, because time there is the simulated one. */
export function simulate(...args: string[]): Promise<{ code: number | null; said: string }> {
  const { TEST_PG_URL: _server, ...env } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(import.meta.dirname, 'simulate.ts'), ...args],
      { env, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, said: `${stdout}${stderr}` }),
    );
  });
}
