/** `npm run restore -- FILE [--replace]`: puts a backup into the installation of DATA_DIR or DATABASE_URL, which must not run. */
import { parseArgs } from 'node:util';
import { parseConfig } from '../../apps/server/src/platform/config.ts';
import { explain, StartError } from '../../apps/server/src/start-error.ts';
import { withStoppedInstallation } from './data-target.ts';
import { checkBackup, restoreBackup } from './restore-backup.ts';

async function restore(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { replace: { type: 'boolean', default: false } } });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new StartError('Say which: npm run restore -- FILE [--replace]');
  const config = parseConfig(process.env);
  const manifest = await checkBackup(file);
  await withStoppedInstallation(config, (target) =>
    restoreBackup(file, manifest, target, { isReplacing: values.replace, print: console.log }),
  );
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const files = manifest.parts.filter(({ name }) => name.startsWith('data/')).length;
  console.log(`Restored ${rows} rows and ${files} files as of ${manifest.madeAt}. npm start runs it.`);
  if (!manifest.hasRecordings)
    console.log('The backup was made without recordings: replays are there as far as their files are in the data folder.');
}

await restore().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
