/**
 * How long it takes from a picture being made to it being shown, through the real media process, real encoders and a
 * real browser: the time is painted into the picture and read off the screen. `node bench/live-delay.ts [path …] [--json] [--seconds N]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { playQuery, signPlay } from '../apps/server/src/media/play-signature.ts';
import { startMediaProcess } from '../apps/server/src/media/process.ts';
import { launchBrowser } from '../e2e/browser.ts';
import { hasFfmpeg, startEncoder } from './live-delay/encoder.ts';
import { startStage } from './live-delay/stage.ts';
import type { Stage } from './live-delay/stage.ts';

type Source = 'rtmp' | 'whip' | 'webcodecs';
type Measure = { name: string; source: Source; player: 'flv' | 'hls'; barMs: number };
type Figures = { p50: number; p95: number; firstMs: number; frames: number; unreadable: number; stalls: number; errors: string[] };
type PageResult = { delays: number[]; firstMs: number | null; unreadable: number; stalls: number; errors: string[]; frames: number };

const MEASURES: readonly Measure[] = [
  { name: 'rtmp-flv', source: 'rtmp', player: 'flv', barMs: 800 },
  { name: 'rtmp-hls', source: 'rtmp', player: 'hls', barMs: 2_000 },
  { name: 'whip-flv', source: 'whip', player: 'flv', barMs: 1_000 },
  { name: 'whip-hls', source: 'whip', player: 'hls', barMs: 2_000 },
  { name: 'webcodecs-flv', source: 'webcodecs', player: 'flv', barMs: 1_000 },
  { name: 'webcodecs-hls', source: 'webcodecs', player: 'hls', barMs: 2_000 },
];
const SECRET = 'only-for-this-measurement';

async function measureAll(names: readonly string[], seconds: number): Promise<Record<string, Figures & { barMs: number }>> {
  const stage = await startStage();
  const recordingsDir = mkdtempSync(path.join(os.tmpdir(), 'live-delay-'));
  const media = await startMediaProcess({
    env: {
      MEDIA_HTTP_PORT: '0',
      RTMP_HOST: '127.0.0.1',
      RTMP_PORT: '0',
      RECORDINGS_DIR: recordingsDir,
      MEDIA_HOOK_URL: stage.hookUrl,
      MEDIA_SECRET: SECRET,
    },
  });
  stage.passMediaTo(media.httpUrl);
  const browser = await launchBrowser({ args: ['--autoplay-policy=no-user-gesture-required'] });
  const all: Record<string, Figures & { barMs: number }> = {};
  try {
    for (const measure of MEASURES) {
      if (names.length > 0 && !names.includes(measure.name)) continue;
      if (measure.source === 'rtmp' && !hasFfmpeg()) {
        console.log(`${measure.name}: left out, there is no ffmpeg to play the encoder`);
        continue;
      }
      all[measure.name] = { ...(await measureOne(measure, browser, stage, media.rtmpPort, seconds)), barMs: measure.barMs };
      console.log(measure.name, JSON.stringify(all[measure.name]));
    }
  } finally {
    await browser.close();
    await media.stop();
    stage.close();
    rmSync(recordingsDir, { recursive: true, force: true });
  }
  return all;
}

async function measureOne(
  { name, source, player }: Measure,
  browser: Browser,
  stage: Stage,
  rtmpPort: number,
  seconds: number,
): Promise<Figures> {
  const sessionId = `ses_${name}`;
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const stop =
    source === 'rtmp'
      ? startEncoder(`rtmp://127.0.0.1:${rtmpPort}/live/${sessionId}?key=bench`).stop
      : await startPublisher(await context.newPage(), source, stage, sessionId);
  try {
    await waitFor(() => stage.events.some((event) => event.kind === 'started' && event.body['sessionId'] === sessionId));
    // What an encoder does in its first moments is not what viewers live with.
    await delay(2_000);
    const page = await context.newPage();
    const query = playQuery(signPlay(SECRET, sessionId, Math.floor(Date.now() / 1000) + 3_600));
    const url =
      player === 'flv'
        ? `${stage.url.replace('http', 'ws')}/media/live/${sessionId}.flv?${query}`
        : `/media/live/${sessionId}/index.m3u8?${query}`;
    await page.goto(`${stage.url}/player.html?mode=${player}&url=${encodeURIComponent(url)}`);
    await delay(seconds * 1_000);
    return figuresOf(await page.evaluate(() => (window as unknown as { result: PageResult }).result));
  } finally {
    stop();
    await context.close();
  }
}

async function startPublisher(page: Page, source: Source, stage: Stage, sessionId: string): Promise<() => void> {
  const url = source === 'whip' ? `/media/whip/${sessionId}` : `${stage.url.replace('http', 'ws')}/media/ingest/${sessionId}?key=bench`;
  await page.goto(`${stage.url}/publisher.html?mode=${source}&key=bench&url=${encodeURIComponent(url)}`);
  await page.waitForFunction(() => {
    const { state } = window as unknown as { state?: { isReady: boolean; errors: string[] } };
    if (state !== undefined && state.errors.length > 0) throw new Error(state.errors.join('; '));
    return state?.isReady === true;
  });
  return () => void page.close();
}

/** The second half only: the first is the player finding its place. */
function figuresOf(result: PageResult): Figures {
  const tail = result.delays.slice(Math.floor(result.delays.length / 2)).sort((a, b) => a - b);
  const at = (share: number): number => tail[Math.min(tail.length - 1, Math.floor(tail.length * share))] ?? -1;
  return {
    p50: at(0.5),
    p95: at(0.95),
    firstMs: Math.round(result.firstMs ?? -1),
    frames: result.frames,
    unreadable: result.unreadable,
    stalls: result.stalls,
    errors: [...new Set(result.errors)].slice(0, 5),
  };
}

async function waitFor(condition: () => boolean): Promise<void> {
  for (const until = Date.now() + 20_000; !condition(); await delay(50)) {
    if (Date.now() > until) throw new Error('the stream did not start');
  }
}

const values = process.argv.slice(2);
const secondsAt = values.indexOf('--seconds');
const seconds = secondsAt < 0 ? 15 : Number(values[secondsAt + 1]);
const names = values.filter((value, i) => !value.startsWith('--') && (secondsAt < 0 || i !== secondsAt + 1));
const figures = await measureAll(names, seconds);
const shares = Object.values(figures).map(({ p50, barMs }) => (p50 < 0 ? Infinity : p50 / barMs));
const ratio = Math.max(...shares);
const exact = Object.values(figures).every(({ errors, unreadable }) => errors.length === 0 && unreadable === 0);
if (values.includes('--json'))
  console.log(JSON.stringify({ name: 'live-delay', ratio: Number(ratio.toFixed(3)), bar: 1, ok: ratio <= 1, exact, figures }));
process.exit(ratio <= 1 ? 0 : 1);
