import type { Config } from '../../apps/server/src/platform/config.ts';
import { takeDataLock } from '../../apps/server/src/platform/data-lock.ts';
import { findRunningPostgres, startPostgres } from '../../apps/server/src/platform/postgres/start-postgres.ts';
import type { BackupSource } from './create-backup.ts';

/** Works on the database of an installation, whether it runs or not: its own, the one it runs, or one started for this. */
export async function withDatabase(config: Config, work: (source: BackupSource) => Promise<void>): Promise<void> {
  const { dataDir } = config;
  const running = config.DATABASE_URL ?? findRunningPostgres(dataDir)?.url;
  if (running !== undefined) return work({ databaseUrl: running, dataDir });
  const own = await startPostgres({ dataDir });
  try {
    await work({ databaseUrl: own.url, dataDir });
  } finally {
    await own.stop();
  }
}

/** Works on an installation that must not run meanwhile: a copy that runs is refused, and none can start. */
export async function withStoppedInstallation(config: Config, work: (target: BackupSource) => Promise<void>): Promise<void> {
  const locks = [await takeDataLock(config.dataDir, 'tuanzi'), await takeDataLock(config.dataDir, 'media')];
  try {
    const own = config.DATABASE_URL === undefined ? await startPostgres({ dataDir: config.dataDir }) : undefined;
    try {
      await work({ databaseUrl: config.DATABASE_URL ?? own?.url ?? '', dataDir: config.dataDir });
    } finally {
      await own?.stop();
    }
  } finally {
    for (const lock of locks) lock.release();
  }
}
