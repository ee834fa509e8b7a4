import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MediaRefusal } from '../media-refusal.ts';
import { orRefused } from '../testing.ts';
import { ChunkReader, encodeMessage } from './chunk.ts';
import type { RtmpMessage } from './chunk.ts';

const LIMIT = 4 * 1024 * 1024;

function readAll(bytes: Buffer, options: { chunkSize?: number; cuts?: number[]; limit?: number } = {}): RtmpMessage[] {
  const reader = new ChunkReader(options.limit ?? LIMIT);
  reader.setChunkSize(options.chunkSize ?? 128);
  const messages: RtmpMessage[] = [];
  const edges = [0, ...(options.cuts ?? []).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < edges.length; i++)
    reader.read(bytes.subarray(edges[i - 1], edges[i]), (message) => messages.push({ ...message, payload: Buffer.from(message.payload) }));
  return messages;
}

test("a message has the chunk bytes of the specification's example: 307 bytes in three chunks of 128", () => {
  const payload = Buffer.alloc(307, 0xaa);
  const bytes = encodeMessage({ chunkStreamId: 4, type: 9, streamId: 1346, timestampMs: 1000, payload }, 128);
  expect(bytes.length).toBe(12 + 307 + 2);
  expect(bytes.subarray(0, 12).toString('hex')).toBe('040003e80001330942050000');
  expect([bytes[140], bytes[269]]).toEqual([0xc4, 0xc4]);
  expect(readAll(bytes)).toEqual([{ chunkStreamId: 4, type: 9, streamId: 1346, timestampMs: 1000, payload }]);
});

const message = fc.record({
  chunkStreamId: fc.integer({ min: 2, max: 63 }).map((id) => 2 + (id % 20)),
  type: fc.constantFrom(8, 9, 18, 20),
  streamId: fc.integer({ min: 0, max: 5 }),
  timestampMs: fc.oneof(fc.nat(100_000), fc.integer({ min: 0xfffff0, max: 0x1000010 }), fc.integer({ min: 0, max: 0xffffffff })),
  payload: fc
    .oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 100, maxLength: 3_000 }))
    .map((bytes) => Buffer.from(bytes)),
});

test('whatever the chunk size and wherever the bytes are split, the same messages come out', () => {
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.array(fc.nat(20_000), { maxLength: 40 }),
      (messages, chunkSize, cuts) => {
        const bytes = Buffer.concat(messages.map((one) => encodeMessage(one, chunkSize)));
        expect(readAll(bytes, { chunkSize, cuts: cuts.map((cut) => cut % (bytes.length + 1)) })).toEqual(messages);
      },
    ),
  );
});

test('messages of different chunk streams may be interleaved chunk by chunk', () => {
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 2, maxLength: 5 }),
      fc.integer({ min: 8, max: 300 }),
      fc.infiniteStream(fc.nat(100)),
      (given, chunkSize, choices) => {
        const messages = given.map((one, i) => ({
          ...one,
          chunkStreamId: 3 + i,
          timestampMs: one.timestampMs % 0xffffff,
          payload: Buffer.concat([one.payload, Buffer.from([i])]),
        }));
        const queues = messages.map((one) => chunksOf(one, chunkSize));
        const sent: Buffer[] = [];
        while (queues.some((queue) => queue.length > 0)) {
          const open = queues.filter((queue) => queue.length > 0);
          const next = open[choices.next().value % open.length]?.shift();
          if (next !== undefined) sent.push(next);
        }
        const byId = (a: RtmpMessage, b: RtmpMessage): number => a.chunkStreamId - b.chunkStreamId;
        expect(readAll(Buffer.concat(sent), { chunkSize }).sort(byId)).toEqual(messages);
      },
    ),
  );
});

function chunksOf(one: RtmpMessage, chunkSize: number): Buffer[] {
  const bytes = encodeMessage(one, chunkSize);
  const chunks = [bytes.subarray(0, Math.min(bytes.length, 12 + chunkSize))];
  for (let at = 12 + chunkSize; at < bytes.length; at += 1 + chunkSize)
    chunks.push(bytes.subarray(at, Math.min(bytes.length, at + 1 + chunkSize)));
  return chunks;
}

