import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boxes } from './fmp4.ts';
import { silentMediaLog } from './log.ts';
import { startMediaProcess } from './process.ts';
import { parseIndex, recordedTicks } from './recording-index.ts';
import { recoverRecordings } from './recovery.ts';
import { connectRtmp, sendLoop, startMediaBench, until } from './testing.ts';
import type { MediaBench } from './testing.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'recordings-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function record(durationMs: number, overrides: Parameters<typeof startMediaBench>[0] = {}): Promise<MediaBench> {
  const bench = await startMediaBench({ recordingsDir: dir, ...overrides });
  const client = await connectRtmp(bench.rtmpPort);
  await client.publish('ses_1?key=good');
  sendLoop(client, durationMs);
  await bench.event('started', 'ses_1');
  return bench;
}

function onlyFile(ending: string): string {
  return path.join(dir, readdirSync(dir).find((file) => file.endsWith(ending)) ?? '');
}

test('every segment the index names begins on a key frame, lies in the file and joins the one before', async () => {
  const bench = await record(6_000);
  await bench.close();
  const index = parseIndex(readFileSync(onlyFile('.idx'), 'utf8'));
  const file = readFileSync(onlyFile('.mp4'));
  expect(index?.isEnded).toBe(true);
  expect(index?.segments.length).toBe(6);
  let at = index?.inits[0]?.length ?? 0;
  let ticks = 0;
  for (const segment of index?.segments ?? []) {
    expect([segment.at, segment.startTicks, segment.isKey]).toEqual([at, ticks, true]);
    expect(
      boxes(file, segment.at, segment.at + segment.length)
        .map((box) => box.type)
        .filter((_, i) => i % 2 === 0)
        .every((type) => type === 'moof'),
    ).toBe(true);
    at += segment.length;
    ticks += segment.durationTicks;
  }
  expect(at).toBe(file.length);
});

test('a recording cut at any byte is recovered: what is whole plays, half a fragment is gone', async () => {
  const bench = await record(4_000);
  await bench.close();
  const [whole, wholeIndex] = [readFileSync(onlyFile('.mp4')), readFileSync(onlyFile('.idx'), 'utf8')];
  const [mediaName, indexName] = [path.basename(onlyFile('.mp4')), path.basename(onlyFile('.idx'))];
  const lines = wholeIndex.split('\n').filter((line) => line !== '');
  const found: (Recovered & { cut: number })[] = [];
  for (let cut = 300; cut <= whole.length; cut += 1_499) {
    const copy = mkdtempSync(path.join(os.tmpdir(), 'cut-'));
    writeFileSync(path.join(copy, mediaName), whole.subarray(0, cut));
    // The index never runs ahead of the media; its last line may be half written.
    const named = lines.filter((line) => !line.startsWith('{"end"') && endOf(line) <= cut);
    writeFileSync(path.join(copy, indexName), `${named.join('\n')}\n{"seg":[12,3`);
    found.push({ cut, ...(await recoverAndLook(copy, whole)) });
    rmSync(copy, { recursive: true });
  }
  // Less than the first part gives nothing; from there on every cut loses less than one part.
  const empty = found.filter(({ durationMs }) => durationMs === 0);
  expect(empty.every(({ cut, files }) => cut < 9_000 && files === 0)).toBe(true);
  expect(found.filter(({ durationMs, isSound }) => durationMs > 0 && !isSound)).toEqual([]);
  expect(found.map(({ durationMs }) => durationMs)).toEqual(found.map(({ durationMs }) => durationMs).sort((a, b) => a - b));
  expect(found.at(-1)?.durationMs).toBeGreaterThan(3_700);
}, 20_000);

type Recovered = { durationMs: number; files: number; isSound: boolean };

/** Recovers a folder of one recording; sound means index and file end together, the bytes are the old ones, and a second run finds nothing to do. */
async function recoverAndLook(copy: string, whole: Buffer): Promise<Recovered> {
  const [event] = await recoverRecordings(copy, silentMediaLog);
  const files = readdirSync(copy);
  if (event === undefined) return { durationMs: 0, files: files.length, isSound: false };
  const index = parseIndex(readFileSync(path.join(copy, `${event.recordingId}.idx`), 'utf8'));
  const media = readFileSync(path.join(copy, `${event.recordingId}.mp4`));
  const last = index?.segments.at(-1);
  const isSound =
    index?.isEnded === true &&
    last !== undefined &&
    last.at + last.length === media.length &&
    media.equals(whole.subarray(0, media.length)) &&
    Math.abs(recordedTicks(index) / 90 - event.durationMs) < 1 &&
    // Until it is remembered as told, it is only told again.
    (await recoverRecordings(copy, silentMediaLog))[0]?.durationMs === event.durationMs &&
    readFileSync(path.join(copy, `${event.recordingId}.mp4`)).equals(media);
  return { durationMs: event.durationMs, files: files.length, isSound };
}

function endOf(line: string): number {
  const { init, seg } = JSON.parse(line) as { init?: number[]; seg?: number[] };
  const place = init ?? seg ?? [0, 0];
  return (place[0] ?? 0) + (place[1] ?? 0);
}

