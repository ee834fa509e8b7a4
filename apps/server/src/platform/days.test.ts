import { expect, test } from 'vitest';
import { dayOf, lastDays } from './days.ts';

test('days are those of the place, over the ends of months', () => {
  const lateEvening = new Date('2026-11-22T16:30:00Z');
  expect(dayOf(lateEvening, 'Asia/Shanghai')).toBe('2026-11-23');
  expect(lastDays(lateEvening, 'Asia/Shanghai', 3)).toEqual(['2026-11-21', '2026-11-22', '2026-11-23']);
  expect(lastDays(new Date('2026-03-01T12:00:00Z'), 'Asia/Shanghai', 2)).toEqual(['2026-02-28', '2026-03-01']);
});
