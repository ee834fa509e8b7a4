import fc from 'fast-check';
import { expect, test } from 'vitest';
import { avcCodecName, buildAvcConfig, joinLengthPrefixed, parseAvcConfig, parseSps, splitAnnexB, splitLengthPrefixed } from './h264.ts';
import { orRefused } from './testing.ts';

// Parameter sets x264 wrote for pictures of the sizes named.
const VECTORS: [string, number, number, number][] = [
  ['67640028acd940780227e5c044000003000400000300c83c60c658', 1920, 1080, 100],
  ['6742c01ed900a02ff97011000003000100000300320f162e48', 640, 360, 66],
  ['674d401feca02802dd80880000030008000003019078c18cb0', 1280, 720, 77],
  ['67f4001e919b281b07bc5f80880000030008000003019078b16cb0', 854, 480, 244],
  ['6764001eacd940b424d8088000000300800000190f8a14cb', 720, 576, 100],
  ['677a0028bcd9404403c797c044000003000400000300c83c60c658', 1080, 1920, 122],
];

test.each(VECTORS)('the parameter set %s is for a picture of %i by %i', (hex, width, height, profile) => {
  expect(parseSps(Buffer.from(hex, 'hex'))).toMatchObject({ width, height, profile });
});

test('a configuration record is read back as it was built, and names its codec', () => {
  const [sps, pps] = [Buffer.from(VECTORS[1]?.[0] ?? '', 'hex'), Buffer.from('68cb83cb20', 'hex')];
  const record = buildAvcConfig(sps, pps);
  expect(record.toString('hex')).toBe(`0142c01effe10019${sps.toString('hex')}010005${pps.toString('hex')}`);
  expect(parseAvcConfig(record)).toEqual({ sps: [sps], pps: [pps], nalLengthSize: 4 });
  expect(avcCodecName(record)).toBe('avc1.42C01E');
});

test('start codes of either length separate units, whatever the units hold', () => {
  const nal = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes.map((byte) => (byte < 4 ? byte + 4 : byte))));
  fc.assert(
    fc.property(fc.array(fc.tuple(nal, fc.boolean()), { minLength: 1, maxLength: 8 }), (units) => {
      const stream = Buffer.concat(units.flatMap(([unit, isLong]) => [Buffer.from(isLong ? [0, 0, 0, 1] : [0, 0, 1]), unit]));
      expect(splitAnnexB(stream)).toEqual(units.map(([unit]) => unit));
      expect(splitLengthPrefixed(joinLengthPrefixed(units.map(([unit]) => unit)), 4)).toEqual(units.map(([unit]) => unit));
    }),
  );
});

test('bytes that are no H.264 are refused, never read beyond their end and never looped over for long', () => {
  const all = fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 4 }), (bytes, size) => {
    for (const read of [
      parseSps,
      parseAvcConfig,
      splitAnnexB,
      (data: Buffer) => splitLengthPrefixed(data, size),
      (data: Buffer) => parseSps(Buffer.concat([Buffer.from([0x67]), data])),
    ])
      orRefused(() => read(Buffer.from(bytes)));
  });
  expect(() => fc.assert(all)).not.toThrow();
});

test('every cut and every changed byte of a real configuration record is read or refused', () => {
  const record = buildAvcConfig(Buffer.from(VECTORS[0]?.[0] ?? '', 'hex'), Buffer.from('68ebe3cb22c0', 'hex'));
  const damaged = [...record.keys()].flatMap((at) => [record.subarray(0, at), Buffer.from(record).fill(0xff, at, at + 1)]);
  expect(() => {
    for (const changed of damaged) orRefused(() => parseSps(parseAvcConfig(changed).sps[0] ?? Buffer.alloc(0)));
  }).not.toThrow();
});
