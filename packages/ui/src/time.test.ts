import { expect, test } from 'vitest';
import { formatCountdown, formatDate, formatRelative } from './time.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const hour = 3_600_000;

test('a countdown shows the last second until it is really over', () => {
  expect([11_528_000, 1000, 1, 0, -5].map((ms) => formatCountdown(ms, 'zh-CN'))).toEqual([
    '03:12:08',
    '00:00:01',
    '00:00:01',
    '00:00:00',
    '00:00:00',
  ]);
});

test('from a day on, days stand before the clock', () => {
  expect(formatCountdown(49 * hour, 'zh-CN')).toBe('2 天 01:00:00');
  expect(formatCountdown(49 * hour, 'en')).toBe('2d 01:00:00');
});

test('dates are those of the shop, wherever the reader is', () => {
  expect(formatDate('2026-11-22T16:30:00Z', 'time', 'zh-CN', 'Asia/Shanghai')).toBe('00:30');
  expect(formatDate('2026-11-22T16:30:00Z', 'day', 'zh-CN', 'Asia/Shanghai')).toBe('11/23');
});

test('near times are told as distances, those beyond a week as days', () => {
  const told = [-5000, -3 * 60_000, -5 * hour, 2 * hour, -9 * 24 * hour].map((distance) =>
    formatRelative(now + distance, now, 'zh-CN', 'Asia/Shanghai'),
  );
  expect(told).toEqual(['刚刚', '3分钟前', '5小时前', '2小时后', '11/13']);
  expect(formatRelative(now - 3 * 60_000, now, 'en')).toBe('3 minutes ago');
});
