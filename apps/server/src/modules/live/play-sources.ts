import type { PlaySource } from '@tuanzi/contract/live';
import type { z } from 'zod';
import { playQuery, signPlay } from '../../media/play-signature.ts';
import { playForMs } from './rules.ts';

type Source = z.output<typeof PlaySource>;

/** Signs addresses of the media server. They are paths, so they hold on whatever host and scheme the page was opened by. */
function signed(secret: string, mediaId: string, now: Date) {
  const expiresAt = new Date(now.getTime() + playForMs);
  const query = playQuery(signPlay(secret, mediaId, Math.floor(expiresAt.getTime() / 1000)));
  return (kind: Source['kind'], path: string): Source => ({ kind, url: `${path}?${query}`, expiresAt: expiresAt.toISOString() });
}

/** Quickest first: FLV by WebSocket and HTTP where the browser can feed it to its decoder, else low-latency HLS. */
export function liveSources(secret: string, sessionId: string, now: Date): Source[] {
  const source = signed(secret, sessionId, now);
  return [
    source('ws-flv', `/media/live/${sessionId}.flv`),
    source('http-flv', `/media/live/${sessionId}.flv`),
    source('ll-hls', `/media/live/${sessionId}/index.m3u8`),
  ];
}

export function recordingSources(secret: string, recordingId: string, now: Date): Source[] {
  const source = signed(secret, recordingId, now);
  return [
    source('recording-hls', `/media/recordings/${recordingId}/index.m3u8`),
    source('clip-mp4', `/media/recordings/${recordingId}/clip.mp4`),
  ];
}
