/**
 * How many viewers the built-in video path carries on one core: `npm run bench -- media-viewers [--json]`, or this file with
 * `--viewers N`. The media process as the product starts it, one RTMP stream in real time, and viewers over HTTP-FLV in
 * another process that look at every picture. No picture may be missing and nobody may fall behind.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { playQuery, signPlay } from '../apps/server/src/media/play-signature.ts';
import { startMediaProcess } from '../apps/server/src/media/process.ts';
import { startCalled, type Called } from './calls.ts';
import { startStage } from './live-delay/stage.ts';
import { startSource } from './media-viewers/source.ts';
import type { Seen, ViewerCalls } from './media-viewers/viewer-process.ts';
import { rounded, spread, type BenchOptions, type Outcome } from './outcome.ts';
import { cpuSecondsOf, memoryMbOf } from './process-figures.ts';

const bitrateKbps = 600;
const perCoreBar = 1000;
const rounds = 3;
const behindMaxMs = 2000;
const settleMs = 4000;
const sessionId = 'ses_bench';
const secret = 'only-for-this-measurement';

interface Round extends Seen {
  readonly seconds: number;
  readonly cpuPercent: number;
}

export async function measureMediaViewers({
  seconds,
  viewers = 1000,
}: Pick<BenchOptions, 'seconds'> & { readonly viewers?: number }): Promise<Outcome> {
  const stage = await startStage();
  const recordingsDir = mkdtempSync(path.join(os.tmpdir(), 'tuanzi-viewers-'));
  const media = await startMediaProcess({
    env: {
      MEDIA_HTTP_PORT: '0',
      RTMP_HOST: '127.0.0.1',
      RTMP_PORT: '0',
      RECORDINGS_DIR: recordingsDir,
      MEDIA_HOOK_URL: stage.hookUrl,
      MEDIA_SECRET: secret,
    },
  });
  const audience = startCalled<ViewerCalls>(path.join(import.meta.dirname, 'media-viewers/viewer-process.ts'));
  try {
    const source = await startSource(media.rtmpPort, `${sessionId}?key=bench`, bitrateKbps);
    while (!stage.events.some(({ kind }) => kind === 'started')) await delay(50);
    const idle = await measureIdle(media.pid, seconds);
    const query = playQuery(signPlay(secret, sessionId, Math.floor(Date.now() / 1000) + 3600));
    await audience.call('open', {
      port: Number(new URL(media.httpUrl).port),
      path: `/media/live/${sessionId}.flv?${query}`,
      count: viewers,
      startedAt: source.startedAt,
    });
    await delay(settleMs);
    const taken: Round[] = [];
    const early = await audience.call('take');
    for (let i = 0; i < rounds; i++) taken.push(await runRound(audience, media.pid, seconds));
    const memoryMb = memoryMbOf(media.pid);
    const dropped = stage.events.reduce((most, { body }) => Math.max(most, Number(body['droppedFrames'] ?? 0)), 0);
    await source.stop();
    return outcomeOf(taken, { viewers, idle, memoryMb, wrong: [...early.wrong, ...taken.flatMap((round) => round.wrong)], dropped });
  } finally {
    audience.stop();
    await media.stop();
    stage.close();
    rmSync(recordingsDir, { recursive: true, force: true });
  }
}

async function measureIdle(pid: number, seconds: number): Promise<{ cpuPercent: number; memoryMb: number }> {
  const [before, startedAt] = [cpuSecondsOf(pid), performance.now()];
  await delay(seconds * 1000);
  return { cpuPercent: percentOf(cpuSecondsOf(pid) - before, performance.now() - startedAt), memoryMb: memoryMbOf(pid) };
}

async function runRound(audience: Called<ViewerCalls>, pid: number, seconds: number): Promise<Round> {
  await audience.call('take');
  const [before, startedAt] = [cpuSecondsOf(pid), performance.now()];
  await delay(seconds * 1000);
  const seen = await audience.call('take');
  const tookMs = performance.now() - startedAt;
  return { ...seen, seconds: tookMs / 1000, cpuPercent: percentOf(cpuSecondsOf(pid) - before, tookMs) };
}

const percentOf = (cpuSeconds: number, tookMs: number) => rounded((cpuSeconds / (tookMs / 1000)) * 100);

function outcomeOf(
  taken: readonly Round[],
  {
    viewers,
    idle,
    memoryMb,
    wrong,
    dropped,
  }: { viewers: number; idle: { cpuPercent: number; memoryMb: number }; memoryMb: number; wrong: readonly string[]; dropped: number },
): Outcome {
  const cpuPercent = spread(taken.map((round) => round.cpuPercent));
  const furthest = Math.max(...taken.map((round) => round.furthestBehindMs));
  const closed = Math.max(...taken.map((round) => round.closed));
  const ratio = rounded(viewers / (cpuPercent.median / 100) / perCoreBar);
  const found = [
    ...wrong,
    ...(dropped > 0 ? [`${dropped} pictures were left out`] : []),
    ...(closed > 0 ? [`${closed} viewers lost their connection`] : []),
  ];
  const delays = taken.flatMap((round) => round.delaysMs).toSorted((a, b) => a - b);
  return {
    name: 'media-viewers',
    ratio,
    bar: 1,
    ok: ratio >= 1 && furthest <= behindMaxMs && found.length === 0,
    exact: found.length === 0,
    figures: {
      what: 'viewers of one live picture on a fully used core, in thousands',
      viewers,
      kbpsOfEach: spread(taken.map((round) => (round.bytes * 8) / 1000 / viewers / round.seconds)),
      picturesPerSecond: spread(taken.map((round) => round.pictures / viewers / round.seconds)),
      readsPerSecondOfEach: spread(taken.map((round) => round.reads / viewers / round.seconds)),
      cpuPercent,
      cpuPercentWithoutViewers: idle.cpuPercent,
      delayMs: { p50: delays[Math.floor(delays.length / 2)], p99: delays[Math.floor(delays.length * 0.99)] },
      furthestBehindMs: furthest,
      behindMaxMs,
      memoryMb,
      memoryMbWithoutViewers: idle.memoryMb,
      wrong: found.slice(0, 20),
    },
  };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '4' },
      viewers: { type: 'string', default: '1000' },
    },
  });
  const outcome = await measureMediaViewers({ seconds: Number(values.seconds), viewers: Number(values.viewers) });
  process.stdout.write(`${JSON.stringify(outcome, null, values.json ? 0 : 2)}\n`);
  if (!outcome.exact) process.exitCode = 1;
}
