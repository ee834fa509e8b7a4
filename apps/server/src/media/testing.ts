import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { FlvReader, FLV_TAG, parseVideoPayload } from './flv.ts';
import type { FlvTag } from './flv.ts';
import type { MediaConfig } from './config.ts';
import type { LiveHub } from './hub.ts';
import { silentMediaLog } from './log.ts';
import { MediaRefusal } from './media-refusal.ts';
import { startMedia } from './media.ts';
import { playQuery, signPlay } from './play-signature.ts';

export { readMediaLoop, sendLoop } from './media-loop.ts';
export { connectRtmp } from './rtmp/client.ts';
export type { RtmpClient } from './rtmp/client.ts';

const BENCH_SECRET = 'a-secret-of-the-test-bench';
type HookEvent = { kind: string; body: Record<string, unknown> };
type FlvWatcher = {
  tags: FlvTag[];
  /** Coded pictures in the order they came. */
  frames(): { timestampMs: number; isKey: boolean }[];
  until(condition: () => boolean): Promise<void>;
  ended: Promise<void>;
  close(): void;
};
export type MediaBench = {
  httpUrl: string;
  rtmpPort: number;
  hub: LiveHub;
  secret: string;
  hookUrl: string;
  recordingsDir: string;
  events: HookEvent[];
  /** Waits until the web process was told so (the nth time). */
  event(kind: string, sessionId: string, times?: number): Promise<void>;
  eventBody(kind: string, sessionId: string): Record<string, unknown> | undefined;
  playQuery(mediaId: string, validForSeconds?: number): string;
  watchHttp(sessionId: string): Promise<FlvWatcher>;
  watchWebSocket(sessionId: string, query?: string): Promise<FlvWatcher>;
  close(): Promise<void>;
};

/** The media server on free ports with a real web endpoint for its hooks; the key `good` may publish to any session. */
export async function startMediaBench(overrides: Partial<MediaConfig> = {}): Promise<MediaBench> {
  const events: HookEvent[] = [];
  const hookServer = http.createServer((request, response) => {
    let text = '';
    request.on('data', (data: Buffer) => (text += data.toString()));
    request.on('end', () => {
      const kind = (request.url ?? '').split('/').at(-1) ?? '';
      const body = JSON.parse(text) as Record<string, unknown>;
      if (request.headers.authorization !== `Bearer ${BENCH_SECRET}`) response.statusCode = 401;
      response.setHeader('content-type', 'application/json');
      if (kind === 'authorize-publish') {
        response.end(
          JSON.stringify(body['key'] === 'good' ? { allow: true, sessionId: body['streamName'] } : { allow: false, reason: 'wrong key' }),
        );
        return;
      }
      events.push({ kind, body });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => hookServer.listen(0, '127.0.0.1', resolve));
  const address = hookServer.address();
  if (address === null || typeof address === 'string') throw new Error('hook server has no port');
  const recordingsDir = overrides.recordingsDir ?? mkdtempSync(path.join(os.tmpdir(), 'media-bench-'));
  const hookUrl = `http://127.0.0.1:${address.port}/internal/media-hooks`;
  const media = await startMedia(
    {
      httpHost: '127.0.0.1',
      httpPort: 0,
      rtmpHost: '127.0.0.1',
      rtmpPort: 0,
      recordingsDir,
      hookUrl,
      secret: BENCH_SECRET,
      publicIps: ['127.0.0.1'],
      udpPortRange: null,
      reconnectGraceMs: 30_000,
      recordingFreeMinBytes: 0,
      viewersPerStreamMax: 1_000,
      ...overrides,
    },
    silentMediaLog,
  );
  const query = (mediaId: string, validForSeconds = 600): string =>
    playQuery(signPlay(BENCH_SECRET, mediaId, Math.floor(Date.now() / 1000) + validForSeconds));
  return {
    httpUrl: media.httpUrl,
    rtmpPort: media.rtmpPort,
    hub: media.hub,
    secret: BENCH_SECRET,
    hookUrl,
    recordingsDir,
    events,
    playQuery: query,
    event: (kind, sessionId, times = 1) => until(() => matching(events, kind, sessionId).length >= times, `hook ${kind} of ${sessionId}`),
    eventBody: (kind, sessionId) => matching(events, kind, sessionId).at(-1)?.body,
    watchHttp: (sessionId) => watchHttp(`${media.httpUrl}/media/live/${sessionId}.flv?${query(sessionId)}`),
    watchWebSocket: (sessionId, givenQuery) =>
      watchWebSocket(`${media.httpUrl.replace('http', 'ws')}/media/live/${sessionId}.flv?${givenQuery ?? query(sessionId)}`),
    async close() {
      await media.close();
      hookServer.closeAllConnections();
      await new Promise<void>((resolve) => hookServer.close(() => resolve()));
      if (overrides.recordingsDir === undefined) rmSync(recordingsDir, { recursive: true, force: true });
    },
  };
}

/** Runs a reader on bytes that may be wrong: refusing them is as right as reading them, anything else is a bug. */
export function orRefused(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof MediaRefusal)) throw error;
  }
}

/** Polls a condition; fails loudly instead of hanging. */
export async function until(condition: () => boolean, what = 'condition', timeoutMs = 8_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await delay(10);
  }
}

function matching(events: HookEvent[], kind: string, sessionId: string): HookEvent[] {
  return events.filter((event) => event.kind === kind && event.body['sessionId'] === sessionId);
}

async function watchHttp(url: string): Promise<FlvWatcher> {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => http.get(url, resolve).on('error', reject));
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  const ended = new Promise<void>((resolve) => response.once('close', () => resolve()));
  response.on('error', () => response.destroy());
  return watcher(
    (onData) => response.on('data', onData),
    ended,
    () => response.destroy(),
  );
}

async function watchWebSocket(url: string): Promise<FlvWatcher> {
  const socket = new WebSocket(url);
  let take: (data: Buffer) => void = () => {};
  const result = watcher(
    (onData) => (take = onData),
    new Promise<void>((resolve) => socket.once('close', () => resolve())),
    () => socket.terminate(),
  );
  socket.on('message', (data) => take(Buffer.isBuffer(data) ? data : Buffer.alloc(0)));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return result;
}

function watcher(listen: (onData: (data: Buffer) => void) => void, ended: Promise<void>, close: () => void): FlvWatcher {
  const reader = new FlvReader();
  const tags: FlvTag[] = [];
  listen((data) => void tags.push(...reader.read(data)));
  return {
    tags,
    ended,
    close,
    until: (condition) => until(condition, 'FLV tags'),
    frames: () =>
      tags.flatMap((tag) => {
        const video = tag.type === FLV_TAG.video ? parseVideoPayload(tag.payload) : null;
        return video?.kind === 'frame' ? [{ timestampMs: tag.timestampMs, isKey: video.isKey }] : [];
      }),
  };
}
