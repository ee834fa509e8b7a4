import { MediaRefusal } from './media-refusal.ts';
import { u16, u32 } from './bytes.ts';

export type AvcConfig = { sps: Buffer[]; pps: Buffer[]; nalLengthSize: number };
export type SpsInfo = { profile: number; level: number; width: number; height: number };

export const NAL = { idr: 5, sei: 6, sps: 7, pps: 8, delimiter: 9 } as const;

export function nalType(nal: Buffer): number {
  return (nal[0] ?? 0) & 31;
}

/** Reads an avcC record. Every length in it is the sender's claim, so each is checked against what is there. */
export function parseAvcConfig(record: Buffer): AvcConfig {
  if (record.length < 7 || record[0] !== 1) throw broken('not an AVC configuration record');
  const nalLengthSize = ((record[4] ?? 0) & 3) + 1;
  if (nalLengthSize === 3) throw broken('NAL length size of 3 does not exist');
  let at = 5;
  const readSet = (mask: number): Buffer[] => {
    const count = (byteAt(record, at) & mask) >>> 0;
    at += 1;
    const nals: Buffer[] = [];
    for (let i = 0; i < count; i++) {
      if (at + 2 > record.length) throw broken('AVC configuration record is cut');
      const length = record.readUInt16BE(at);
      if (length === 0 || at + 2 + length > record.length) throw broken('AVC configuration record is cut');
      nals.push(record.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    return nals;
  };
  const sps = readSet(31);
  const pps = readSet(255);
  if (sps.length === 0 || pps.length === 0) throw broken('AVC configuration record without SPS or PPS');
  return { sps, pps, nalLengthSize };
}

export function buildAvcConfig(sps: Buffer, pps: Buffer): Buffer {
  if (sps.length < 4 || pps.length < 1) throw broken('SPS or PPS is too short');
  return Buffer.concat([
    Buffer.from([1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1]),
    u16(sps.length),
    sps,
    Buffer.from([1]),
    u16(pps.length),
    pps,
  ]);
}

/** The RFC 6381 name a browser asks for, for example avc1.42E01F. */
export function avcCodecName(record: Buffer): string {
  return `avc1.${record.subarray(1, 4).toString('hex').toUpperCase()}`;
}

export function parseSps(sps: Buffer): SpsInfo {
  if (sps.length < 4 || nalType(sps) !== NAL.sps) throw broken('not an SPS');
  const bits = new BitReader(withoutEmulation(sps));
  bits.skip(8);
  const profile = bits.read(8);
  bits.skip(8);
  const level = bits.read(8);
  bits.ue();
  const chromaFormat = readChromaFormat(bits, profile);
  bits.ue();
  skipPictureOrder(bits);
  bits.ue();
  bits.skip(1);
  const widthInBlocks = bits.ue() + 1;
  const heightInMapUnits = bits.ue() + 1;
  const isFrameOnly = bits.read(1) === 1;
  if (!isFrameOnly) bits.skip(1);
  bits.skip(1);
  let [left, right, top, bottom] = [0, 0, 0, 0];
  if (bits.read(1) === 1) [left, right, top, bottom] = [bits.ue(), bits.ue(), bits.ue(), bits.ue()];
  const fieldFactor = isFrameOnly ? 1 : 2;
  const cropX = chromaFormat === 0 || chromaFormat === 3 ? 1 : 2;
  const cropY = (chromaFormat === 1 ? 2 : 1) * fieldFactor;
  const width = widthInBlocks * 16 - (left + right) * cropX;
  const height = heightInMapUnits * 16 * fieldFactor - (top + bottom) * cropY;
  if (width < 1 || height < 1 || width > 16_384 || height > 16_384) throw broken('picture size out of range');
  return { profile, level, width, height };
}

/** NAL units of an Annex B byte stream, without start codes and trailing zeros. */
export function splitAnnexB(stream: Buffer): Buffer[] {
  const nals: Buffer[] = [];
  let start = -1;
  for (let i = 0; i + 2 < stream.length; i++) {
    if (stream[i] !== 0 || stream[i + 1] !== 0 || stream[i + 2] !== 1) continue;
    if (start >= 0) pushTrimmed(nals, stream, start, i);
    start = i + 3;
    i += 2;
  }
  if (start >= 0) pushTrimmed(nals, stream, start, stream.length);
  return nals;
}

/** NAL units behind 4-byte lengths, the form MP4 and FLV carry. */
export function joinLengthPrefixed(nals: readonly Buffer[]): Buffer {
  return Buffer.concat(nals.flatMap((nal) => [u32(nal.length), nal]));
}

/** Splits a length-prefixed access unit; a length that does not fit what is there is a broken stream. */
export function splitLengthPrefixed(data: Buffer, nalLengthSize: number): Buffer[] {
  const nals: Buffer[] = [];
  let at = 0;
  while (at < data.length) {
    if (at + nalLengthSize > data.length) throw broken('access unit is cut');
    const length = data.readUIntBE(at, nalLengthSize);
    at += nalLengthSize;
    if (length > data.length - at) throw broken('NAL unit is longer than its access unit');
    if (length > 0) nals.push(data.subarray(at, at + length));
    at += length;
  }
  return nals;
}

function readChromaFormat(bits: BitReader, profile: number): number {
  if (![100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135].includes(profile)) return 1;
  const chromaFormat = bits.ue();
  if (chromaFormat === 3) bits.skip(1);
  bits.ue();
  bits.ue();
  bits.skip(1);
  if (bits.read(1) === 1) {
    for (let i = 0; i < (chromaFormat === 3 ? 12 : 8); i++) {
      if (bits.read(1) === 1) skipScalingList(bits, i < 6 ? 16 : 64);
    }
  }
  return chromaFormat;
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let i = 0; i < size; i++) {
    if (next !== 0) next = (last + bits.se() + 256) % 256;
    last = next === 0 ? last : next;
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.ue();
  if (type === 0) {
    bits.ue();
    return;
  }
  if (type !== 1) return;
  bits.skip(1);
  bits.se();
  bits.se();
  const count = bits.ue();
  if (count > 255) throw broken('SPS lists too many reference frames');
  for (let i = 0; i < count; i++) bits.se();
}

function pushTrimmed(nals: Buffer[], stream: Buffer, start: number, end: number): void {
  let trimmed = end;
  while (trimmed > start && stream[trimmed - 1] === 0) trimmed -= 1;
  if (trimmed > start) nals.push(stream.subarray(start, trimmed));
}

/** Takes out the 3 of every 00 00 03, which only keeps start codes from appearing by chance. */
function withoutEmulation(nal: Buffer): Buffer {
  const out = Buffer.allocUnsafe(nal.length);
  let length = 0;
  let zeroRun = 0;
  for (const byte of nal) {
    if (zeroRun >= 2 && byte === 3) {
      zeroRun = 0;
      continue;
    }
    zeroRun = byte === 0 ? zeroRun + 1 : 0;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

class BitReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw broken('SPS is cut');
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at += 1;
    }
    return value;
  }

  skip(count: number): void {
    this.read(count);
  }

  ue(): number {
    let zeroBits = 0;
    while (this.read(1) === 0) {
      zeroBits += 1;
      if (zeroBits > 31) throw broken('SPS number is too long');
    }
    return 2 ** zeroBits - 1 + this.read(zeroBits);
  }

  se(): number {
    const value = this.ue();
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2;
  }
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw broken('AVC configuration record is cut');
  return byte;
}

function broken(message: string): MediaRefusal {
  return new MediaRefusal('broken_stream', `H.264: ${message}`);
}
