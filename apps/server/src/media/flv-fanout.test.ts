import { expect, test } from 'vitest';
import { FlvFanout, webSocketFrame } from './flv-fanout.ts';
import type { FlvViewer } from './flv-fanout.ts';
import { FlvReader, FLV_TAG, parseVideoPayload } from './flv.ts';
import type { TrackSet } from './tracks.ts';
import { until } from './testing.ts';

const TRACKS: TrackSet = {
  video: { codec: 'h264', config: Buffer.from('config'), width: 320, height: 180 },
  audio: { codec: 'aac', config: Buffer.from('1210', 'hex'), sampleRate: 44_100, channels: 2 },
};

/** A viewer whose network is a number. */
function viewerOf(state: { queuedBytes: number }): FlvViewer & { frames(): number[]; writes: Buffer[]; closed: boolean[] } {
  const writes: Buffer[] = [];
  const closed: boolean[] = [];
  return {
    isFramed: false,
    writes,
    closed,
    queuedBytes: () => state.queuedBytes,
    write: (bytes) => void writes.push(bytes),
    close: (isKicked) => void closed.push(isKicked),
    frames: () =>
      new FlvReader()
        .read(Buffer.concat(writes))
        .flatMap((tag) => (tag.type === FLV_TAG.video && parseVideoPayload(tag.payload).kind === 'frame' ? [tag.timestampMs] : [])),
  };
}

function play(fanout: FlvFanout, fromMs: number, count: number): void {
  for (let i = 0; i < count; i++) fanout.video({ dtsMs: fromMs + i * 40, ctsMs: 0, isKey: i === 0, data: Buffer.alloc(100) });
}

test('what comes within one tick goes to everybody as one write of the same buffer', () => {
  const fanout = new FlvFanout();
  fanout.begin(TRACKS);
  play(fanout, 0, 1);
  const viewers = Array.from({ length: 3 }, () => viewerOf({ queuedBytes: 0 }));
  for (const viewer of viewers) fanout.attach(viewer);
  for (let i = 1; i < 5; i++) fanout.video({ dtsMs: i * 10, ctsMs: 0, isKey: false, data: Buffer.alloc(100) });
  fanout.pause();
  expect(viewers.map((viewer) => viewer.writes.length)).toEqual([2, 2, 2]);
  expect(viewers[0]?.writes[1]).toBe(viewers[2]?.writes[1]);
  expect(viewers[1]?.frames()).toEqual([0, 10, 20, 30, 40]);
  fanout.end();
});

test('a slow viewer is left out until it has caught up and a key frame comes; the others lose nothing', () => {
  const fanout = new FlvFanout({ mergeMs: 1_000_000 });
  fanout.begin(TRACKS);
  play(fanout, 0, 5);
  const network = { queuedBytes: 0 };
  const [slow, quick] = [viewerOf(network), viewerOf({ queuedBytes: 0 })];
  fanout.attach(slow);
  fanout.attach(quick);
  network.queuedBytes = 2_000_000;
  play(fanout, 200, 5);
  fanout.pause();
  network.queuedBytes = 0;
  fanout.video({ dtsMs: 400, ctsMs: 0, isKey: false, data: Buffer.alloc(100) });
  fanout.pause();
  play(fanout, 1_000, 2);
  fanout.pause();
  expect(slow.frames()).toEqual([0, 40, 80, 120, 160, 1_000, 1_040]);
  expect(quick.frames()).toEqual([0, 40, 80, 120, 160, 200, 240, 280, 320, 360, 400, 1_000, 1_040]);
  expect(fanout.droppedFrames).toBe(6);
  expect(slow.closed).toEqual([]);
  fanout.end();
  expect([slow.closed, quick.closed]).toEqual([[false], [false]]);
});

test('a viewer that takes nothing for long is dropped', async () => {
  const fanout = new FlvFanout({ kickAfterMs: 30 });
  fanout.begin(TRACKS);
  play(fanout, 0, 1);
  const stuck = viewerOf({ queuedBytes: 2_000_000 });
  fanout.attach(stuck);
  let ms = 40;
  await until(() => {
    play(fanout, (ms += 40), 1);
    fanout.pause();
    return stuck.closed.length > 0;
  });
  expect(stuck.closed).toEqual([true]);
  expect(fanout.viewerCount).toBe(0);
  fanout.end();
});

test('who comes before the first picture waits and then starts on a key frame', () => {
  const fanout = new FlvFanout();
  const early = viewerOf({ queuedBytes: 0 });
  fanout.attach(early);
  expect(early.writes).toEqual([]);
  fanout.begin({ ...TRACKS, audio: null });
  play(fanout, 0, 2);
  fanout.pause();
  expect(early.frames()).toEqual([0, 40]);
  // The header promises sound only when there is some, or players would wait for it.
  expect(early.writes[0]?.[4]).toBe(1);
  fanout.end();
});

test('when the publisher comes back with the same settings nothing is configured anew, with others it is', () => {
  const fanout = new FlvFanout();
  fanout.begin(TRACKS);
  play(fanout, 0, 2);
  const viewer = viewerOf({ queuedBytes: 0 });
  fanout.attach(viewer);
  const configs = (): number =>
    new FlvReader()
      .read(Buffer.concat(viewer.writes))
      .filter((tag) => tag.type === FLV_TAG.video && parseVideoPayload(tag.payload).kind === 'config').length;
  fanout.begin(TRACKS);
  play(fanout, 1_000, 2);
  fanout.pause();
  expect(configs()).toBe(1);
  fanout.begin({ ...TRACKS, video: { ...TRACKS.video, config: Buffer.from('another') } });
  play(fanout, 2_000, 2);
  fanout.pause();
  expect(configs()).toBe(2);
  fanout.end();
});

test('web socket frames have the three lengths of the standard', () => {
  expect(webSocketFrame(Buffer.alloc(125)).subarray(0, 2).toString('hex')).toBe('827d');
  expect(webSocketFrame(Buffer.alloc(126)).subarray(0, 4).toString('hex')).toBe('827e007e');
  expect(webSocketFrame(Buffer.alloc(65_536)).subarray(0, 10).toString('hex')).toBe('827f0000000000010000');
});
