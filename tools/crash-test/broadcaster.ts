import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { FlvReader, FLV_TAG, parseVideoPayload } from '../../apps/server/src/media/flv.ts';
import { loopTags, readMediaLoop } from '../../apps/server/src/media/media-loop.ts';
import { playQuery, signPlay } from '../../apps/server/src/media/play-signature.ts';
import { connectRtmp, type RtmpClient } from '../../apps/server/src/media/rtmp/client.ts';
import type { Installation } from './installation.ts';

export interface Broadcast {
  /** How far into the stream the viewer has got, in milliseconds; null while nothing is on air. */
  readonly seenMs: () => number | null;
  /** The viewer forgets what it saw: the next stream counts. */
  forget(): void;
  readonly connections: () => number;
  close(): void;
}

const againMs = 150;
const stepMs = 20;

/** An encoder that sends in real time and comes back whenever it is cut off, and a viewer who writes down how far they saw. */
export function broadcast(at: Installation, { sessionId, streamKey }: { sessionId: string; streamKey: string }): Broadcast {
  const loop = readMediaLoop();
  let isClosed = false;
  let client: RtmpClient | undefined;
  let request: http.ClientRequest | undefined;
  let connections = 0;
  let seenMs: number | null = null;

  const encode = async () => {
    while (!isClosed) {
      try {
        client = await connectRtmp(at.rtmpPort);
        await client.publish(`${sessionId}?key=${streamKey}`);
        connections += 1;
        const mine = client;
        const startedAt = performance.now();
        for (const tag of loopTags(loop)) {
          while (performance.now() - startedAt < tag.timestampMs && !mine.isClosed()) await delay(stepMs);
          if (mine.isClosed() || isClosed) break;
          mine.sendTag(tag);
        }
      } catch {
        // Nobody listens, or nobody can be asked whether the key is right: an encoder tries again.
      }
      client?.drop();
      await delay(againMs);
    }
  };

  const watch = async () => {
    while (!isClosed) {
      await new Promise<void>((resolve) => {
        const query = playQuery(signPlay(at.secret, sessionId, Math.floor(Date.now() / 1000) + 600));
        request = http.get(`${at.mediaUrl}/media/live/${sessionId}.flv?${query}`, { agent: false }, (response) => {
          const reader = new FlvReader();
          let lastMs: number | null = null;
          response.on('data', (data: Buffer) => {
            for (const tag of response.statusCode === 200 ? reader.read(data) : []) {
              if (tag.type !== FLV_TAG.video || parseVideoPayload(tag.payload)?.kind !== 'frame') continue;
              lastMs = tag.timestampMs;
              seenMs = lastMs;
            }
          });
          response.on('error', () => {});
          response.on('close', resolve);
        });
        request.on('error', () => resolve());
        request.on('close', () => resolve());
      });
      await delay(againMs);
    }
  };
  void encode();
  void watch();
  return {
    seenMs: () => seenMs,
    forget: () => void (seenMs = null),
    connections: () => connections,
    close() {
      isClosed = true;
      client?.drop();
      request?.destroy();
    },
  };
}
