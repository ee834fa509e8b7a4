import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boxes, firstTimes, readFragmentInfo } from './fmp4.ts';
import type { MediaBench } from './testing.ts';
import { connectRtmp, sendLoop, startMediaBench, until } from './testing.ts';

let bench: MediaBench;
beforeEach(async () => {
  bench = await startMediaBench({ reconnectGraceMs: 400 });
});
afterEach(() => bench.close());

async function text(path: string): Promise<string> {
  const response = await fetch(`${bench.httpUrl}${path}`);
  expect({ path, status: response.status }).toEqual({ path, status: 200 });
  return response.text();
}

async function bytes(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: Buffer; headers: Headers }> {
  const response = await fetch(`${bench.httpUrl}${path}`, { headers });
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()), headers: response.headers };
}

test('low-latency HLS lists parts that join to their segments, and everything it lists can be fetched with the same signature', async () => {
  const client = await connectRtmp(bench.rtmpPort);
  await client.publish('ses_1?key=good');
  sendLoop(client, 5_500);
  await bench.event('started', 'ses_1');
  const query = bench.playQuery('ses_1');
  const base = '/media/live/ses_1';
  const playlist = await text(`${base}/index.m3u8?${query}&_HLS_msn=5&_HLS_part=0`);
  expect(playlist).toContain('#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES');
  const files = [...playlist.matchAll(/^(s\d+\.m4s\?\S+)$/gm)].map((match) => match[1] ?? '');
  expect(files.length).toBe(5);
  for (const file of files) {
    const segment = await bytes(`${base}/${file}`);
    const number = /s(\d+)/.exec(file)?.[1];
    const parts = [...playlist.matchAll(new RegExp(`URI="(p${number}\\.\\d+\\.m4s\\?[^"]+)"(,INDEPENDENT=YES)?`, 'g'))].filter(
      (match) => !playlist.includes(`HINT:TYPE=PART,URI="${match[1]}`),
    );
    if (parts.length === 0) continue;
    const joined = Buffer.concat(await Promise.all(parts.map(async (part) => (await bytes(`${base}/${part[1]}`)).body)));
    expect(joined.equals(segment.body)).toBe(true);
    expect(parts[0]?.[2]).toBe(',INDEPENDENT=YES');
  }
  expect((await bytes(`${base}/index.m3u8`)).status).toBe(403);
  expect((await bytes(`${base}/s0.m4s`)).status).toBe(403);
  expect((await bytes(`${base}/index.m3u8?${query}&_HLS_msn=99`)).status).toBe(400);
  expect((await bytes(`${base}/init-0.mp4?${query}`)).body.toString('latin1', 4, 8)).toBe('ftyp');
});

test('a blocked playlist reload and the announced part arrive as soon as the part exists', async () => {
  const client = await connectRtmp(bench.rtmpPort);
  await client.publish('ses_1?key=good');
  sendLoop(client, 1_500);
  await bench.event('started', 'ses_1');
  const query = bench.playQuery('ses_1');
  const first = await text(`/media/live/ses_1/index.m3u8?${query}`);
  const hint = /PRELOAD-HINT:TYPE=PART,URI="(p(\d+)\.(\d+)\.m4s[^"]+)"/.exec(first);
  const reload = text(`/media/live/ses_1/index.m3u8?${query}&_HLS_msn=${hint?.[2]}&_HLS_part=${hint?.[3]}`);
  const part = bytes(`/media/live/ses_1/${hint?.[1]}`);
  sendLoop(client, 1_500, 1_500);
  expect(await reload).toContain(`URI="${hint?.[1]}"`);
  expect((await part).status).toBe(200);
});

