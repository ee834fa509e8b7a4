import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  encodeAudioConfigTag,
  encodeAudioTag,
  encodeFlvTag,
  encodeVideoConfigTag,
  encodeVideoTag,
  flvHeader,
  FlvReader,
  parseAudioPayload,
  parseVideoPayload,
} from './flv.ts';
import { buildOpusHead } from './opus.ts';
import { orRefused } from './testing.ts';

test('a key frame has the tag bytes of the specification', () => {
  const tag = encodeVideoTag({ dtsMs: 0x01020304, ctsMs: -40, isKey: true, data: Buffer.from('abc') });
  expect(tag.toString('hex')).toBe('09000008020304010000001701ffffd861626300000013');
  expect(flvHeader(true).toString('hex')).toBe('464c5601050000000900000000');
  expect(flvHeader(false)[4]).toBe(1);
});

test('what is written is read back, wherever the bytes are split', () => {
  const tag = fc.record({
    type: fc.constantFrom(8, 9, 18),
    timestampMs: fc.integer({ min: 0, max: 0xffffffff }),
    payload: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
  });
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 10 }), fc.array(fc.nat(6_000), { maxLength: 30 }), (tags, cuts) => {
      const bytes = Buffer.concat([flvHeader(true), ...tags.map((one) => encodeFlvTag(one.type, one.timestampMs, one.payload))]);
      const reader = new FlvReader();
      const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      expect(edges.slice(1).flatMap((edge, i) => reader.read(bytes.subarray(edges[i], edge)))).toEqual(tags);
    }),
  );
});

test('frames and configurations of every codec are read back as what they were', () => {
  const reader = new FlvReader();
  const config = Buffer.from('0142c01e', 'hex');
  const bytes = Buffer.concat([
    flvHeader(true),
    encodeVideoConfigTag({ codec: 'h264', config, width: 2, height: 2 }, 0),
    encodeVideoTag({ dtsMs: 1, ctsMs: 80, isKey: false, data: Buffer.from('frame') }),
    encodeAudioConfigTag({ codec: 'opus', config: buildOpusHead(2), sampleRate: 48_000, channels: 2 }, 0),
    encodeAudioTag('opus', { ptsMs: 1, data: Buffer.from('opus') }),
    encodeAudioConfigTag({ codec: 'aac', config: Buffer.from('1210', 'hex'), sampleRate: 44_100, channels: 2 }, 0),
    encodeAudioTag('aac', { ptsMs: 1, data: Buffer.from('aac') }),
  ]);
  const payloads = reader.read(bytes).map((tag) => (tag.type === 9 ? parseVideoPayload(tag.payload) : parseAudioPayload(tag.payload)));
  expect(payloads).toEqual([
    { kind: 'config', config },
    { kind: 'frame', ctsMs: 80, isKey: false, data: Buffer.from('frame') },
    { kind: 'config', codec: 'opus', config: buildOpusHead(2) },
    { kind: 'frame', codec: 'opus', data: Buffer.from('opus') },
    { kind: 'config', codec: 'aac', config: Buffer.from('1210', 'hex') },
    { kind: 'frame', codec: 'aac', data: Buffer.from('aac') },
  ]);
});

test.each([
  ['video', '1c0000000000', 'H.265'],
  ['video', '24', 'VP6'],
  ['video', '9068766331', 'hvc1'],
  ['video', '9061763031', 'av01'],
  ['audio', '2f00', 'MP3'],
  ['audio', 'b200', 'Speex'],
  ['audio', '90664c6143', 'fLaC'],
])('an encoder that sends %s as %s is told that %s is not supported', (kind, hex, name) => {
  const parse = kind === 'video' ? parseVideoPayload : parseAudioPayload;
  expect(() => parse(Buffer.from(hex, 'hex'))).toThrow(name);
});

test('H.264 in an extended header is understood, with and without a composition time', () => {
  const fourcc = Buffer.from('avc1');
  expect(parseVideoPayload(Buffer.concat([Buffer.from([0x91]), fourcc, Buffer.from([0, 0, 33]), Buffer.from('x')]))).toEqual({
    kind: 'frame',
    ctsMs: 33,
    isKey: true,
    data: Buffer.from('x'),
  });
  expect(parseVideoPayload(Buffer.concat([Buffer.from([0xa3]), fourcc, Buffer.from('x')]))).toEqual({
    kind: 'frame',
    ctsMs: 0,
    isKey: false,
    data: Buffer.from('x'),
  });
});

test('a broken FLV stream is refused', () => {
  expect(() => new FlvReader().read(Buffer.alloc(20, 0x20))).toThrow('header');
  expect(() => new FlvReader(1_000).read(Buffer.concat([flvHeader(true), encodeFlvTag(9, 0, Buffer.alloc(2_000))]))).toThrow('too large');
  const all = fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
    for (const parse of [parseVideoPayload, parseAudioPayload, (data: Buffer) => new FlvReader().read(data)])
      orRefused(() => parse(Buffer.from(bytes)));
  });
  expect(() => fc.assert(all)).not.toThrow();
});
