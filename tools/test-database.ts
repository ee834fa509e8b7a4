import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DataFolderInUse, takeDataLock } from '../apps/server/src/platform/data-lock.ts';
import { startPostgres } from '../apps/server/src/platform/postgres/start-postgres.ts';
import { clusterHome } from '../apps/server/src/platform/postgres/create-cluster.ts';
import { scratchFolder } from '../apps/server/src/platform/postgres/scratch-folder.ts';
import { stopOrphan } from '../apps/server/src/platform/postgres/postgres-processes.ts';

const folderStart = `tuanzi-test-${process.getuid?.() ?? 'x'}-`;
const graceMs = 60_000;

/**
 * vitest's global set-up: one PostgreSQL for the whole run, in a temporary folder. Test processes find it in
 * TEST_PG_URL, which they inherit. TEST_DATABASE_URL uses a server that is there already; its role must be allowed
 * to create databases.
 */
export default async function startTestDatabase(): Promise<(() => Promise<void>) | undefined> {
  // Each project of the vitest configuration calls this; they share the server of the first.
  if (process.env.TEST_PG_URL !== undefined) return undefined;
  const outside = process.env.TEST_DATABASE_URL;
  if (outside) {
    process.env.TEST_PG_URL = outside;
    return undefined;
  }
  await removeLeftovers();
  const folder = mkdtempSync(path.join(scratchFolder(), folderStart));
  const lock = await takeDataLock(folder, 'run');
  const removeAtExit = () => rmSync(folder, { recursive: true, force: true });
  try {
    const postgres = await startPostgres({ dataDir: folder, isThrowaway: true, settings: { cluster_name: folder } });
    process.env.TEST_PG_URL = postgres.url;
    return async () => {
      delete process.env.TEST_PG_URL;
      await postgres.stop();
      lock.release();
      removeAtExit();
    };
  } catch (error) {
    lock.release();
    removeAtExit();
    throw error;
  }
}

/** A killed run leaves its folder and its PostgreSQL behind; whose process is gone is cleared away here. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(scratchFolder())) {
    if (!name.startsWith(folderStart)) continue;
    const folder = path.join(scratchFolder(), name);
    try {
      // A run that begins at this moment has made its folder and may not have locked it yet.
      if (Date.now() - statSync(folder).mtimeMs < graceMs) continue;
      const lock = await takeDataLock(folder, 'run');
      const { cluster } = clusterHome(folder);
      if (existsSync(cluster)) await stopOrphan(cluster);
      lock.release();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      // The folder of a run that goes on now stays; so does one that resists, which must not stop this run.
      if (!(error instanceof DataFolderInUse)) process.stderr.write(`left ${folder} alone: ${String(error)}\n`);
    }
  }
}
