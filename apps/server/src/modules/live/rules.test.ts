import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chaptersOf, keepWarnings, positionOf } from './rules.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 12) + seconds * 1000);
const recording = { id: 'rec_1', startedAt: at(0), durationMs: 100_000 };

test('a moment in a recording is found by counting away the times without a picture', () => {
  const gaps = [
    { fromAt: at(20), toAt: at(30) },
    { fromAt: at(50), toAt: at(55) },
  ];
  expect(positionOf(recording, at(10), gaps)).toBe(10_000);
  expect(positionOf(recording, at(25), gaps)).toBe(20_000);
  expect(positionOf(recording, at(40), gaps)).toBe(30_000);
  expect(positionOf(recording, at(60), gaps)).toBe(45_000);
  expect(positionOf(recording, at(-5), gaps)).toBe(0);
  expect(positionOf(recording, at(500), gaps)).toBe(100_000);
});

test('positions never go backwards, whatever the interruptions', () => {
  const second = fc.integer({ min: -50, max: 400 });
  fc.assert(
    fc.property(fc.array(fc.tuple(second, fc.nat(60)), { maxLength: 5 }), fc.array(second, { maxLength: 20 }), (spans, moments) => {
      let free = -100;
      const gaps = spans
        .toSorted((a, b) => a[0] - b[0])
        .flatMap(([from, length]) => {
          if (from < free) return [];
          free = from + length;
          return [{ fromAt: at(from), toAt: at(free) }];
        });
      const positions = moments.toSorted((a, b) => a - b).map((moment) => positionOf(recording, at(moment), gaps));
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    }),
  );
});

test('chapters lie within their recording, begin a little before the pin, and are left out where nothing of them shows', () => {
  const pins = [
    { productId: 'prd_a', pinnedAt: at(10), unpinnedAt: at(40) },
    { productId: 'prd_b', pinnedAt: at(40), unpinnedAt: null },
    { productId: 'prd_c', pinnedAt: at(300), unpinnedAt: at(320) },
  ];
  expect(chaptersOf([recording], pins, [])).toEqual([
    { productId: 'prd_a', recordingId: 'rec_1', fromMs: 8_000, toMs: 40_000 },
    { productId: 'prd_b', recordingId: 'rec_1', fromMs: 38_000, toMs: 100_000 },
  ]);
  const second = { id: 'rec_2', startedAt: at(290), durationMs: 60_000 };
  expect(chaptersOf([recording, second], pins.slice(2), [])).toEqual([
    { productId: 'prd_c', recordingId: 'rec_2', fromMs: 8_000, toMs: 30_000 },
  ]);
});

test('a warning repeated does not push the others out', () => {
  expect(keepWarnings(['a', 'b'], 'a')).toEqual(['b', 'a']);
  expect(keepWarnings(['a', 'b', 'c', 'd', 'e'], 'f')).toEqual(['b', 'c', 'd', 'e', 'f']);
});
