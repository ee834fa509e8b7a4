import path from 'node:path';
import pg from 'pg';
import { StartError } from '../../apps/server/src/start-error.ts';
import { readArchive } from './archive.ts';
import { createBackup, type BackupSource } from './create-backup.ts';
import { hasFiles, restoreFile } from './data-files.ts';
import { loadDatabase, refuseForeignSchema } from './load-database.ts';
import { swapDatabase } from './swap-database.ts';
import { hasTable } from './tables.ts';
import { fileOfPart, tableOfPart, verifyBackup } from './verify-backup.ts';
import type { Manifest } from './manifest.ts';

export interface RestoreOptions {
  /** Puts the backup in place of what is there, after saving that. */
  readonly isReplacing?: boolean;
  print(line: string): void;
}

/** Checked before anything of the target is opened, since checking a large file takes its time. */
export async function checkBackup(file: string): Promise<Manifest> {
  const manifest = await verifyBackup(file);
  await refuseForeignSchema(manifest);
  return manifest;
}

/** Puts a checked backup into a target nobody else uses. Files first, then the database in one step: what fails before it changes nothing that is read. */
export async function restoreBackup(
  file: string,
  manifest: Manifest,
  target: BackupSource,
  { isReplacing = false, print }: RestoreOptions,
): Promise<void> {
  const isUsed = await refuseRunning(target.databaseUrl);
  if ((isUsed || (await hasFiles(target.dataDir))) && !isReplacing)
    throw new StartError(
      'There is an installation here already. Restore into another DATA_DIR, or put the backup in its place with --replace.',
    );
  if (isUsed) await saveReplaced(target, print);
  await readArchive(file, async (name, content) => {
    const to = fileOfPart(name);
    if (to !== undefined) await restoreFile(target.dataDir, to, content, manifest.parts.find((part) => part.name === name)?.bytes ?? 0);
  });
  await swapDatabase(target.databaseUrl, (url) =>
    loadDatabase(url, manifest, (take) =>
      readArchive(file, async (name, content) => {
        const table = tableOfPart(name);
        if (table !== undefined) await take(table, content);
      }),
    ),
  );
}

/** Whether the target holds an installation; one that runs is refused. */
async function refuseRunning(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'tuanzi restore' });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select application_name as name from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name like 'tuanzi %'`,
    );
    if (rows[0] !== undefined)
      throw new StartError(`${rows[0].name} works on this database. Stop every process of the installation first.`);
    return await hasTable(client, 'platform.migrations');
  } finally {
    await client.end();
  }
}

/** Whoever restores the wrong file can go back. Recordings stay where they are, so they are not saved again. */
async function saveReplaced(target: BackupSource, print: (line: string) => void): Promise<void> {
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const file = path.join(target.dataDir, `replaced-${stamp}.tuanzi`);
  await createBackup(target, file, { withoutRecordings: true });
  print(`What was here is saved in ${file}.`);
}
