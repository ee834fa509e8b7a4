import fc from 'fast-check';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { LogEntry } from './protocol.ts';
import { createSampler } from './sampler.ts';
import { textFrame } from './text-frame.ts';
import { createTokenBuckets } from './token-buckets.ts';

const entry = (seq: number, over: Partial<LogEntry> = {}): LogEntry => ({
  seq,
  kind: 'chat',
  json: String(seq),
  authorId: null,
  isKept: false,
  ...over,
});

describe('frames', () => {
  test('any text of any length and language reads back as it was written', async () => {
    const server = new WebSocketServer({ port: 0, perMessageDeflate: false });
    onTestFinished(() => server.close());
    const opened = new Promise<Duplex>((resolve) => server.on('connection', (_ws, request) => resolve(request.socket)));
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onTestFinished(() => client.terminate());
    const socket = await opened;
    const sizes = fc.constantFrom(0, 1, 125, 126, 127, 65_535, 65_536, 70_000);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          sizes.map((size) => 'x'.repeat(size)),
          sizes.map((size) => '果🍎'.repeat(Math.ceil(size / 7))),
        ),
        async (text) => {
          const wellFormed = text.toWellFormed();
          const read = new Promise<string>((resolve) => client.once('message', (data) => resolve((data as Buffer).toString('utf8'))));
          socket.write(textFrame(wellFormed));
          expect(await read).toBe(wellFormed);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the sample of a flood', () => {
  test('in any minute of chat at most twenty a second are shown beyond the first twenty, in order, and nothing is lost count of', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ count: fc.nat({ max: 200 }), afterMs: fc.integer({ min: 50, max: 600 }) }), { minLength: 5, maxLength: 60 }),
        (windows) => {
          const sample = createSampler();
          let [seq, nowMs, shownInAll] = [0, 1_000_000, 0];
          const startMs = nowMs;
          for (const { count, afterMs } of windows) {
            nowMs += afterMs;
            const entries = Array.from({ length: count }, () => entry(++seq));
            const { shown, left } = sample(entries, nowMs);
            expect(shown.length + left.length).toBe(count);
            expect(shown.map((one) => one.seq)).toEqual(shown.map((one) => one.seq).toSorted((a, b) => a - b));
            expect(shown.at(-1)).toBe(shown.length === 0 ? undefined : entries.at(-1));
            shownInAll += shown.length;
          }
          expect(shownInAll).toBeLessThanOrEqual(20 + ((nowMs - startMs) / 1000) * 20 + 1);
        },
      ),
    );
  });

  test('state and kept words are always shown', () => {
    const sample = createSampler();
    const entries = Array.from({ length: 500 }, (_, i) => entry(i + 1, { kind: i % 50 === 0 ? 'state' : 'chat', isKept: i % 77 === 0 }));
    const { shown } = sample(entries, 1);
    expect(entries.filter((one) => one.kind === 'state' || one.isKept).every((one) => shown.includes(one))).toBe(true);
  });

  test('a quiet room shows everything', () => {
    const sample = createSampler();
    for (let second = 0; second < 10; second++)
      expect(
        sample(
          Array.from({ length: 15 }, (_, i) => entry(i)),
          second * 1000,
        ).left,
      ).toEqual([]);
  });
});

describe('token buckets', () => {
  test('never more than the burst and the rate together, whatever the pattern', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 200 }), (gaps) => {
        const buckets = createTokenBuckets({ burst: 5, perSecond: 1 });
        let [nowMs, taken] = [0, 0];
        for (const gap of gaps) {
          nowMs += gap;
          if (buckets.take('me', nowMs) === 0) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(5 + nowMs / 1000);
      }),
    );
  });

  test('says how long to wait, and waiting so long is enough', () => {
    const buckets = createTokenBuckets({ burst: 2, perSecond: 4 });
    buckets.take('me', 0, 2);
    const waitMs = buckets.take('me', 0);
    expect(buckets.take('me', waitMs - 1)).toBeGreaterThan(0);
    expect(buckets.take('me', waitMs)).toBe(0);
    expect(buckets.take('somebody else', 0)).toBe(0);
  });
});
