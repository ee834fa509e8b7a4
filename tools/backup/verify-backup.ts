import { createHash } from 'node:crypto';
import { StartError } from '../../apps/server/src/start-error.ts';
import { readArchive } from './archive.ts';
import { dataFolders } from './data-files.ts';
import { manifestName, parseManifest, type Manifest } from './manifest.ts';

/** Reads a backup to its end: every part must be there, in order and unchanged. Nothing is restored from one that was not read so. */
export async function verifyBackup(file: string): Promise<Manifest> {
  const seen: Manifest['parts'] = [];
  let text = '';
  await readArchive(file, async (name, content) => {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.length;
      if (name === manifestName) text += chunk.toString('utf8');
    }
    if (name !== manifestName) seen.push({ name, bytes, sha256: hash.digest('hex') });
  });
  if (text === '') throw new StartError(`${file} is not a whole backup: its end is missing.`);
  const manifest = parseManifest(text);
  if (manifest === undefined) throw new StartError(`${file} is not a backup this Tuanzi can read; a newer one may have made it.`);
  manifest.parts.forEach((part, i) => {
    const found = seen[i];
    if (found?.name !== part.name || found.bytes !== part.bytes || found.sha256 !== part.sha256)
      throw new StartError(`${file} is damaged: ${part.name} is not what was backed up.`);
  });
  if (seen.length !== manifest.parts.length) throw new StartError(`${file} is damaged: it holds more than was backed up.`);
  for (const { name } of seen) refuseStrangeName(name);
  return manifest;
}

/** The table whose rows a part holds; undefined for a file. */
export function tableOfPart(name: string): string | undefined {
  return /^database\/(.+)\/\d{6}\.copy$/.exec(name)?.[1];
}

/** The path below the data folder a part belongs to; undefined for rows. */
export function fileOfPart(name: string): string | undefined {
  return name.startsWith('data/') ? name.slice('data/'.length) : undefined;
}

/** A path that leads out of the data folder is nothing a backup writes. */
function refuseStrangeName(name: string): void {
  const words = fileOfPart(name)?.split('/');
  if (words === undefined ? tableOfPart(name) !== undefined : dataFolders.some((folder) => folder === words[0]) && words.every(isPlain))
    return;
  throw new StartError(`This backup holds something Tuanzi does not write: ${name}.`);
}

function isPlain(word: string): boolean {
  return word !== '' && word !== '.' && word !== '..' && !/[\\\0:]/.test(word);
}
