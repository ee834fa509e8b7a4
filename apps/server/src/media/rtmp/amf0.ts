import { MediaRefusal } from '../media-refusal.ts';
import { u16 } from '../bytes.ts';

export type AmfObject = { [key: string]: AmfValue };
export type AmfValue = number | string | boolean | null | AmfObject | AmfValue[];

/** Commands of real encoders stay far below both; the limits keep a hostile one from costing stack or memory. */
const DEPTH_MAX = 16;
const VALUES_MAX = 2_000;

export function decodeAmf(bytes: Buffer): AmfValue[] {
  const reader = { bytes, at: 0, values: 0 };
  const values: AmfValue[] = [];
  while (reader.at < bytes.length) values.push(readValue(reader, 0));
  return values;
}

export function encodeAmf(...values: AmfValue[]): Buffer {
  return Buffer.concat(values.map(encodeValue));
}

type Reader = { bytes: Buffer; at: number; values: number };

function readValue(reader: Reader, depth: number): AmfValue {
  if (depth > DEPTH_MAX) throw broken('nested too deep');
  if (++reader.values > VALUES_MAX) throw broken('too many values');
  const type = take(reader, 1)[0];
  switch (type) {
    case 0:
      return take(reader, 8).readDoubleBE(0);
    case 1:
      return take(reader, 1)[0] !== 0;
    case 2:
      return readText(reader, take(reader, 2).readUInt16BE(0));
    case 3:
      return readObject(reader, depth);
    case 8:
      take(reader, 4);
      return readObject(reader, depth);
    case 5:
    case 6:
    case 13:
      return null;
    case 7:
      take(reader, 2);
      return null;
    case 10:
      return readArray(reader, depth);
    case 11:
      return take(reader, 10).readDoubleBE(0);
    case 12:
    case 15:
      return readText(reader, take(reader, 4).readUInt32BE(0));
    case 16:
      readText(reader, take(reader, 2).readUInt16BE(0));
      return readObject(reader, depth);
    default:
      throw broken(`type ${type} is unknown`);
  }
}

function readObject(reader: Reader, depth: number): AmfObject {
  // Without a prototype, a key like __proto__ is a key like any other.
  const object: AmfObject = Object.create(null);
  while (reader.at < reader.bytes.length) {
    const key = readText(reader, take(reader, 2).readUInt16BE(0));
    if (key === '' && reader.bytes[reader.at] === 9) {
      reader.at += 1;
      return object;
    }
    object[key] = readValue(reader, depth + 1);
  }
  // Some encoders leave out the end marker of the last object.
  return object;
}

function readArray(reader: Reader, depth: number): AmfValue[] {
  const count = take(reader, 4).readUInt32BE(0);
  if (count > VALUES_MAX) throw broken('too many values');
  const values: AmfValue[] = [];
  for (let i = 0; i < count; i++) values.push(readValue(reader, depth + 1));
  return values;
}

function readText(reader: Reader, length: number): string {
  return take(reader, length).toString('utf8');
}

function take(reader: Reader, length: number): Buffer {
  if (length > reader.bytes.length - reader.at) throw broken('value is cut');
  const part = reader.bytes.subarray(reader.at, reader.at + length);
  reader.at += length;
  return part;
}

function encodeValue(value: AmfValue): Buffer {
  if (value === null) return Buffer.from([5]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (typeof value === 'boolean') return Buffer.from([1, value ? 1 : 0]);
  if (typeof value === 'string') return encodeString(value);
  if (Array.isArray(value)) {
    const head = Buffer.alloc(5);
    head[0] = 10;
    head.writeUInt32BE(value.length, 1);
    return Buffer.concat([head, ...value.map(encodeValue)]);
  }
  const pairs = Object.entries(value).flatMap(([key, item]) => [u16(Buffer.byteLength(key)), Buffer.from(key), encodeValue(item)]);
  return Buffer.concat([Buffer.from([3]), ...pairs, Buffer.from([0, 0, 9])]);
}

function encodeString(value: string): Buffer {
  const text = Buffer.from(value);
  if (text.length <= 0xffff) return Buffer.concat([Buffer.from([2]), u16(text.length), text]);
  const head = Buffer.alloc(5);
  head[0] = 12;
  head.writeUInt32BE(text.length, 1);
  return Buffer.concat([head, text]);
}

function broken(message: string): MediaRefusal {
  return new MediaRefusal('protocol_error', `AMF: ${message}`);
}
