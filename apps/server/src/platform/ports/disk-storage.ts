import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { assert } from '../assert.ts';
import type { StoragePort } from './storage.ts';

const types: Readonly<Record<string, string>> = {
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.mp4': 'video/mp4',
  '.csv': 'text/csv; charset=utf-8',
};

/** Files in one folder. A file appears whole or not at all: written beside, synced, then renamed. */
export function createDiskStorage(folder: string): StoragePort {
  const pathOf = (key: string) => {
    assert(/^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9._-]*)*$/.test(key) && !key.includes('..'), 'storage keys are our own');
    return join(folder, key);
  };
  return {
    async put(key, content) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      const beside = `${path}.${randomBytes(6).toString('hex')}.part`;
      try {
        await writeSynced(beside, content);
        await rename(beside, path);
      } catch (error) {
        // Half a file on a full disk would keep it full.
        await rm(beside, { force: true });
        throw error;
      }
    },
    async get(key) {
      const path = pathOf(key);
      // A missing file is an answer, not an error.
      const found = await stat(path).catch(() => undefined);
      if (found === undefined || !found.isFile()) return undefined;
      return { stream: createReadStream(path), bytes: found.size, contentType: types[extname(path)] ?? 'application/octet-stream' };
    },
    delete: (key) => rm(pathOf(key), { force: true }),
  };
}

async function writeSynced(path: string, content: Parameters<StoragePort['put']>[1]): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
