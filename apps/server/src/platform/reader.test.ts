import { expect, test } from 'vitest';
import { createTestApp } from '../testing.ts';
import { createReader } from './reader.ts';

test('what is asked in one moment is read once, each key once, and everybody gets their own', async () => {
  const { app } = await createTestApp([]);
  const asked: (readonly string[])[] = [];
  const read = createReader(app, async (_, keys) => {
    asked.push(keys);
    return new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, key.toUpperCase()]));
  });
  expect(await Promise.all(['a', 'b', 'a', 'nobody'].map(read))).toEqual(['A', 'B', 'A', undefined]);
  expect(asked).toEqual([['a', 'b', 'nobody']]);
});

test('an answer is never older than its question: what is asked during a read is read anew', async () => {
  const { app } = await createTestApp([]);
  let stored = 'before';
  let release = () => {};
  const isHeld = new Promise<void>((resolve) => (release = resolve));
  const read = createReader(app, async (_, keys) => {
    const seen = stored;
    if (seen === 'before') await isHeld;
    return new Map(keys.map((key) => [key, seen]));
  });
  const first = read('a');
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  stored = 'after';
  const second = read('a');
  release();
  expect([await first, await second]).toEqual(['before', 'after']);
});

test('a read that fails fails for who asked, and the next is tried', async () => {
  const { app } = await createTestApp([]);
  let failures = 1;
  const read = createReader(app, async (_, keys) => {
    if (failures-- > 0) throw new Error('not now');
    return new Map(keys.map((key) => [key, key]));
  });
  await expect(read('a')).rejects.toThrow('not now');
  expect(await read('a')).toBe('a');
});
