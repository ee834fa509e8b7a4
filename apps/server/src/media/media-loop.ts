import { readFileSync } from 'node:fs';
import { FlvReader, FLV_TAG } from './flv.ts';
import type { FlvTag } from './flv.ts';
import type { RtmpClient } from './rtmp/client.ts';

/** Four seconds of a test picture (H.264 320x180 at 15 fps, key frame each second) and a 440 Hz tone (AAC). */
type MediaLoop = { configs: FlvTag[]; frames: FlvTag[]; durationMs: number };

export function readMediaLoop(): MediaLoop {
  const file = readFileSync(new URL('./fixtures/loop.flv', import.meta.url));
  const tags = new FlvReader().read(file).filter((tag) => tag.type !== FLV_TAG.script);
  const isConfig = (tag: FlvTag): boolean => tag.payload[1] === 0;
  const isEndMarker = (tag: FlvTag): boolean => tag.type === FLV_TAG.video && tag.payload[1] === 2;
  return { configs: tags.filter(isConfig), frames: tags.filter((tag) => !isConfig(tag) && !isEndMarker(tag)), durationMs: 4_000 };
}

/** The loop's tags over and over with ever growing timestamps, from `startMs` on. */
export function* loopTags(loop: MediaLoop, startMs = 0): Generator<FlvTag> {
  for (const tag of loop.configs) yield { ...tag, timestampMs: startMs };
  for (let baseMs = startMs; ; baseMs += loop.durationMs) {
    for (const tag of loop.frames) yield { ...tag, timestampMs: baseMs + tag.timestampMs };
  }
}

/** Sends `durationMs` of the loop as fast as the socket takes it. */
export function sendLoop(client: RtmpClient, durationMs: number, startMs = 0): void {
  for (const tag of loopTags(readMediaLoop(), startMs)) {
    if (tag.timestampMs >= startMs + durationMs) return;
    client.sendTag(tag);
  }
}
