import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { StartError } from '../../apps/server/src/start-error.ts';
import { writeArchive } from './archive.ts';
import { dataFolders, saveFiles } from './data-files.ts';
import { manifestName, type Manifest } from './manifest.ts';
import { saveDatabase } from './save-database.ts';
import { hasTable } from './tables.ts';

export interface BackupSource {
  readonly databaseUrl: string;
  readonly dataDir: string;
}
export interface BackupOptions {
  readonly withoutRecordings?: boolean;
  /** A moment another transaction has exported, to take that one. */
  readonly snapshot?: string;
}
export interface BackupResult {
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
}

/** Writes everything of an installation as of one moment into one file, while it runs or not. */
export async function createBackup(source: BackupSource, file: string, options: BackupOptions = {}): Promise<BackupResult> {
  const client = new pg.Client({ connectionString: source.databaseUrl, application_name: 'tuanzi backup' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    if (options.snapshot !== undefined) await client.query(`set transaction snapshot ${client.escapeLiteral(options.snapshot)}`);
    if (!(await hasTable(client, 'platform.migrations')))
      throw new StartError('There is nothing to back up: this database has never been started with Tuanzi.');
    const archive = await writeArchive(file);
    try {
      const database = await saveDatabase(client, archive);
      const folders = dataFolders.filter((folder) => folder !== 'recordings' || options.withoutRecordings !== true);
      const files = await saveFiles(source.dataDir, folders, archive);
      const manifest: Manifest = {
        format: 1,
        version: productVersion(),
        madeAt: new Date().toISOString(),
        ...database,
        hasRecordings: folders.includes('recordings'),
        parts: [...archive.parts],
      };
      await archive.add(manifestName, Buffer.from(JSON.stringify(manifest)));
      await archive.finish();
      const bytes = archive.parts.reduce((sum, part) => sum + part.bytes, 0);
      return { rows: database.tables.reduce((sum, { rows }) => sum + rows, 0), files, bytes };
    } catch (error) {
      await archive.abort();
      throw error;
    }
  } finally {
    await client.end();
  }
}

function productVersion(): string {
  const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };
  return version;
}
