import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArchiveWriter } from './archive.ts';

/** What an installation keeps in its folder beside the database. */
export const dataFolders = ['files', 'recordings', 'https'] as const;

/**
 * Copies the files of a data folder. Called after the database's moment was fixed: a file is written before a row names
 * it and never changed, so each file a row of that moment names is there. A recording that runs grows at its end, and
 * its index names only bytes written before; so the index goes first.
 */
export async function saveFiles(dataDir: string, folders: readonly string[], archive: ArchiveWriter): Promise<number> {
  let count = 0;
  for (const folder of folders) for (const name of await listFiles(dataDir, folder)) count += await saveFile(dataDir, name, archive);
  return count;
}

async function listFiles(dataDir: string, folder: string): Promise<string[]> {
  if (!existsSync(path.join(dataDir, folder))) return [];
  const found = await readdir(path.join(dataDir, folder), { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) => path.relative(dataDir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .toSorted();
}

async function saveFile(dataDir: string, name: string, archive: ArchiveWriter): Promise<number> {
  let handle;
  try {
    handle = await open(path.join(dataDir, name), 'r');
  } catch (error) {
    // Deleted since it was listed: a poster that is drawn anew when asked for, or a recording its owner removed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  try {
    await archive.addFile(`data/${name}`, handle, (await handle.stat()).size);
    return 1;
  } finally {
    await handle.close();
  }
}

/** Puts one file in place, whole or not at all. Names are never used twice and files only grow: one that is there and not shorter stays. */
export async function restoreFile(dataDir: string, name: string, content: AsyncIterable<Buffer>, bytes: number): Promise<void> {
  const target = path.join(dataDir, name);
  const there = await stat(target).catch(() => undefined);
  if (there !== undefined && there.size >= bytes) return;
  await mkdir(path.dirname(target), { recursive: true });
  const beside = `${target}.restored.part`;
  await pipeline(content, createWriteStream(beside, { mode: 0o600, flush: true }));
  await rename(beside, target);
}

export async function hasFiles(dataDir: string): Promise<boolean> {
  for (const folder of dataFolders) if (folder !== 'https' && (await listFiles(dataDir, folder)).length > 0) return true;
  return false;
}
