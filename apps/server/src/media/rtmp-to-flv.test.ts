import { afterEach, beforeEach, expect, test } from 'vitest';
import { FLV_TAG, parseVideoPayload } from './flv.ts';
import type { MediaBench } from './testing.ts';
import { connectRtmp, sendLoop, startMediaBench } from './testing.ts';

let bench: MediaBench;
beforeEach(async () => {
  bench = await startMediaBench({ reconnectGraceMs: 1_500 });
});
afterEach(() => bench.close());

test('an encoder with the right key is seen by FLV viewers over HTTP and over WebSocket, from a key frame on', async () => {
  const client = await connectRtmp(bench.rtmpPort);
  await client.publish('ses_1?key=good');
  sendLoop(client, 3_000);
  await bench.event('started', 'ses_1');
  const viewers = [await bench.watchHttp('ses_1'), await bench.watchWebSocket('ses_1')];
  sendLoop(client, 2_000, 3_000);
  for (const viewer of viewers) {
    await viewer.until(() => viewer.frames().length > 30);
    expect(viewer.frames()[0]?.isKey).toBe(true);
    expect(viewer.tags.filter((tag) => tag.type === FLV_TAG.audio).length).toBeGreaterThan(20);
    viewer.close();
  }
  expect(bench.eventBody('started', 'ses_1')).toMatchObject({
    protocol: 'rtmp',
    codec: 'h264+aac',
    width: 320,
    height: 180,
    hasAudio: true,
  });
});

test('a viewer who joins between two merged writes gets no tag twice', async () => {
  const client = await connectRtmp(bench.rtmpPort);
  await client.publish('ses_1?key=good');
  sendLoop(client, 900);
  await bench.event('started', 'ses_1');
  const viewer = await bench.watchHttp('ses_1');
  sendLoop(client, 3_000, 900);
  await viewer.until(() => viewer.frames().length >= 58);
  const times = viewer.frames().map((frame) => frame.timestampMs);
  expect(new Set(times).size).toBe(times.length);
});

test('a publisher that drops and comes back: viewers stay connected, time goes on, and both are told', async () => {
  const first = await connectRtmp(bench.rtmpPort);
  await first.publish('ses_1?key=good');
  sendLoop(first, 2_000);
  await bench.event('started', 'ses_1');
  const viewer = await bench.watchWebSocket('ses_1');
  await viewer.until(() => viewer.frames().length >= 15);
  first.drop();
  await bench.event('interrupted', 'ses_1');
  const second = await connectRtmp(bench.rtmpPort);
  await second.publish('ses_1?key=good');
  sendLoop(second, 2_000, 700_000);
  await bench.event('resumed', 'ses_1');
  await viewer.until(() => viewer.frames().length >= 40);
  const times = viewer.frames().map((frame) => frame.timestampMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(5_000);
  second.drop();
  await bench.event('ended', 'ses_1');
  await viewer.ended;
  expect(bench.events.map((event) => event.kind).filter((kind) => kind !== 'stats' && kind !== 'recorded')).toEqual([
    'started',
    'interrupted',
    'resumed',
    'interrupted',
    'ended',
  ]);
});

test('a second publisher with a valid key takes over and the first is cut off', async () => {
  const first = await connectRtmp(bench.rtmpPort);
  await first.publish('ses_1?key=good');
  sendLoop(first, 2_000);
  await bench.event('started', 'ses_1');
  const second = await connectRtmp(bench.rtmpPort);
  await second.publish('ses_1?key=good');
  await first.closed;
  sendLoop(second, 2_000);
  await bench.event('resumed', 'ses_1');
  expect(bench.eventBody('interrupted', 'ses_1')).toMatchObject({ reason: 'replaced by a newer publisher' });
});

test('a play link that is unsigned, expired, altered or for another session is refused', async () => {
  const client = await connectRtmp(bench.rtmpPort);
  await client.publish('ses_1?key=good');
  sendLoop(client, 2_000);
  await bench.event('started', 'ses_1');
  const good = bench.playQuery('ses_1');
  for (const query of ['', bench.playQuery('ses_2'), bench.playQuery('ses_1', -10), good.replace('exp=', 'exp=9'), good.slice(0, -1)]) {
    const response = await fetch(`${bench.httpUrl}/media/live/ses_1.flv?${query}`);
    expect(response.status).toBe(403);
    await expect(bench.watchWebSocket('ses_1', query)).rejects.toThrow('403');
  }
  expect((await fetch(`${bench.httpUrl}/media/live/ses_2.flv?${bench.playQuery('ses_2')}`)).status).toBe(404);
});

test('video that is not H.264 cuts the publisher off and tells the studio why', async () => {
  const client = await connectRtmp(bench.rtmpPort);
  await client.publish('ses_1?key=good');
  client.sendTag({ type: FLV_TAG.video, timestampMs: 0, payload: Buffer.from([0x1c, 0, 0, 0, 0, 1, 2, 3]) });
  await client.closed;
  await bench.event('warning', 'ses_1');
  expect(bench.eventBody('warning', 'ses_1')).toMatchObject({ reason: 'codec_not_supported', detail: expect.stringContaining('H.265') });
  expect(() => parseVideoPayload(Buffer.from([0x22, 0]))).toThrow('H.263');
});
