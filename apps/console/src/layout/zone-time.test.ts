import { expect, test } from 'vitest';
import { fromWall, toWall } from './zone-time.ts';

test('a time picked is a time on the shop’s clock, wherever the person sits', () => {
  expect(toWall('2026-11-22T12:00:00.000Z', 'Asia/Shanghai').format('MM-DD HH:mm')).toBe('11-22 20:00');
  expect(toWall('2026-11-22T12:00:00.000Z', 'America/New_York').format('MM-DD HH:mm')).toBe('11-22 07:00');
  for (const zone of ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata'])
    expect(fromWall(toWall('2026-07-01T03:45:00.000Z', zone), zone)).toBe('2026-07-01T03:45:00.000Z');
});
