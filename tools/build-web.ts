/**
 * Builds both web apps into apps/*\/dist, if their sources have changed since they were last built.
 * Runs after every `npm ci` and before every start, so an unchanged tree must cost milliseconds.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { glob, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = join(import.meta.dirname, '..');
const apps = ['shop', 'console'] as const;
type App = (typeof apps)[number];

/** What both apps are made of, beside their own folders. */
const shared = ['packages/ui', 'packages/client', 'packages/contract'];

/** Text gains from being packed ahead; index.html does not take part, for the server writes a nonce into it. */
const packable = /\.(js|css|svg|json|webmanifest|wasm|txt)$/;
const packableBytesMin = 1024;

async function sourcesOf(app: App): Promise<string[]> {
  const files: string[] = ['package-lock.json', 'tools/build-web.ts'];
  for (const folder of [`apps/${app}`, ...shared]) {
    for await (const entry of glob('**/*', {
      cwd: join(root, folder),
      withFileTypes: true,
      exclude: (found) => found.name === 'dist' || found.name === 'node_modules' || found.name.startsWith('dist.'),
    })) {
      const isSource = entry.isFile() && !/\.test\.tsx?$/.test(entry.name);
      if (isSource) files.push(relative(root, join(entry.parentPath, entry.name)));
    }
  }
  return files.sort();
}

async function stampOf(app: App): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await sourcesOf(app)) {
    hash.update(`${file}\0`);
    hash.update(await readFile(join(root, file)));
  }
  return hash.digest('hex');
}

async function precompress(folder: string): Promise<void> {
  const packed: Promise<void>[] = [];
  for await (const file of glob('**/*', { cwd: folder })) {
    const path = join(folder, file);
    if (packable.test(file) && (await stat(path)).size >= packableBytesMin) packed.push(writePacked(path));
  }
  await Promise.all(packed);
}

async function writePacked(path: string): Promise<void> {
  const plain = await readFile(path);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    }),
    promisify(gzip)(plain, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
}

/**
 * Builds beside and swaps: a server that is running, or a build that was interrupted, never sees half a folder,
 * and of two builds at once the later one stays.
 */
async function buildApp(app: App, stamp: string): Promise<void> {
  const { build } = await import('vite');
  const appFolder = join(root, 'apps', app);
  const fresh = join(appFolder, `dist.new-${process.pid}`);
  const old = join(appFolder, `dist.old-${process.pid}`);
  const dist = join(appFolder, 'dist');
  try {
    await build({
      root: appFolder,
      configFile: join(appFolder, 'vite.config.ts'),
      mode: 'production',
      logLevel: 'warn',
      build: { outDir: fresh, emptyOutDir: true },
    });
    await precompress(fresh);
    await writeFile(join(fresh, '.stamp'), stamp);
    if (existsSync(dist)) await rename(dist, old);
    await rename(fresh, dist);
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

async function outdatedApps(): Promise<{ app: App; stamp: string }[]> {
  const outdated: { app: App; stamp: string }[] = [];
  for (const app of apps) {
    const stampFile = join(root, 'apps', app, 'dist', '.stamp');
    const stamp = await stampOf(app);
    if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) outdated.push({ app, stamp });
  }
  return outdated;
}

/**
 * Resolves when both apps in apps/*\/dist are what the sources say. The build runs in a process of its own: React is
 * built with its warnings unless NODE_ENV says production from the start, and no server should carry a bundler in memory.
 */
export async function buildWeb(): Promise<void> {
  if ((await outdatedApps()).length === 0) return;
  await promisify(execFile)(process.execPath, [import.meta.filename], { env: { ...process.env, NODE_ENV: 'production' } });
}

if (import.meta.main) {
  process.env['NODE_ENV'] = 'production';
  const startedMs = Date.now();
  const outdated = await outdatedApps();
  for (const { app, stamp } of outdated) await buildApp(app, stamp);
  if (outdated.length > 0)
    process.stdout.write(
      `web apps built: ${outdated.map(({ app }) => app).join(', ')} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)\n`,
    );
}
