import { encodeIngestMessage, INGEST_CLOSE, INGEST_FLAG, INGEST_TYPE } from '@tuanzi/client/ingest-format';
import { MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket, useH264, useOPUS } from 'werift';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { FLV_TAG, parseAudioPayload, parseVideoPayload } from './flv.ts';
import { parseAvcConfig, splitLengthPrefixed } from './h264.ts';
import { loopTags } from './media-loop.ts';
import { readMediaLoop, startMediaBench, until } from './testing.ts';
import type { MediaBench } from './testing.ts';

let bench: MediaBench;
beforeEach(async () => {
  bench = await startMediaBench({ reconnectGraceMs: 200 });
});
afterEach(() => bench.close());

const loop = readMediaLoop();

type Ingest = { socket: WebSocket; ready: Promise<void>; closed: Promise<{ code: number; reason: string }> };
function openIngest(sessionId: string, key: string): Ingest {
  const socket = new WebSocket(`${bench.httpUrl.replace('http', 'ws')}/media/ingest/${sessionId}?key=${key}`);
  socket.on('error', () => {});
  return {
    socket,
    ready: new Promise((resolve) => socket.once('message', () => resolve())),
    closed: new Promise((resolve) => socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }))),
  };
}

function sendIngest(socket: WebSocket, durationMs: number): void {
  for (const tag of loopTags(loop)) {
    if (tag.timestampMs >= durationMs) return;
    const message = (type: number, flags: number, payload: Buffer): void =>
      socket.send(encodeIngestMessage({ type, flags, timestampMs: tag.timestampMs, payload }));
    if (tag.type === FLV_TAG.video) {
      const video = parseVideoPayload(tag.payload);
      if (video.kind === 'config') message(INGEST_TYPE.videoConfig, 0, video.config);
      else if (video.kind === 'frame') message(INGEST_TYPE.videoFrame, video.isKey ? INGEST_FLAG.keyFrame : 0, video.data);
    } else {
      const audio = parseAudioPayload(tag.payload);
      if (audio.kind === 'config') message(INGEST_TYPE.audioConfig, INGEST_FLAG.aac, audio.config);
      else if (audio.kind === 'frame') message(INGEST_TYPE.audioFrame, 0, audio.data);
    }
  }
}

test('a browser that encodes itself publishes over a WebSocket', async () => {
  const { socket, ready } = openIngest('ses_w', 'good');
  await ready;
  sendIngest(socket, 2_500);
  await bench.event('started', 'ses_w');
  expect(bench.eventBody('started', 'ses_w')).toMatchObject({ protocol: 'webcodecs', codec: 'h264+aac', width: 320, height: 180 });
  const viewer = await bench.watchWebSocket('ses_w');
  await viewer.until(() => viewer.frames().length >= 7);
  socket.close();
  await bench.event('ended', 'ses_w');
});

test('a wrong key, media before the grant, another codec and bytes of no known form are turned away with their reason', async () => {
  expect(await openIngest('ses_w', 'bad').closed).toEqual({ code: INGEST_CLOSE.refused, reason: 'wrong key' });
  const early = openIngest('ses_w', 'good');
  early.socket.once('open', () =>
    early.socket.send(encodeIngestMessage({ type: INGEST_TYPE.videoFrame, flags: 1, timestampMs: 0, payload: new Uint8Array(10) })),
  );
  expect(await early.closed).toMatchObject({ code: INGEST_CLOSE.broken, reason: 'media before a granted publish' });
  for (const bytes of [Buffer.from([9, 0, 0, 0, 0, 0, 1]), Buffer.from([1]), Buffer.from([0, 0, 0, 0, 0, 0, 1, 2, 3]), 'text']) {
    const one = openIngest('ses_w', 'good');
    await one.ready;
    one.socket.send(bytes);
    expect((await one.closed).code).toBe(INGEST_CLOSE.broken);
  }
  const surround = openIngest('ses_w', 'good');
  await surround.ready;
  const head = Buffer.from('4f707573486561640106380180bb0000000001', 'hex');
  surround.socket.send(encodeIngestMessage({ type: INGEST_TYPE.audioConfig, flags: INGEST_FLAG.opus, timestampMs: 0, payload: head }));
  expect((await surround.closed).code).toBe(INGEST_CLOSE.codec);
});

test('a newer publisher replaces a browser that is still connected', async () => {
  const first = openIngest('ses_w', 'good');
  await first.ready;
  sendIngest(first.socket, 1_500);
  await bench.event('started', 'ses_w');
  const second = openIngest('ses_w', 'good');
  await second.ready;
  expect((await first.closed).code).toBe(INGEST_CLOSE.replaced);
  sendIngest(second.socket, 1_500);
  await bench.event('resumed', 'ses_w');
});

