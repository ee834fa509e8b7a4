import pg from 'pg';
import { registerSubscribers } from '../../apps/server/src/platform/subscriptions.ts';
import { checkInvariants, showBroken } from '../invariants/check-invariants.ts';
import { acts } from './acts.ts';
import { brokenAccounts, brokenPromises } from './check-memory.ts';
import { createClock, liveBy, liveByRealTime } from './clock.ts';
import { readFigures, type Figures } from './figures.ts';
import type { Step } from './plan.ts';
import type { Alarm, Play } from './play.ts';
import { SimulatedProvider } from './provider.ts';
import { openServer, type Server } from './server.ts';
import { settle } from './acts-working.ts';
import type { Stage } from './stage.ts';

const returnWindowMs = 9 * 86_400_000;

export interface DoneStep {
  readonly step: Step;
  readonly outcome: string;
}
export interface Failure {
  /** What broke, by name; two failures with a name in common are the same. */
  readonly names: readonly string[];
  readonly text: string;
}
export interface HistoryResult {
  readonly failure: Failure | undefined;
  readonly done: readonly DoneStep[];
  readonly figures: Figures;
}

/** Plays the steps on a fresh copy of the stage; after every batch it is checked what must hold. Ends at the first thing that does not. */
export async function runHistory(stage: Stage, steps: readonly Step[], prepare: readonly string[] = []): Promise<HistoryResult> {
  const database = await stage.copy(prepare);
  const { play, close } = await openPlay(stage, database.url, new Set(steps.map(({ lane }) => lane)).size > 1 ? 2 : 1);
  const done: DoneStep[] = [];
  try {
    let failure: Failure | undefined;
    for (const batch of Map.groupBy(steps, (step) => step.batch).values()) {
      done.push(...(await runBatch(play, batch)));
      failure = await findFailure(play, { isQuiet: batch[0]?.kind === 'settle' });
      if (failure !== undefined) break;
    }
    if (failure === undefined) {
      await settle(play, steps[0]!);
      // Return windows pass, so that what was sold is the shop's and what was promised is earned.
      play.clock.advance(returnWindowMs);
      await settle(play, steps[0]!);
      failure = await findFailure(play, { isQuiet: true });
    }
    return { failure, done, figures: await readFigures(play) };
  } finally {
    await close();
    await database.drop();
  }
}

async function openPlay(stage: Stage, databaseUrl: string, serverCount: number): Promise<{ play: Play; close(): Promise<void> }> {
  const { setting } = stage;
  const clock = createClock(setting.startMs);
  liveBy(clock);
  const providers = ['sim', 'other'].map((name) => new SimulatedProvider(name, () => clock.now()));
  const servers: Server[] = [];
  for (let i = 0; i < serverCount; i++) servers.push(await openServer({ databaseUrl, clock, providers }));
  await registerSubscribers(
    servers[0]!.app,
    servers[0]!.modules.flatMap((module) => module.subscribers ?? []),
  );
  const db = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  // A pool has ended before its connections have; those that meet the drop of the database have nobody left to tell.
  db.on('error', () => {});
  const play: Play = {
    setting: { ...setting, people: setting.people.map((person) => ({ ...person })), owner: { ...setting.owner } },
    servers,
    clock,
    providers,
    db,
    campaigns: [...setting.campaigns],
    cards: [...setting.cards],
    places: [...setting.places],
    linkCodes: [],
    sent: [],
    said: [],
    shown: new Map(),
    cursors: new Map(),
    alarms: [],
    doubts: [],
  };
  return {
    play,
    async close() {
      await db.end();
      for (const server of servers) await server.close();
      liveByRealTime();
    },
  };
}

/** Each lane does its steps one after the other; the lanes go at once. */
async function runBatch(play: Play, batch: readonly Step[]): Promise<DoneStep[]> {
  const outcomes = new Map<Step, string>();
  const struckBefore = struck(play);
  await Promise.all(
    [...Map.groupBy(batch, (step) => step.lane).values()].map(async (lane) => {
      for (const step of lane) outcomes.set(step, await runStep(play, step));
    }),
  );
  for (const server of play.servers) play.doubts.push(...server.errors.splice(0).map(logged));
  // Where somebody died half-way others may have met what was left of it.
  if (struck(play) === struckBefore) play.alarms.push(...play.doubts);
  play.doubts.length = 0;
  return batch.map((step) => ({ step, outcome: outcomes.get(step) ?? 'not done' }));
}

const struck = (play: Play) => play.servers.reduce((sum, server) => sum + server.faults.struck(), 0);

async function runStep(play: Play, step: Step): Promise<string> {
  play.clock.advance(step.waitMs);
  const { faults } = play.servers[step.lane % play.servers.length]!;
  if (step.fault !== undefined) faults.arm(step.fault);
  try {
    return await acts[step.kind](play, step);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    play.doubts.push({ name: `${step.kind} failed: ${message.split('\n')[0]}`, detail: message });
    return message.split('\n')[0] ?? '';
  } finally {
    if (step.fault !== undefined) faults.disarm();
  }
}

async function findFailure(play: Play, { isQuiet }: { isQuiet: boolean }): Promise<Failure | undefined> {
  const broken = await checkInvariants(play.db, { isQuiet });
  const alarms = [
    ...play.alarms,
    ...play.providers.flatMap((provider) => provider.alarms),
    ...(isQuiet ? [...(await brokenPromises(play)), ...(await brokenAccounts(play))] : []),
  ];
  if (broken.length === 0 && alarms.length === 0) return undefined;
  return {
    names: [...broken, ...alarms].map(({ name }) => name),
    text: [showBroken(broken), ...alarms.map(({ name, detail }) => `  ${name}: ${detail}`)].filter((line) => line !== '').join('\n'),
  };
}

/** An error the product logged itself, e.g. a sweep that went on with the others. */
function logged(line: string): Alarm {
  const { msg = '', err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
  return { name: `${msg}: ${(err?.message ?? '').split('\n')[0]}`, detail: line.slice(0, 1500) };
}
