/** `npm run dev`: the server restarting on changes, and both web apps with hot reload on 5173 and 5174. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { buildWeb } from './build-web.ts';

const root = join(import.meta.dirname, '..');
await buildWeb();
const vite = join(root, 'node_modules/.bin/vite');
const children: ChildProcess[] = [
  spawn(
    process.execPath,
    ['--watch-path=apps/server/src', '--watch-path=packages/contract/src', '--watch-preserve-output', 'apps/server/src/main.ts'],
    { cwd: root, stdio: 'inherit' },
  ),
  spawn(vite, ['apps/shop'], { cwd: root, stdio: 'inherit' }),
  spawn(vite, ['apps/console'], { cwd: root, stdio: 'inherit' }),
];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