test("over a publisher's absence HLS keeps its numbers and time and marks the seam", async () => {
  const first = await connectRtmp(bench.rtmpPort);
  await first.publish('ses_1?key=good');
  sendLoop(first, 2_500);
  await bench.event('started', 'ses_1');
  first.drop();
  await bench.event('interrupted', 'ses_1');
  const second = await connectRtmp(bench.rtmpPort);
  await second.publish('ses_1?key=good');
  sendLoop(second, 2_500);
  await bench.event('resumed', 'ses_1');
  const query = bench.playQuery('ses_1');
  const playlist = await text(`/media/live/ses_1/index.m3u8?${query}&_HLS_msn=5&_HLS_part=0`);
  const order = [...playlist.matchAll(/^(#EXT-X-DISCONTINUITY|s\d+)(?=$|\.m4s)/gm)].map((match) => match[1]);
  expect(order).toEqual(['s0', 's1', 's2', '#EXT-X-DISCONTINUITY', 's3', 's4']);
  const starts = await Promise.all(
    [0, 1, 2, 3, 4].map(async (n) => firstTimes((await bytes(`/media/live/ses_1/s${n}.m4s?${query}`)).body).get(1) ?? 0n),
  );
  expect(starts).toEqual([...starts].sort((a, b) => Number(a - b)));
  expect(Number((starts[3] ?? 0n) - (starts[2] ?? 0n)) / 90_000).toBeLessThan(1.2);
});

test('a recording plays as a playlist of byte ranges and as a clip that starts at 0, whole or by ranges', async () => {
  const client = await connectRtmp(bench.rtmpPort);
  await client.publish('ses_1?key=good');
  sendLoop(client, 8_000);
  await bench.event('started', 'ses_1');
  client.stop();
  await bench.event('recorded', 'ses_1');
  const recorded = bench.eventBody('recorded', 'ses_1');
  expect(recorded).toMatchObject({ sessionId: 'ses_1' });
  expect(recorded?.['durationMs']).toBeGreaterThan(7_900);
  expect(recorded?.['durationMs']).toBeLessThan(8_100);
  const id = String(recorded?.['recordingId']);
  const query = bench.playQuery(id);
  const playlist = await text(`/media/recordings/${id}/index.m3u8?from=2&to=5&${query}`);
  const ranges = [...playlist.matchAll(/#EXT-X-BYTERANGE:(\d+)@(\d+)/g)].map((match) => [Number(match[1]), Number(match[2])]);
  expect(ranges.length).toBe(3);
  for (const [length = 0, at = 0] of ranges) {
    const part = await bytes(`/media/recordings/${id}/media.mp4?${query}`, { range: `bytes=${at}-${at + length - 1}` });
    expect(part.status).toBe(206);
    expect(part.body.length).toBe(length);
    expect(readFragmentInfo(part.body).isKeyFirst).toBe(true);
  }
  const clip = await bytes(`/media/recordings/${id}/clip.mp4?from=2&to=5&${query}`);
  expect(
    boxes(clip.body, 0, clip.body.length)
      .slice(0, 3)
      .map((box) => box.type),
  ).toEqual(['ftyp', 'moov', 'sidx']);
  const times = firstTimes(clip.body);
  expect(times.get(1)).toBe(0n);
  expect(Number(times.get(2)) / 44_100).toBeLessThan(0.1);
  const piece = await bytes(`/media/recordings/${id}/clip.mp4?from=2&to=5&${query}`, { range: 'bytes=700-9000' });
  expect(piece.status).toBe(206);
  expect(piece.headers.get('content-range')).toBe(`bytes 700-9000/${clip.body.length}`);
  expect(piece.body.equals(clip.body.subarray(700, 9_001))).toBe(true);
  expect((await bytes(`/media/recordings/${id}/clip.mp4?from=2&to=5&${query}`, { range: `bytes=${clip.body.length}-` })).status).toBe(416);
  expect((await bytes(`/media/recordings/${id}/clip.mp4?from=99&${query}`)).status).toBe(404);
  expect((await bytes(`/media/recordings/${id}/clip.mp4?from=-1&${query}`)).status).toBe(400);
  expect((await bytes(`/media/recordings/${id}/clip.mp4?${bench.playQuery('ses_1')}`)).status).toBe(403);
});

test('the web process can see, end and clean up; nobody else can', async () => {
  const client = await connectRtmp(bench.rtmpPort);
  await client.publish('ses_1?key=good');
  sendLoop(client, 2_000);
  await bench.event('started', 'ses_1');
  const control = async (
    command: string,
    body: unknown,
    secret = bench.secret,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(`${bench.httpUrl}/media/control/${command}`, {
      method: body === null ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${secret}` },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  expect((await control('kick', { sessionId: 'ses_1' }, 'guess')).status).toBe(401);
  expect((await control('streams', null)).body).toMatchObject({ streams: [{ sessionId: 'ses_1', isLive: true, codec: 'h264+aac' }] });
  const recordingId = String(bench.eventBody('started', 'ses_1')?.['recordingId']);
  expect((await control('delete-recording', { recordingId })).status).toBe(409);
  expect((await control('kick', { sessionId: 'ses_1', reason: 'sale is over' })).body).toEqual({ kicked: true });
  await client.closed;
  await bench.event('recorded', 'ses_1');
  expect(bench.eventBody('ended', 'ses_1')).toMatchObject({ reason: 'sale is over' });
  expect((await control('delete-recording', { recordingId: '../../etc/passwd' })).status).toBe(400);
  expect((await control('delete-recording', { recordingId })).body).toEqual({ deleted: true });
  await until(() => readdirSync(bench.recordingsDir).length === 0);
});
