import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Timeline } from './timeline.ts';

test('a stream starts at 0 and keeps the publisher\'s rhythm', () => {
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
  const step = fc.oneof(fc.record({ kind: fc.constant('video' as const), ms: fc.nat(0xffffffff) }), fc.record({ kind: fc.constant('audio' as const), ms: fc.nat(0xffffffff) }),
    fc.record({ kind: fc.constant('restart' as const), ms: fc.constant(0) }), fc.record({ kind: fc.constant('video' as const), ms: fc.nat(20_000) }), fc.record({ kind: fc.constant('audio' as const), ms: fc.nat(20_000) }));
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const timeline = new Timeline();
    let [lastVideo, lastAudio] = [-1, -1];
    for (const { kind, ms } of steps) {
      if (kind === 'restart') timeline.restart();
      else if (kind === 'video') {
        const placed = timeline.video(ms);
        expect(placed).toBeGreaterThan(lastVideo);
        expect(placed).toBeLessThanOrEqual(Math.max(0, lastVideo, lastAudio) + 5_201);
        lastVideo = placed;
      } else {
        const placed = timeline.audio(ms);
        if (placed === null) continue;
        expect(placed).toBeGreaterThanOrEqual(lastAudio);
        expect(Math.abs(placed - lastVideo)).toBeLessThanOrEqual(5_000);
        lastAudio = placed;
      }
    }
  }));
});
