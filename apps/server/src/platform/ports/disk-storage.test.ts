import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createDiskStorage } from './disk-storage.ts';

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tuanzi-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const filesIn = (folder: string) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());

test('a file appears whole, and nothing lies beside it', async () => {
  const folder = aFolder();
  await createDiskStorage(folder).put('pictures/pic_1.webp', Buffer.from('apple'), 'image/webp');
  expect(filesIn(folder).map(({ name }) => name)).toEqual(['pic_1.webp']);
});

test.runIf(process.platform === 'linux')('on a full disk nothing is stored, and no half of it is left to keep the disk full', async () => {
  const folder = aFolder();
  const program = `const { createDiskStorage } = await import(${JSON.stringify(new URL('disk-storage.ts', import.meta.url).href)})
    const code = await createDiskStorage(${JSON.stringify(folder)}).put('pictures/pic_1.webp', Buffer.alloc(100_000), 'image/webp').then(() => 'stored', (error) => error.code)
    console.log(code)`;
  // A limit on the size of files stands for the disk; it needs no rights.
  const limited = promisify(execFile)('sh', ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', program]);
  expect((await limited).stdout.trim()).toBe('EFBIG');
  expect(filesIn(folder)).toEqual([]);
});
