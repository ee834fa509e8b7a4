/** `npm run check`: types, lint, boundaries, dead code, sizes and drift. Everything runs; every finding is printed. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { generateTables } from './db-types.ts';
import { cruiseTree, moduleOrder } from './guards/boundaries.ts';
import { checkDocs } from './guards/docs.ts';
import { checkFileSizes } from './guards/file-sizes.ts';
import { isOpenApiCurrent, readOpenApi } from './guards/openapi.ts';

const root = join(import.meta.dirname, '..');
/** Lines that tell what is wrong; none when all is well. */
type Guard = () => Promise<readonly string[]>;

function program(name: string, ...args: string[]): Guard {
  return () =>
    new Promise((resolve) => {
      execFile(join(root, 'node_modules/.bin', name), args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        resolve(error === null ? [] : `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== ''));
      });
    });
}

const guards: Readonly<Record<string, Guard>> = {
  'types (server)': program('tsc', '--noEmit', '-p', 'tsconfig.json'),
  'types (shop)': program('tsc', '--noEmit', '-p', 'apps/shop/tsconfig.json'),
  'types (console)': program('tsc', '--noEmit', '-p', 'apps/console/tsconfig.json'),
  lint: program('oxlint', '--deny-warnings'),
  format: program('oxfmt', '--list-different', '.'),
  boundaries: async () => {
    const { violations, modulesSeen } = await cruiseTree(
      root,
      ['apps', 'packages', 'e2e', 'tools', 'bench'],
      moduleOrder(join(root, 'apps/server/src/app.ts')),
    );
    // A guard that sees nothing finds nothing; that happened with an unsupported TypeScript beside it.
    if (modulesSeen < 200) return [`only ${modulesSeen} modules were seen; the guard is blind`];
    return violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`);
  },
  'dead code': program('knip', '--no-progress'),
  sizes: async () => checkFileSizes(root),
  'table types': async () => (await generateTables(true)).map((file) => `${file} is out of date; run npm run db:types`),
  'openapi.json': async () => (isOpenApiCurrent(readOpenApi()) ? [] : ['docs/openapi.json is out of date; run npm run openapi']),
  docs: async () => checkDocs(root),
};

/** Two at a time: one core each on the smallest machine we build for. */
async function runAll(): Promise<number> {
  const waiting = Object.entries(guards);
  let failed = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, guard] = next;
      const startedAt = performance.now();
      const findings = await guard().catch((error: unknown) => [error instanceof Error ? (error.stack ?? error.message) : String(error)]);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
      for (const line of findings.slice(0, 60)) console.log(`     ${line}`);
      if (findings.length > 0) failed += 1;
    }
  };
  await Promise.all([worker(), worker()]);
  return failed;
}

process.exit((await runAll()) === 0 ? 0 : 1);
