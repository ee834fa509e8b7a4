import { runOnce, type TaskList } from 'graphile-worker';
import { sql } from 'kysely';
import type { App, JobHandler, Module, Subscriber, Sweep } from './app.ts';
import { systemActor } from './ctx.ts';
import type { RunningApp } from './create-app.ts';
import type { EventType } from './events.ts';
import { forgetEvents } from './forget-events.ts';
import { forgetKeys } from './idempotency.ts';
import { freeHeldJobs, runnerOptions, startRunner } from './job-runner.ts';
import { retryParked } from './parked-events.ts';
import { batchMaxDefault, handleBatch, registerSubscribers, warnOfStrangers } from './subscriptions.ts';

/** Found by the poll when a notice was lost; the wait of a subscriber in another process at most. */
const pollMs = 500;
/** Commits of so long are handled together: while thousands order, a transaction for each batch of theirs would cost more than the orders. */
const gatherMs = 50;
/** Who takes long rests longer, so that under load batches grow and not their number; never longer than this. */
const restMaxMs = 250;
const restShare = 3;

/** What the kernel itself forgets in time, and what it takes up again. */
function platformSweeps(subscribers: readonly Subscriber[]): Sweep[] {
  const names = subscribers.map((subscriber) => subscriber.name);
  return [
    { name: 'platform.forget-keys', everyMs: 600_000, run: (app) => app.transact(systemActor, forgetKeys) },
    { name: 'platform.forget-events', everyMs: 600_000, run: (app) => forgetEvents(app, names) },
    { name: 'platform.retry-parked', everyMs: 2_000, run: (app) => retryParked(app, subscribers) },
    { name: 'platform.free-jobs', everyMs: 60_000, run: (app) => freeHeldJobs(app, false) },
  ];
}

export interface Workers {
  /** Looks for events now instead of at the next poll. */
  wake(): void;
  stop(): Promise<void>;
}

/** Runs subscribers, sweeps and jobs until stopped. */
export async function startWorkers(app: RunningApp, modules: readonly Module[]): Promise<Workers> {
  const subscribers = modules.flatMap((module) => module.subscribers ?? []);
  await registerSubscribers(app, subscribers);
  await warnOfStrangers(app, subscribers);
  await freeHeldJobs(app, true);
  const loops = [
    ...subscribers.map((subscriber) =>
      startLoop(app, subscriber.name, { everyMs: pollMs, gatherMs, full: subscriber.batchMax ?? batchMaxDefault }, () =>
        handleBatch(app, wakeHearersOf, subscriber),
      ),
    ),
    ...[...platformSweeps(subscribers), ...modules.flatMap((module) => module.sweeps ?? [])].map((sweep) =>
      startLoop(app, sweep.name, { everyMs: sweep.everyMs, gatherMs: 0, full: 1 }, () => runSweep(app, sweep)),
    ),
  ];
  const subscriberLoops = loops.slice(0, subscribers.length);
  function wakeAll(): void {
    for (const loop of subscriberLoops) loop.wake();
  }
  // Whoever does not hear of it passes it over at the next poll, with everything else of that time at once.
  function wakeHearersOf(type: EventType): void {
    subscribers.forEach(({ types }, i) => types.includes(type) && subscriberLoops[i]?.wake());
  }
  app.wakes.add(wakeHearersOf);
  const listener = await app.notices.listen(wakeHearersOf);
  const runner = await startRunner(app, taskListOf(app, modules));
  return {
    wake: wakeAll,
    async stop() {
      app.wakes.delete(wakeHearersOf);
      await Promise.all([runner.stop(), listener.stop(), ...loops.map((loop) => loop.stop())]);
    },
  };
}

/** How long a transaction of another test may hold the log's horizon before something must be wrong. */
const horizonWaitMs = 60_000;