async function postOffer(sessionId: string, key: string | null, sdp: string): Promise<Response> {
  return fetch(`${bench.httpUrl}/media/whip/${sessionId}`, {
    method: 'POST',
    body: sdp,
    headers: { 'content-type': 'application/sdp', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
  });
}

test('a WebRTC publisher is received, its pictures leave as FLV, and DELETE ends it', async () => {
  const peer = new RTCPeerConnection({
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { video: [useH264()], audio: [useOPUS()] },
  });
  const [video, audio] = [new MediaStreamTrack({ kind: 'video' }), new MediaStreamTrack({ kind: 'audio' })];
  peer.addTransceiver(video, { direction: 'sendonly' });
  peer.addTransceiver(audio, { direction: 'sendonly' });
  await peer.setLocalDescription(await peer.createOffer());
  const response = await postOffer('ses_r', 'good', peer.localDescription?.sdp ?? '');
  expect(response.status).toBe(201);
  await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
  await until(() => peer.connectionState === 'connected', 'the connection');
  const sender = setInterval(rtpSender(video, audio), 20);
  try {
    await bench.event('started', 'ses_r');
    expect(bench.eventBody('started', 'ses_r')).toMatchObject({ protocol: 'whip', codec: 'h264+opus', width: 320, height: 180 });
    const viewer = await bench.watchHttp('ses_r');
    await viewer.until(() => viewer.frames().length > 20);
    expect(viewer.tags.some((tag) => tag.type === FLV_TAG.audio)).toBe(true);
  } finally {
    clearInterval(sender);
  }
  const resource = response.headers.get('location') ?? '';
  const end = (key: string): Promise<Response> =>
    fetch(`${bench.httpUrl}${resource}`, { method: 'DELETE', headers: { authorization: `Bearer ${key}` } });
  expect((await end('other')).status).toBe(404);
  expect((await end('good')).status).toBe(200);
  expect((await end('good')).status).toBe(404);
  await bench.event('ended', 'ses_r');
  await peer.close();
}, 20_000);

/** Each call sends the next picture of the loop, in packets, and 20 ms of silence. */
function rtpSender(video: MediaStreamTrack, audio: MediaStreamTrack): () => void {
  const configTag = loop.configs.find((tag) => tag.type === FLV_TAG.video);
  const config = configTag === undefined ? null : parseVideoPayload(configTag.payload);
  const avc = config?.kind === 'config' ? parseAvcConfig(config.config) : { sps: [], pps: [], nalLengthSize: 4 };
  const frames = loop.frames
    .flatMap((tag) => (tag.type === FLV_TAG.video ? [parseVideoPayload(tag.payload)] : []))
    .flatMap((frame) => (frame.kind === 'frame' ? [frame] : []));
  let [index, sequence] = [0, 65_500];
  const write = (track: MediaStreamTrack, timestamp: number, marker: boolean, payload: Buffer): void =>
    track.writeRtp(new RtpPacket(new RtpHeader({ payloadType: 96, sequenceNumber: sequence++ & 0xffff, timestamp, marker }), payload));
  let audioSequence = 0;
  return () => {
    const frame = frames[index % frames.length];
    if (frame === undefined) return;
    const nals = [...(frame.isKey ? [...avc.sps, ...avc.pps] : []), ...splitLengthPrefixed(frame.data, avc.nalLengthSize)];
    nals.forEach((nal, n) => {
      const isLast = n === nals.length - 1;
      if (nal.length <= 1_000) return write(video, index * 1_800, isLast, nal);
      for (let at = 1; at < nal.length; at += 1_000) {
        const isEnd = at + 1_000 >= nal.length;
        const head = Buffer.from([((nal[0] ?? 0) & 0xe0) | 28, (at === 1 ? 0x80 : 0) | (isEnd ? 0x40 : 0) | ((nal[0] ?? 0) & 31)]);
        write(video, index * 1_800, isLast && isEnd, Buffer.concat([head, nal.subarray(at, at + 1_000)]));
      }
    });
    audio.writeRtp(
      new RtpPacket(
        new RtpHeader({ payloadType: 97, sequenceNumber: audioSequence++ & 0xffff, timestamp: index * 960, marker: false }),
        Buffer.from([0xf8, 0xff, 0xfe]),
      ),
    );
    index += 1;
  };
}

test('a WHIP offer without a key, with a wrong one, without H.264, too long or of no sense is refused', async () => {
  const offer = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=rtpmap:96 VP8/90000\r\n';
  expect((await postOffer('ses_r', null, offer)).status).toBe(401);
  const refused = await postOffer('ses_r', 'bad', offer);
  expect([refused.status, await refused.json()]).toEqual([403, { code: 'publish_refused', reason: 'wrong key' }]);
  expect((await postOffer('ses_r', 'good', offer)).status).toBe(406);
  await bench.event('warning', 'ses_r');
  expect((await postOffer('ses_r', 'good', 'hello')).status).toBe(400);
  expect((await postOffer('ses_r', 'good', `v=0${' '.repeat(70_000)}`)).status).toBe(400);
  expect((await postOffer('ses_r', 'good', `${offer}m=video 9 nonsense\r\na=rtpmap:1 H264/90000\r\n`)).status).toBe(400);
  expect((await fetch(`${bench.httpUrl}/media/whip/ses_r`, { headers: { authorization: 'Bearer good' } })).status).toBe(405);
});
