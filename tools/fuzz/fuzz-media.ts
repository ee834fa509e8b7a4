import { connect } from 'node:net';
import { encodeIngestMessage, INGEST_FLAG, INGEST_TYPE } from '@tuanzi/client/ingest-format';
import WebSocket from 'ws';
import { FLV_TAG, parseAudioPayload, parseVideoPayload } from '../../apps/server/src/media/flv.ts';
import { loopTags, readMediaLoop } from '../../apps/server/src/media/media-loop.ts';
import { encodeAmf } from '../../apps/server/src/media/rtmp/amf0.ts';
import { encodeMessage } from '../../apps/server/src/media/rtmp/chunk.ts';
import { clientGreeting } from '../../apps/server/src/media/rtmp/handshake.ts';
import { breakBytes } from './make-request.ts';
import type { Random } from './random.ts';
import { send } from './send.ts';

export interface MediaTarget {
  readonly url: string;
  readonly rtmpPort: number;
  readonly sessionId: string;
  readonly key: string;
}

/** One broadcast over one of the three ways in, damaged somewhere, sometimes with a wrong key. */
export async function fuzzBroadcast(target: MediaTarget, random: Random): Promise<void> {
  const key = random.chance(0.8) ? target.key : random.pick(['', 'wrong', `${target.key}x`, 'k'.repeat(190)]);
  await random.pick([overRtmp, overIngest, overIngest, overWhip])({ ...target, key }, random);
}

const tags = (() => {
  const loop = readMediaLoop();
  const some = [];
  for (const tag of loopTags(loop)) {
    if (tag.timestampMs > 1500) return some;
    some.push(tag);
  }
  return some;
})();
const patienceMs = 400;

async function overRtmp({ rtmpPort, sessionId, key }: MediaTarget, random: Random): Promise<void> {
  const command = (streamId: number, ...values: Parameters<typeof encodeAmf>) =>
    encodeMessage({ chunkStreamId: 3, type: 20, streamId, timestampMs: 0, payload: encodeAmf(...values) }, 128);
  const opening = Buffer.concat([
    command(0, 'connect', 1, { app: 'live', tcUrl: 'rtmp://x/live' }),
    command(0, 'createStream', 2, null),
    command(1, 'publish', 3, null, `${sessionId}?key=${key}`, 'live'),
  ]);
  const media = Buffer.concat(
    tags.map(({ type, timestampMs, payload }) =>
      encodeMessage({ chunkStreamId: type === FLV_TAG.audio ? 5 : 4, type, streamId: 1, timestampMs, payload }, 128),
    ),
  );
  const isLateDamage = random.chance(0.7);
  const shake = Buffer.concat([clientGreeting(), Buffer.alloc(1536)]);
  await new Promise<void>((resolve) => {
    const socket = connect(rtmpPort, '127.0.0.1');
    socket.on('error', () => {}).on('close', () => resolve());
    let heard = '';
    let isSending = false;
    socket.on('data', (data) => {
      heard = (heard + data.toString('latin1')).slice(-4000);
      if (!heard.includes('Publish.Start') || isSending) return;
      isSending = true;
      socket.write(breakBytes(random, media));
    });
    socket.write(random.chance(0.15) ? breakBytes(random, shake) : shake);
    socket.write(isLateDamage ? opening : breakBytes(random, opening));
    setTimeout(() => socket.destroy(), patienceMs);
  });
}

async function overIngest({ url, sessionId, key }: MediaTarget, random: Random): Promise<void> {
  const messages = tags.flatMap((tag): Uint8Array[] => {
    const message = (type: number, flags: number, payload: Buffer) => [
      encodeIngestMessage({ type, flags, timestampMs: tag.timestampMs, payload }),
    ];
    if (tag.type === FLV_TAG.video) {
      const video = parseVideoPayload(tag.payload);
      if (video.kind === 'config') return message(INGEST_TYPE.videoConfig, 0, video.config);
      return video.kind === 'frame' ? message(INGEST_TYPE.videoFrame, video.isKey ? INGEST_FLAG.keyFrame : 0, video.data) : [];
    }
    const audio = parseAudioPayload(tag.payload);
    if (audio.kind === 'config') return message(INGEST_TYPE.audioConfig, INGEST_FLAG.aac, audio.config);
    return audio.kind === 'frame' ? message(INGEST_TYPE.audioFrame, 0, audio.data) : [];
  });
  const damaged = random.below(messages.length);
  await new Promise<void>((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/media/ingest/${sessionId}?key=${key}`);
    socket.on('error', () => {}).on('close', () => resolve());
    const sendAll = () => {
      for (const [i, bytes] of messages.entries()) {
        if (socket.readyState !== WebSocket.OPEN) return;
        socket.send(i === damaged || random.chance(0.02) ? breakBytes(random, Buffer.from(bytes)) : bytes);
        if (random.chance(0.005)) socket.send('{"type":"text"}');
      }
    };
    if (random.chance(0.05)) socket.once('open', sendAll);
    socket.once('message', sendAll);
    setTimeout(() => socket.terminate(), patienceMs);
  });
}

const offer = [
  'v=0',
  'o=- 1 1 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789012345678901',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sendonly',
  'a=rtcp-mux',
  'a=rtpmap:96 H264/90000',
  'a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  '',
].join('\r\n');

async function overWhip({ url, sessionId, key }: MediaTarget, random: Random): Promise<void> {
  const body = random.chance(0.2) ? offer : breakBytes(random, Buffer.from(offer));
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/sdp' };
  const path = `/media/whip/${sessionId}`;
  const { text } = await send(url, { method: 'POST', path, headers, body });
  if (text.startsWith('v=0')) await send(url, { method: 'DELETE', path: `${path}/nothing`, headers });
}
