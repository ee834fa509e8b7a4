import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { migrate } from '../apps/server/src/platform/migrate.ts';
import { scratchFolder } from '../apps/server/src/platform/postgres/scratch-folder.ts';
import { startPostgres } from '../apps/server/src/platform/postgres/start-postgres.ts';
import { createTestDatabase } from '../apps/server/src/platform/postgres/testing.ts';

/** A migrated, empty database for a tool: from the test server when a test run has one, else a PostgreSQL of its own. */
export async function createScratchDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  if (process.env['TEST_PG_URL'] !== undefined) return createTestDatabase();
  const folder = mkdtempSync(path.join(scratchFolder(), 'tuanzi-scratch-'));
  const postgres = await startPostgres({ dataDir: folder, isThrowaway: true });
  const drop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await migrate(postgres.url);
    return { url: postgres.url, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}
