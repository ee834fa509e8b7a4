import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviceName, isAtLeast, maskEmail, maskNickname, maskPhone, type ShopRole } from './rules.ts';

test('a masked name shows its ends and never half a character', () => {
  expect(['小团子红', '小红', '红', ' Amelia ', '👩‍👩‍👧爱吃🍎'].map(maskNickname)).toEqual(['小*红', '小*', '红*', 'A*a', '👩‍👩‍👧*🍎']);
});

test('whatever the name, its middle is not shown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 3, maxLength: 32 }), (name) => {
      const masked = maskNickname(name);
      expect(masked.isWellFormed()).toBe(true);
      expect([...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(masked)].length).toBeLessThanOrEqual(4);
    }),
  );
});

test('contacts are masked to what their owner recognises', () => {
  expect(maskPhone('13912345678')).toBe('139****5678');
  expect(maskEmail('keeper@example.com')).toBe('ke***@example.com');
  expect(maskEmail('a@example.com')).toBe('a***@example.com');
});

test('a role has the rights of those below it, and nobody of those above', () => {
  const roles: ShopRole[] = ['owner', 'admin', 'operator', 'host', 'moderator', 'staff'];
  roles.forEach((role, i) => roles.forEach((least, j) => expect(isAtLeast(role, least)).toBe(i <= j)));
  expect(isAtLeast(null, 'staff')).toBe(false);
});

test('a session list names the device as people do', () => {
  expect(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 MicroMessenger/8.0')).toBe('iPhone · WeChat');
  expect(deviceName('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/147.0 Safari/537.36 Edg/147.0')).toBe(
    'Windows · Edge',
  );
  expect(deviceName(undefined)).toBe('—');
  expect(deviceName('curl/8\u202e.0')).toBe('curl/8.0');
});