/** For tests: runs events, due sweeps and jobs until nothing is left to do. */
export async function drainWork(app: App, modules: readonly Module[], until: { roundsMax: number } = { roundsMax: 200 }): Promise<void> {
  const subscribers = modules.flatMap((module) => module.subscribers ?? []);
  await registerSubscribers(app, subscribers);
  const waitEndsAt = Date.now() + horizonWaitMs;
  for (let round = 0; round < until.roundsMax && Date.now() < waitEndsAt;) {
    let done = 0;
    for (const subscriber of subscribers) done += await handleBatch(app, () => {}, subscriber);
    // Asked before the sweeps, because a sweep that only reports would keep this going for ever.
    const isBehind = done === 0 && (await hasUnreadEvents(app, subscribers));
    for (const sweep of modules.flatMap((module) => module.sweeps ?? [])) done += await runSweep(app, sweep);
    done += await runDueJobs(app, modules);
    if (done === 0 && !isBehind) return;
    if (done > 0) {
      round += 1;
      continue;
    }
    // Another test's transaction on the same server still holds the log's horizon below these events.
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('work does not come to an end');
}

async function hasUnreadEvents(app: App, subscribers: readonly Subscriber[]): Promise<boolean> {
  const { rows } = await sql<{ hasUnread: boolean }>`
    select exists (
      select from platform.subscribers s where s.name = any(${subscribers.map((subscriber) => subscriber.name)}::text[]) and (s.retry_at is null or s.retry_at <= clock_timestamp())
         and exists (select from platform.events e where (e.xid, e.id) > (s.xid, s.id))
    ) as has_unread`.execute(app.database.db);
  return rows[0]?.hasUnread ?? false;
}

async function runDueJobs(app: App, modules: readonly Module[]): Promise<number> {
  // Jobs wait by the database's clock; a test that turned its own clock wants those due by that one.
  await sql`update graphile_worker._private_jobs set run_at = now() where run_at > now() and run_at <= ${app.clock.now()} and locked_at is null`.execute(
    app.database.db,
  );
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts and is_available`.execute(
    app.database.db,
  );
  const due = rows[0]?.n ?? 0;
  if (due > 0) await runOnce(runnerOptions(app, taskListOf(app, modules)));
  return due;
}

async function runSweep(app: App, sweep: Sweep): Promise<number> {
  return sweep.run(app);
}

function taskListOf(app: App, modules: readonly Module[]): TaskList {
  const jobs: [string, JobHandler][] = modules.flatMap((module) => Object.entries(module.jobs ?? {}));
  return Object.fromEntries(jobs.map(([name, handler]) => [name, (payload: unknown) => handler(app, payload as Record<string, unknown>)]));
}

interface Loop {
  wake(): void;
  stop(): Promise<void>;
}

/** `full` is what a step answers when there is more to do at once. */
interface Pace {
  readonly everyMs: number;
  readonly gatherMs: number;
  readonly full: number;
}

/** Calls `step` when woken, at most every `gatherMs`, and at least every `everyMs`; again at once while it is full; errors wait for the next turn. */
function startLoop(app: App, name: string, { everyMs, gatherMs, full }: Pace, step: () => Promise<number>): Loop {
  let isStopped = false;
  let isWoken = false;
  let rouse: (() => void) | undefined;
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const ended = (async () => {
    while (!isStopped) {
      isWoken = false;
      const startedAt = performance.now();
      const done = await step().catch((error: unknown) => {
        if (!isStopped) app.log.error({ err: error, loop: name }, 'loop step failed');
        return 0;
      });
      if (done >= full || isStopped) continue;
      // Woken during the step: what came is gathered for a moment more.
      const pauseMs = Math.max(gatherMs, Math.min(restMaxMs, restShare * (performance.now() - startedAt)));
      await (done > 0 || isWoken ? new Promise((resolve) => setTimeout(resolve, pauseMs)) : rest(everyMs));
      rouse = undefined;
    }
  })();
  return {
    wake() {
      isWoken = true;
      rouse?.();
    },
    async stop() {
      isStopped = true;
      rouse?.();
      await ended;
    },
  };
}
