import { randomFillSync } from 'node:crypto';

const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const pool = Buffer.alloc(4096);
let used = pool.length;

/**
 * A prefixed id: 9 characters of milliseconds (sorts by time until the year 3084), 16 random characters (80 bits,
 * unguessable). Random bytes are drawn in blocks because one system call per id shows up in the order path.
 */
export function newId(prefix: string, nowMs: number = Date.now()): string {
  return firstIdAt(prefix, nowMs) + randomText(16);
}

/** What every id made from this moment on sorts after, and every earlier one before: a range of time is a range of ids. */
export function firstIdAt(prefix: string, atMs: number): string {
  let time = '';
  for (let rest = Math.max(0, atMs), i = 0; i < 9; i++, rest = Math.floor(rest / 32)) time = digits[rest % 32] + time;
  return `${prefix}_${time}`;
}

/** Text of `length` random base-32 characters, 5 bits each. */
export function randomText(length: number): string {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let text = '';
  for (let i = 0; i < length; i++) text += digits[(pool[used++] ?? 0) & 31];
  return text;
}