test('after a kill everything up to the last part is there at the next start, and the web process is told', async () => {
  const hooks = await startMediaBench();
  const media = await startMediaProcess({
    env: {
      MEDIA_HTTP_PORT: '0',
      RTMP_HOST: '127.0.0.1',
      RTMP_PORT: '0',
      RECORDINGS_DIR: dir,
      MEDIA_HOOK_URL: hooks.hookUrl,
      MEDIA_SECRET: hooks.secret,
      RECORDING_FREE_MIN_BYTES: '0',
    },
  });
  const client = await connectRtmp(media.rtmpPort);
  await client.publish('ses_k?key=good');
  sendLoop(client, 5_500);
  await hooks.event('started', 'ses_k');
  await until(
    () => readdirSync(dir).some((name) => name.endsWith('.idx')) && readFileSync(onlyFile('.idx'), 'utf8').split('"seg"').length === 6,
    'five segments on disk',
  );
  process.kill(media.pid, 'SIGKILL');
  await client.closed;
  await hooks.close();
  const bench = await startMediaBench({ recordingsDir: dir });
  await bench.event('recorded', 'ses_k');
  // 5.5 s were sent; parts are 0.2 s.
  expect(bench.eventBody('recorded', 'ses_k')?.['durationMs']).toBeGreaterThan(5_150);
  const id = String(bench.eventBody('recorded', 'ses_k')?.['recordingId']);
  const response = await fetch(`${bench.httpUrl}/media/recordings/${id}/clip.mp4?from=4&${bench.playQuery(id)}`);
  expect(response.status).toBe(200);
  const clip = Buffer.from(await response.arrayBuffer());
  expect(boxes(clip, 0, clip.length)[0]?.type).toBe('ftyp');
  await bench.close();
}, 20_000);

test('a recording the web process has not heard of is told of at the next start, until it was heard', async () => {
  const isTold = () => readFileSync(onlyFile('.idx'), 'utf8').includes('"told"');
  const bench = await record(3_000);
  await bench.close();
  await until(isTold, 'the recording to be marked as told');
  expect(await recoverRecordings(dir, silentMediaLog)).toEqual([]);
  // Stopped when nobody answered: whole, and never told.
  writeFileSync(onlyFile('.idx'), readFileSync(onlyFile('.idx'), 'utf8').replace(/\{"told".*\n/, ''));
  const next = await startMediaBench({ recordingsDir: dir });
  await next.event('recorded', 'ses_1');
  expect(next.eventBody('recorded', 'ses_1')).toEqual(bench.eventBody('recorded', 'ses_1'));
  await until(isTold, 'the recording to be marked as told again');
  await next.close();
  expect(await recoverRecordings(dir, silentMediaLog)).toEqual([]);
});

test('a full disk ends the recording with a warning, and the stream goes on', async () => {
  const bench = await startMediaBench({ recordingsDir: dir });
  const client = await connectRtmp(bench.rtmpPort);
  await client.publish('ses_1?key=good');
  const recordingId = bench.hub.find('ses_1')?.recordingId ?? '';
  // The kernel's own full disk.
  symlinkSync('/dev/full', path.join(dir, `${recordingId}.mp4`));
  sendLoop(client, 3_000);
  await bench.event('warning', 'ses_1');
  expect(bench.eventBody('warning', 'ses_1')).toMatchObject({ reason: 'recording_stopped', detail: 'the disk is full' });
  const viewer = await bench.watchHttp('ses_1');
  sendLoop(client, 2_000, 3_000);
  await viewer.until(() => viewer.frames().length > 30);
  expect(client.isClosed()).toBe(false);
  await bench.close();
  expect(readdirSync(dir)).toEqual([]);
});

test('a disk that is nearly full is left alone before it is full, and what was recorded stays', async () => {
  const bench = await record(3_000, { recordingFreeMinBytes: Number.MAX_SAFE_INTEGER });
  await bench.event('recorded', 'ses_1');
  expect(bench.eventBody('warning', 'ses_1')).toMatchObject({ reason: 'recording_stopped', detail: 'the disk is almost full' });
  expect(bench.eventBody('recorded', 'ses_1')?.['durationMs']).toBeGreaterThan(900);
  await bench.close();
});

test('a damaged recording does not keep the others from being recovered', async () => {
  const bench = await record(2_000);
  await bench.close();
  const [media, index] = [onlyFile('.mp4'), onlyFile('.idx')];
  copyFileSync(media, path.join(dir, 'rec_z.mp4'));
  writeFileSync(path.join(dir, 'rec_z.idx'), readFileSync(index, 'utf8').replace(/\{"end".*\n/, ''));
  writeFileSync(path.join(dir, 'rec_a.idx'), readFileSync(index, 'utf8').replace(/\{"end".*\n/, ''));
  truncateSync(media, 10);
  const events = await recoverRecordings(dir, silentMediaLog);
  expect(events.map((event) => event.recordingId)).toEqual(['rec_z']);
});

/** An outside program that may be there or not. */
const PROBE = 'ffprobe';

function hasFfprobe(): boolean {
  try {
    execFileSync(PROBE, ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    // Not installed; the other tests read the boxes themselves.
    return false;
  }
}

test.skipIf(!hasFfprobe())('an outside decoder reads a clip from beginning to end', async () => {
  const bench = await record(6_000);
  bench.hub.kick('ses_1', 'done');
  await bench.event('recorded', 'ses_1');
  const id = String(bench.eventBody('recorded', 'ses_1')?.['recordingId']);
  const response = await fetch(`${bench.httpUrl}/media/recordings/${id}/clip.mp4?from=2&to=5&${bench.playQuery(id)}`);
  const file = path.join(dir, 'clip.mp4');
  writeFileSync(file, Buffer.from(await response.arrayBuffer()));
  const probed = JSON.parse(
    execFileSync(PROBE, ['-v', 'error', '-count_frames', '-show_format', '-show_streams', '-of', 'json', file], { encoding: 'utf8' }),
  ) as { format: { duration: string; start_time: string }; streams: { nb_read_frames: string }[] };
  expect(Number(probed.format.duration)).toBeCloseTo(3, 0);
  expect(Number(probed.format.start_time)).toBeCloseTo(0, 1);
  expect(Number(probed.streams[0]?.nb_read_frames)).toBe(45);
  await bench.close();
});
