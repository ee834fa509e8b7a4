import { MediaRefusal } from './media-refusal.ts';

/** Opus always runs on a 48 kHz clock, whatever was recorded. */
export const OPUS_CLOCK_HZ = 48_000;
const PRE_SKIP_SAMPLES = 312;

/** The identification header of RFC 7845, little-endian, mapping family 0. */
export function buildOpusHead(channels: number): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head[8] = 1;
  head[9] = channels;
  head.writeUInt16LE(PRE_SKIP_SAMPLES, 10);
  head.writeUInt32LE(OPUS_CLOCK_HZ, 12);
  return head;
}

export function parseOpusHead(head: Buffer): { channels: number; preSkipSamples: number } {
  if (head.length < 19 || head.toString('latin1', 0, 8) !== 'OpusHead') throw new MediaRefusal('broken_stream', 'Opus: header expected');
  const channels = head[9] ?? 0;
  if (channels < 1 || channels > 2 || head[18] !== 0)
    throw new MediaRefusal('codec_not_supported', 'Opus with more than two channels is not supported');
  return { channels, preSkipSamples: head.readUInt16LE(10) };
}

/** Length of a packet in 48 kHz samples, from its table-of-contents byte (RFC 6716 §3.1). */
export function opusPacketSamples(packet: Buffer): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const frameSamples =
    config < 12
      ? ([480, 960, 1920, 2880][config & 3] ?? 960)
      : config < 16
        ? (config & 1) === 0
          ? 480
          : 960
        : ([120, 240, 480, 960][config & 3] ?? 960);
  const code = toc & 3;
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 1) & 63 : 2;
  // A packet is at most 120 ms long; anything else is a broken packet and counts as the longest.
  return Math.min(frameSamples * Math.max(1, frames), 5760);
}
