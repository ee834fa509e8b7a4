import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { checkAll } from './check-all.ts';
import { countPromises } from './check-promises.ts';
import { checkCutOff, playRecording, recordingsOf } from './check-recordings.ts';
import { disasters, type Disaster } from './disasters.ts';
import { victims, type Victim } from './installation.ts';
import { apiOf, askUntilCertain } from './load.ts';
import { endAllIn } from './parts.ts';
import { createRandom, type Random } from './random.ts';
import { lookAtRecording, setStage, type Stage } from './stage.ts';
import { until, within } from './until.ts';

export interface CrashTestOptions {
  readonly seed: number;
  /** Whom to kill, in order. */
  readonly plan: readonly Victim[];
  readonly disasters: readonly Disaster[];
  readonly folder: string;
  /** How much of what a viewer had seen a recording may lose to a kill; a machine that stands still for long writes late. */
  readonly lostMaxMs: number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  print(line: string): void;
}
export interface CrashTestResult {
  readonly problems: readonly string[];
  /** What was promised and kept, in words. */
  readonly kept: string;
}

const killAfterMinMs = 400;
const killAfterSpanMs = 2_000;
/** Enough of a stream to have something to lose. */
const seenMinMs = 1_500;
const outageMs = 300_000;

/** Everybody is killed about equally often, in an order chance decides. */
export function planRounds(rounds: number, seed: number): Victim[] {
  const random = createRandom(seed);
  const plan: Victim[] = [];
  while (plan.length < rounds) plan.push(...random.shuffled(victims));
  return plan.slice(0, rounds);
}

/** Runs all rounds on a product of its own; stops at the first round after which something is wrong. */
export async function runCrashTest(options: CrashTestOptions): Promise<CrashTestResult> {
  const { seed, plan, folder, signal, print } = options;
  mkdirSync(folder, { recursive: true });
  const interrupted = new Promise<never>((_, reject) => {
    const stop = () => reject(new Error('interrupted'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
  interrupted.catch(() => {});
  const stage = await setStageUnless(interrupted, options);
  const random = createRandom(seed + 2);
  const rounds = [
    ...plan.map((victim) => () => strikeDown(stage, random, victim)),
    ...options.disasters.map((name) => () => disasters[name](stage)),
  ];
  try {
    for (const [i, strike] of rounds.entries()) {
      const said = await Promise.race([runRound(stage, random, strike), stage.fellOver, interrupted]);
      print(`round ${String(i + 1).padStart(2)}/${rounds.length}  ${said.what}`);
      if (said.problems.length > 0) return { problems: said.problems, kept: '' };
    }
    return { problems: await Promise.race([endSession(stage), interrupted]), kept: countPromises(stage.world.notebook) };
  } finally {
    await stage.destroy();
  }
}

/** Interrupted while everything is being started, it ends what comes up until nothing more comes. */
async function setStageUnless(interrupted: Promise<never>, options: CrashTestOptions): Promise<Stage> {
  let isSet = false;
  const setting = setStage(options).finally(() => (isSet = true));
  try {
    return await Promise.race([setting, interrupted]);
  } catch (error) {
    await until(() => endAllIn(options.folder) && isSet, 'the last process to end', outageMs);
    await setting.then(
      (stage) => stage.destroy(),
      () => {},
    );
    throw error;
  }
}

interface Round {
  /** In words: what was done, and how long it took to be well again. */
  readonly what: string;
  readonly problems: readonly string[];
}

async function runRound(stage: Stage, random: Random, strike: () => Promise<Round>): Promise<Round> {
  const { world, broadcast } = stage;
  const { gate, notebook } = world;
  const acknowledged = () => notebook.of('order').filter(({ end }) => end === 'acknowledged').length;
  const before = acknowledged();
  gate.open();
  await until(() => acknowledged() > before && (broadcast.seenMs() ?? 0) > seenMinMs, 'orders and a picture before the blow', outageMs);
  await delay(killAfterMinMs + random.below(killAfterSpanMs));
  const { what, problems } = await strike();
  const after = acknowledged();
  await until(() => acknowledged() > after, 'orders after the blow', outageMs);
  await within(gate.shut(), 'everybody to get an answer', outageMs);
  const shutAt = performance.now();
  const found = [...problems, ...(await checkAll(stage))];
  const seconds = ((performance.now() - shutAt) / 1000).toFixed(1);
  const checked = `${countPromises(notebook)}; quiet and checked in ${seconds} s`;
  return { what: `${what} · ${checked} · ${found.length === 0 ? 'ok' : 'WRONG'}`, problems: found };
}

async function strikeDown(stage: Stage, random: Random, victim: Victim): Promise<Round> {
  const { world, broadcast } = stage;
  const { at } = world;
  const isStreamCut = victim === 'media' || victim === 'media-child' || victim === 'everything';
  const recording = lookAtRecording(stage);
  const killedAt = new Date();
  const startedAt = performance.now();
  const pids = at.kill(victim, random);
  await at.recover(victim);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const problems = isStreamCut ? checkCutOff(at, recording, stage.lostMaxMs) : [];
  if (isStreamCut) broadcast.forget();
  const time = killedAt.toISOString().slice(11, 23);
  return { what: `killed ${victim} (${pids.join()}) at ${time}, back after ${seconds} s`, problems };
}

/** The host says good-bye, and all of the evening can be watched again through the shop. */
async function endSession({ world, broadcast }: Stage): Promise<string[]> {
  const { at, shop } = world;
  const { sessionId } = shop;
  const api = apiOf(world, shop.owner);
  const ended = await askUntilCertain(world, () => api('POST /api/studio/{sessionId}/end', { params: { sessionId } }));
  if (ended.end === 'refused') return [`the session could not be ended: ${ended.problem.code}`];
  broadcast.close();
  const onDisk = () => recordingsOf(at, sessionId);
  await until(
    async () => {
      const replay = await askUntilCertain(world, () => api('GET /api/sessions/{sessionId}/replay', { params: { sessionId } }));
      if (replay.end !== 'acknowledged') return false;
      const listed = new Set(replay.value.recordings.map(({ id }) => id));
      return onDisk().every((id) => listed.has(id));
    },
    'the replay to have every recording',
    outageMs,
  );
  const problems: string[] = [];
  for (const id of onDisk()) problems.push(...(await playRecording(at, at.url, id)));
  return problems;
}