test('short headers mean a step of time: type 1 and 2 carry it, type 3 repeats it', () => {
  const full = Buffer.from('04000064000001090100000061', 'hex');
  const bytes = Buffer.concat([
    full,
    Buffer.from('4400001400000109', 'hex'),
    Buffer.from('b'),
    Buffer.from('84000021', 'hex'),
    Buffer.from('c'),
    Buffer.from('c4', 'hex'),
    Buffer.from('d'),
  ]);
  expect(readAll(bytes).map(({ timestampMs, payload, streamId }) => [timestampMs, payload.toString(), streamId])).toEqual([
    [100, 'a', 1],
    [120, 'b', 1],
    [153, 'c', 1],
    [186, 'd', 1],
  ]);
});

test('an encoder that does not repeat the extended time inside a message is understood too', () => {
  const payload = Buffer.alloc(300, 0x11);
  const strict = encodeMessage({ chunkStreamId: 4, type: 9, streamId: 1, timestampMs: 0x1234567, payload }, 128);
  const loose = Buffer.concat([
    strict.subarray(0, 16 + 128),
    Buffer.from([0xc4]),
    payload.subarray(128, 256),
    Buffer.from([0xc4]),
    payload.subarray(256),
  ]);
  for (const bytes of [strict, loose])
    expect(readAll(bytes)).toEqual([{ chunkStreamId: 4, type: 9, streamId: 1, timestampMs: 0x1234567, payload }]);
});

test('a message over the limit is refused by its header, before anything is kept for it', () => {
  const head = Buffer.from('04000000ffffff0901000000', 'hex');
  expect(() => readAll(head)).toThrow(MediaRefusal);
  expect(() =>
    readAll(encodeMessage({ chunkStreamId: 4, type: 20, streamId: 0, timestampMs: 0, payload: Buffer.alloc(70_000) }, 128), {
      limit: 65_536,
    }),
  ).toThrow('70000 bytes');
});

test('half-sent messages on many chunk streams do not get round the limit', () => {
  const parts = Array.from({ length: 30 }, (_, i) =>
    encodeMessage({ chunkStreamId: 3 + i, type: 9, streamId: 1, timestampMs: 0, payload: Buffer.alloc(60_000) }, 65_536).subarray(
      0,
      50_000,
    ),
  );
  const reader = new ChunkReader(65_536);
  reader.setChunkSize(49_988);
  expect(() => {
    for (const part of parts) reader.read(part, () => {});
  }).toThrow('half-sent');
});

test('what cannot be is refused: chunk size 0 or 2 GB, a 33rd chunk stream, a short header first, a full header inside a message', () => {
  expect(() => new ChunkReader(LIMIT).setChunkSize(0)).toThrow('out of range');
  expect(() => new ChunkReader(LIMIT).setChunkSize(0x7fffffff)).toThrow('out of range');
  const one = (id: number): Buffer =>
    encodeMessage({ chunkStreamId: id, type: 9, streamId: 1, timestampMs: 0, payload: Buffer.from('x') }, 128);
  expect(() => readAll(Buffer.concat(Array.from({ length: 33 }, (_, i) => one(3 + i))))).toThrow('too many chunk streams');
  expect(() => readAll(Buffer.from([0xc5]))).toThrow('without a header');
  const half = encodeMessage({ chunkStreamId: 4, type: 9, streamId: 1, timestampMs: 0, payload: Buffer.alloc(200) }, 128).subarray(0, 140);
  expect(() => readAll(Buffer.concat([half, one(4)]))).toThrow('inside a message');
});

test('an aborted message makes room for the next on its chunk stream', () => {
  const reader = new ChunkReader(LIMIT);
  const got: string[] = [];
  reader.read(
    encodeMessage({ chunkStreamId: 4, type: 9, streamId: 1, timestampMs: 0, payload: Buffer.alloc(200) }, 128).subarray(0, 140),
    () => got.push('half'),
  );
  reader.abort(4);
  reader.abort(50);
  reader.read(
    encodeMessage({ chunkStreamId: 4, type: 9, streamId: 1, timestampMs: 0, payload: Buffer.from('whole') }, 128),
    ({ payload }) => got.push(payload.toString()),
  );
  expect(got).toEqual(['whole']);
});

test('random bytes give messages or a refusal, nothing else', () => {
  const all = fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => orRefused(() => readAll(Buffer.from(bytes))));
  expect(() => fc.assert(all, { numRuns: 500 })).not.toThrow();
});
