import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Timeline } from './timeline.ts';

test("a stream starts at 0 and keeps the publisher's rhythm", () => {
  const timeline = new Timeline();
  expect([5_000, 5_033, 5_067, 5_100].map((ms) => timeline.video(ms))).toEqual([0, 33, 67, 100]);
  expect(timeline.audio(5_050)).toBe(50);
  expect(timeline.audio(4_990)).toBeNull();
});

test('the next publisher goes on one frame behind the last, whatever its clock says', () => {
  const timeline = new Timeline();
  for (const ms of [0, 40, 80]) timeline.video(ms);
  timeline.restart();
  expect([9_000_000, 9_000_040].map((ms) => timeline.video(ms))).toEqual([120, 160]);
});

test('an encoder whose clock jumps makes no hole, and sound follows the picture', () => {
  const timeline = new Timeline();
  for (const ms of [0, 40, 80]) timeline.video(ms);
  expect(timeline.audio(1_000_080)).toBeNull();
  expect(timeline.video(1_000_120)).toBe(120);
  expect(timeline.audio(1_000_130)).toBe(130);
  expect(timeline.video(10)).toBe(160);
});

test('whatever timestamps come, time only goes forward and sound stays near the picture', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('video' as const), ms: fc.nat(0xffffffff) }),
    fc.record({ kind: fc.constant('audio' as const), ms: fc.nat(0xffffffff) }),
    fc.record({ kind: fc.constant('restart' as const), ms: fc.constant(0) }),
    fc.record({ kind: fc.constant('video' as const), ms: fc.nat(20_000) }),
    fc.record({ kind: fc.constant('audio' as const), ms: fc.nat(20_000) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const timeline = new Timeline();
      const placed: { kind: 'video' | 'audio'; ms: number; besideMs: number }[] = [];
      let besideMs = 0;
      for (const { kind, ms } of steps) {
        if (kind === 'restart') timeline.restart();
        const at = kind === 'video' ? timeline.video(ms) : kind === 'audio' ? timeline.audio(ms) : null;
        if (at === null || kind === 'restart') continue;
        placed.push({ kind, ms: at, besideMs });
        if (kind === 'video') besideMs = at;
      }
      const timesOf = (wanted: string): number[] => placed.filter(({ kind }) => kind === wanted).map(({ ms }) => ms);
      expect(timesOf('video')).toEqual([...new Set(timesOf('video'))].sort((a, b) => a - b));
      expect(timesOf('audio')).toEqual(timesOf('audio').sort((a, b) => a - b));
      // A jump of the clock moves the line by a frame; 10.2 s is two tracks each at the limit of what is not a jump.
      expect(placed.filter(({ ms, besideMs: beside }) => Math.abs(ms - beside) > 10_201)).toEqual([]);
    }),
  );
});
