import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAudioSpecificConfig } from './aac.ts';
import { buildOpusHead, opusPacketSamples, parseOpusHead } from './opus.ts';
import { orRefused } from './testing.ts';

test.each([
  ['1210', 44_100, 2, 1024],
  ['1208', 44_100, 1, 1024],
  ['1190', 48_000, 2, 1024],
  ['1588', 8_000, 1, 1024],
  ['1194', 48_000, 2, 960],
  ['2b92', 22_050, 2, 1024],
])('the AAC configuration %s is %i Hz with %i channels in frames of %i', (hex, sampleRate, channels, frameSamples) => {
  expect(parseAudioSpecificConfig(Buffer.from(hex, 'hex'))).toMatchObject({ sampleRate, channels, frameSamples });
});

test('a rate that is not in the table is written out in the configuration', () => {
  expect(parseAudioSpecificConfig(Buffer.from('1780562210', 'hex'))).toMatchObject({ sampleRate: 44_100, channels: 2 });
});

test('an Opus header is read back as it was built', () => {
  expect(buildOpusHead(2).toString('hex')).toBe('4f707573486561640102380180bb0000000000');
  expect(parseOpusHead(buildOpusHead(1))).toEqual({ channels: 1, preSkipSamples: 312 });
});

test.each([
  [[0x78, 1, 2], 960],
  [[0x7c, 1, 2], 960],
  [[0xfc], 960],
  [[0x08], 960],
  [[0x0b, 0x02], 1920],
  [[0xfb, 0xbf], 5760],
  [[], 0],
])('an Opus packet that begins with %j lasts %i samples', (bytes, samples) => {
  expect(opusPacketSamples(Buffer.from(bytes))).toBe(samples);
});

test('bytes that are no audio configuration are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      for (const read of [parseAudioSpecificConfig, parseOpusHead]) orRefused(() => read(Buffer.from(bytes)));
      expect(opusPacketSamples(Buffer.from(bytes))).toBeLessThanOrEqual(5760);
    }),
  );
});
