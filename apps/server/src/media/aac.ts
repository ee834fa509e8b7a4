import { MediaRefusal } from './media-refusal.ts';

export type AacConfig = { objectType: number; sampleRate: number; channels: number; frameSamples: number };

const SAMPLE_RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const CHANNELS = [0, 1, 2, 3, 4, 5, 6, 8];

/** Reads an AudioSpecificConfig; the rate is that of the core coder, which is what frame lengths count in. */
export function parseAudioSpecificConfig(config: Buffer): AacConfig {
  if (config.length < 2 || config.length > 64) throw refused('configuration has an impossible length');
  const padded = Buffer.alloc(8);
  config.copy(padded, 0, 0, 8);
  const bits = padded.readBigUInt64BE(0);
  const take = (from: number, count: number): number => Number((bits >> BigInt(64 - from - count)) & ((1n << BigInt(count)) - 1n));
  const objectType = take(0, 5);
  if (![1, 2, 5, 29].includes(objectType)) throw new MediaRefusal('codec_not_supported', `AAC object type ${objectType} is not supported`);
  let at = 5;
  const rateIndex = take(at, 4);
  at += 4;
  let sampleRate = SAMPLE_RATES[rateIndex];
  if (rateIndex === 15) {
    sampleRate = take(at, 24);
    at += 24;
  }
  const channels = CHANNELS[take(at, 4)];
  at += 4;
  if (sampleRate === undefined || sampleRate < 7_350 || sampleRate > 96_000) throw refused('sample rate out of range');
  if (channels === undefined || channels === 0) throw refused('channel layout is not supported');
  const isShortFrame = (objectType === 1 || objectType === 2) && take(at, 1) === 1;
  return { objectType, sampleRate, channels, frameSamples: isShortFrame ? 960 : 1024 };
}

function refused(message: string): MediaRefusal {
  return new MediaRefusal('broken_stream', `AAC: ${message}`);
}
