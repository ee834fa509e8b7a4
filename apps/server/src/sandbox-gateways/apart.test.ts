import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

async function importsOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(`${folder}/**/*.ts`, { cwd: root })) {
    if (/\.test\.ts$|(^|\/)testing[^/]*\.ts$/.test(file)) continue;
    const text = await readFile(join(root, file), 'utf8');
    for (const [line] of text.matchAll(/^import [^;]+;/gm)) if (!line.startsWith('import type')) found.push(`${file}: ${line}`);
  }
  return found;
}

test('gateways and clients share nothing but the wire: a mistake on one side is not repeated on the other', async () => {
  expect((await importsOf('sandbox-gateways')).filter((line) => line.includes('platform/ports'))).toEqual([]);
  expect((await importsOf('platform/ports')).filter((line) => line.includes('sandbox-gateways'))).toEqual([]);
});
