import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { StartError } from '../../apps/server/src/start-error.ts';

/** One entry of the archive, in the order it was written. */
export interface Part {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ArchiveWriter {
  readonly parts: readonly Part[];
  add(name: string, content: Buffer): Promise<void>;
  /** Takes the first `bytes` bytes: a file that grows meanwhile is taken as it was. */
  addFile(name: string, from: FileHandle, bytes: number): Promise<void>;
  /** Only now the file has its name: a backup is there whole or not at all. */
  finish(): Promise<void>;
  abort(): Promise<void>;
}

/** A tar file compressed by zstd, readable by its owner only: it holds addresses, secrets and sessions. */
export async function writeArchive(file: string): Promise<ArchiveWriter> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const beside = `${file}.${randomBytes(4).toString('hex')}.part`;
  const tar = pack();
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  const written = pipeline(tar, compress, createWriteStream(beside, { mode: 0o600, flags: 'wx' }));
  // Rejections are met where the next entry or the end is awaited; until then nobody else listens.
  const failed = written.then(() => new Promise<never>(() => {}));
  failed.catch(() => {});
  const parts: Part[] = [];
  const write = async (name: string, bytes: number, chunks: AsyncIterable<Buffer> | Iterable<Buffer>) => {
    const hash = createHash('sha256');
    const done = Promise.withResolvers<undefined>();
    const entry = tar.entry({ name, size: bytes, mode: 0o600 }, (error) => (error ? done.reject(error) : done.resolve(undefined)));
    for await (const chunk of chunks) {
      hash.update(chunk);
      if (!entry.write(chunk)) await Promise.race([once(entry, 'drain'), failed]);
    }
    entry.end(undefined);
    await Promise.race([done.promise, failed]);
    parts.push({ name, bytes, sha256: hash.digest('hex') });
  };
  return {
    parts,
    add: (name, content) => write(name, content.length, [content]),
    addFile: (name, from, bytes) => write(name, bytes, bytes === 0 ? [] : readFirst(from, bytes)),
    async finish() {
      tar.finalize();
      await written;
      const handle = await open(beside, 'r+');
      await handle.sync();
      await handle.close();
      await rename(beside, file);
    },
    async abort() {
      tar.destroy();
      await written.catch(() => {});
      await rm(beside, { force: true });
    },
  };
}

async function* readFirst(from: FileHandle, bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes;) {
    const chunk = Buffer.alloc(Math.min(1024 * 1024, bytes - at));
    const { bytesRead } = await from.read(chunk, 0, chunk.length, at);
    if (bytesRead === 0) throw new StartError('A file of the data folder became shorter while it was copied. Make the backup again.');
    at += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}

/** Reads every entry in order; `take` must read the content it is given to the end, or leave it alone. */
export async function readArchive(file: string, take: (name: string, content: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
  const entries = extract();
  const fed = pipeline(createReadStream(file), createZstdDecompress(), entries);
  fed.catch(() => {});
  try {
    for await (const entry of entries) {
      // Nothing set an encoding on it, so it gives buffers.
      await take(entry.header.name, entry as AsyncIterable<Buffer>);
      entry.resume();
    }
    await fed;
  } catch (error) {
    entries.destroy();
    await fed.catch(() => {});
    if ((error as { code?: string }).code === 'ENOENT') throw new StartError(`There is no ${file}.`);
    throw isDamage(error) ? new StartError(`${file} is not a whole backup: ${(error as Error).message}.`) : error;
  }
}

function isDamage(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return code.startsWith('ZSTD_') || code === 'Z_BUF_ERROR' || /unexpected end|Invalid tar header|zstd/i.test(message);
}
