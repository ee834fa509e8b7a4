/** `npm run backup -- FILE [--without-recordings]`: everything of the installation of DATA_DIR or DATABASE_URL in one file. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseConfig } from '../../apps/server/src/platform/config.ts';
import { explain, StartError } from '../../apps/server/src/start-error.ts';
import { createBackup } from './create-backup.ts';
import { withDatabase } from './data-target.ts';

async function backup(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'without-recordings': { type: 'boolean', default: false } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new StartError('Say where to: npm run backup -- FILE [--without-recordings]');
  const config = parseConfig(process.env);
  if (config.DATABASE_URL === undefined && !existsSync(config.dataDir))
    throw new StartError(`There is nothing to back up in ${config.dataDir}. Say where the installation is with DATA_DIR.`);
  await withDatabase(config, async (source) => {
    const { rows, files } = await createBackup(source, file, { withoutRecordings: values['without-recordings'] });
    console.log(`${file}: ${rows} rows and ${files} files in ${((await stat(file)).size / 1_000_000).toFixed(1)} MB.`);
  });
  console.log('It holds personal data and this installation’s secrets; keep it where only you can read it.');
  if (config.SECRET !== undefined) console.log('SECRET comes from the environment and is not in it; keep it as well.');
  if (config.STORAGE_S3 !== undefined) console.log('Pictures are in STORAGE_S3 and not in it; keep that bucket as well.');
}

await backup().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
