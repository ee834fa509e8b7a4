import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orRefused } from '../testing.ts';
import { decodeAmf, encodeAmf } from './amf0.ts';
import type { AmfValue } from './amf0.ts';

test('a connect command has the bytes every encoder sends', () => {
  const bytes = encodeAmf('connect', 1, { app: 'live', fpad: false }, null);
  expect(bytes.toString('hex')).toBe('020007636f6e6e656374003ff00000000000000300036170700200046c697665000466706164010000000905');
  expect(decodeAmf(bytes)).toEqual(['connect', 1, { app: 'live', fpad: false }, null]);
});

test('what is encoded is decoded the same', () => {
  const value = fc.letrec<{ value: AmfValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.double({ noNaN: true }),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), tie('value'), { maxKeys: 5 }),
      fc.array(tie('value'), { maxLength: 5 }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.array(value, { maxLength: 5 }), (values) => {
      expect(JSON.stringify(decodeAmf(encodeAmf(...values)))).toBe(JSON.stringify(values));
    }),
  );
});

test('a text longer than 64 kB is written as a long string', () => {
  const text = '长'.repeat(30_000);
  expect(decodeAmf(encodeAmf(text))).toEqual([text]);
});

test('random bytes are decoded or refused', () => {
  const all = fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => orRefused(() => decodeAmf(Buffer.from(bytes))));
  expect(() => fc.assert(all)).not.toThrow();
});

test('nesting without end, arrays of billions and a key named __proto__ do no harm', () => {
  const nested = Buffer.concat(Array.from({ length: 5_000 }, () => Buffer.from([3, 0, 1, 0x61])));
  expect(() => decodeAmf(nested)).toThrow('nested too deep');
  expect(() => decodeAmf(Buffer.from([10, 0xff, 0xff, 0xff, 0xff]))).toThrow('too many values');
  expect(() => decodeAmf(Buffer.from([12, 0xff, 0xff, 0xff, 0xff, 0x61]))).toThrow('cut');
  const [object] = decodeAmf(
    Buffer.concat([Buffer.from([3, 0, 9]), Buffer.from('__proto__'), Buffer.from([3, 0, 1, 0x78, 1, 1, 0, 0, 9, 0, 0, 9])]),
  );
  expect(object).toBeTypeOf('object');
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
