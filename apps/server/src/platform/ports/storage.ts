import type { Readable } from 'node:stream';

/** Where files live. Keys are chosen by us, never by a caller: `[a-z0-9/._-]`, no dot segments. */
export interface StoragePort {
  put(key: string, content: Buffer, contentType: string): Promise<void>;
  get(key: string): Promise<{ stream: Readable; bytes: number; contentType: string } | undefined>;
  delete(key: string): Promise<void>;
}
