import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkCutOff, readRecording, recordingsOf } from './check-recordings.ts';
import { apiOf, askUntilCertain } from './load.ts';
import { recordingPaths } from '../../apps/server/src/media/recording-index.ts';
import { lookAtRecording, type Stage } from './stage.ts';
import { until } from './until.ts';

interface Outcome {
  readonly what: string;
  readonly problems: readonly string[];
}

const picture = join(import.meta.dirname, '../../apps/server/demo/pictures/yangxian-black-rice-2.webp');
const patienceMs = 120_000;
const stallMs = 10_000;
const swallowMs = 12_000;
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** A limit on the size of files does what a full disk does, and needs no rights that an ordinary user has not. */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

/** Everything that is not a process dying. */
export const disasters = {
  'full-disk-for-recordings': fullDiskForRecordings,
  'full-disk-for-pictures': fullDiskForPictures,
  'database-stalls': databaseStalls,
  'gateway-loses-answers': gatewayLosesAnswers,
  'stopped-shop-first': stoppedShopFirst,
} satisfies Record<string, (stage: Stage) => Promise<Outcome>>;
export type Disaster = keyof typeof disasters;
export const allDisasters = Object.keys(disasters) as Disaster[];

/** The recording ends where the disk did and can be played up to there; the people in front of the stream notice nothing. */
async function fullDiskForRecordings({ world, broadcast }: Stage): Promise<Outcome> {
  const { at, shop } = world;
  const recordingId = recordingsOf(at, shop.sessionId).at(-1) ?? '';
  const [pid = 0] = at.pidsOf('media-child');
  const { media } = recordingPaths(at.recordingsDir, recordingId);
  const bytesMax = statSync(media).size + 60_000;
  limitFiles(pid, bytesMax);
  await until(() => readRecording(at, recordingId).isEnded, 'the recording to be finished where the disk was full', patienceMs);
  const recorded = readRecording(at, recordingId);
  const problems = [...recorded.problems];
  const stoppedAtMs = broadcast.seenMs() ?? 0;
  await until(() => (broadcast.seenMs() ?? 0) > stoppedAtMs + 1_500, 'the stream to go on without its recording', patienceMs);
  if (statSync(media).size > bytesMax) problems.push(`${recordingId} is larger than the disk`);
  limitFiles(pid, 'unlimited');
  // The next stream is recorded again.
  const startedAt = performance.now();
  process.kill(pid, 'SIGKILL');
  await at.recover('media-child');
  broadcast.forget();
  await until(() => recordingsOf(at, shop.sessionId).at(-1) !== recordingId, 'the next stream to be recorded', patienceMs);
  return {
    what: `full disk for recordings: ${(recorded.endMs / 1000).toFixed(1)} s kept, next recording after ${seconds(startedAt)}`,
    problems,
  };
}

/** A picture that does not fit is refused and leaves nothing behind; when there is room again it is taken. */
async function fullDiskForPictures({ world }: Stage): Promise<Outcome> {
  const { at, shop, notebook } = world;
  const [pid = 0] = at.pidsOf('web');
  const sceneId = shop.sceneIds[1];
  const file = new Blob([readFileSync(picture)]);
  const upload = () => apiOf(world, shop.owner)('POST /api/scenes/{sceneId}/pictures', { params: { sceneId } }, { file });
  limitFiles(pid, 4_096);
  const refused = await askUntilCertain(world, upload, false);
  limitFiles(pid, 'unlimited');
  const problems: string[] = [];
  if (refused.end === 'acknowledged') problems.push('a picture was taken that does not fit the disk');
  const left = readdirSync(at.filesDir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'));
  if (left.length > 0) problems.push(`half a picture was left on the full disk: ${left.join()}`);
  const startedAt = performance.now();
  const taken = await askUntilCertain(world, upload);
  if (taken.end !== 'acknowledged')
    return { what: 'full disk for pictures', problems: [...problems, 'no picture is taken after the disk was full'] };
  notebook.write({ what: 'picture', pictureId: taken.value.id, url: taken.value.url });
  const shown = await fetch(`${at.url}${taken.value.url}`);
  if (!shown.ok || (await shown.arrayBuffer()).byteLength === 0) problems.push(`${taken.value.url} was taken and is not shown`);
  return { what: `full disk for pictures: refused, and taken ${seconds(startedAt)} after there was room`, problems };
}

/** No process dies, nobody is answered for ten seconds, and then everybody is. */
async function databaseStalls({ world }: Stage): Promise<Outcome> {
  const { at } = world;
  const pids = [...at.pidsOf('postgres'), ...at.pidsOf('backend')];
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  const problems: string[] = [];
  try {
    const stalledAt = performance.now();
    const health = await fetch(`${at.url}/healthz`, { signal: AbortSignal.timeout(stallMs) }).catch(() => undefined);
    if (health?.ok !== true) problems.push('the web process did not answer while its database did not');
    await delay(Math.max(0, stallMs - (performance.now() - stalledAt)));
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
  const startedAt = performance.now();
  await at.recover(undefined);
  return { what: `the database did not answer for ${stallMs / 1000} s, back after ${seconds(startedAt)}`, problems };
}

/** The provider does what it is asked and its answers are lost: nothing may be paid back twice, and nothing be forgotten. */
async function gatewayLosesAnswers({ world, gateway }: Stage): Promise<Outcome> {
  const before = gateway.swallowed();
  gateway.swallow(true);
  await delay(swallowMs);
  await until(() => gateway.swallowed() > before, 'the gateway to lose an answer', patienceMs);
  gateway.swallow(false);
  const startedAt = performance.now();
  await world.at.recover(undefined);
  return { what: `the gateway lost ${gateway.swallowed() - before} answers, well after ${seconds(startedAt)}`, problems: [] };
}

/** Stopped in the unkindest order: the jobs lose their database, and live media finishes its recording with nobody there to tell. */
async function stoppedShopFirst(stage: Stage): Promise<Outcome> {
  const { at } = stage.world;
  const recording = lookAtRecording(stage);
  const stoppedAt = performance.now();
  await at.stop(['web', 'jobs', 'media']);
  const stopped = seconds(stoppedAt);
  const startedAt = performance.now();
  await at.recover('everything');
  stage.broadcast.forget();
  return {
    what: `stopped, the shop first, within ${stopped}, back after ${seconds(startedAt)}`,
    problems: checkCutOff(at, recording, stage.lostMaxMs),
  };
}
