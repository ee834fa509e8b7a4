import { EventEmitter } from 'node:events';
import { Logger, run, type Runner, type RunnerOptions, type TaskList, type WorkerEvents } from 'graphile-worker';
import { sql, type RawBuilder } from 'kysely';
import type { App } from './app.ts';

export interface JobRunner {
  stop(): Promise<void>;
}

/** A runner that lived so long is well; the next time it ends counts as the first. */
const steadyAfterMs = 10_000;
const waitFirstMs = 500;
const waitMaxMs = 60_000;
/** The runner lets go of what another one held after four hours; our jobs take seconds and may run twice. */
const heldMaxMinutes = 10;

/** What of graphile-worker is the same for running once and for ever. */
export function runnerOptions(app: App, taskList: TaskList): RunnerOptions {
  return {
    pgPool: app.database.pool,
    taskList,
    concurrency: 4,
    pollInterval: 2000,
    noHandleSignals: true,
    logger: quietLogger(app),
    // With a delay, even none, a job's end that the database refuses stops the runner; without, it is a rejection nobody catches.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  };
}

/**
 * Runs jobs until stopped. A runner that ends by itself is started again, with longer and longer waits while that does
 * not help, and is known as a trouble of this process until one has lived for a while.
 */
export async function keepRunner(app: App, start: () => Promise<Runner>): Promise<JobRunner> {
  const stopping = Promise.withResolvers<void>();
  let isStopping = false;
  let runner = await start();
  let waitMs = waitFirstMs;

  const rest = (ms: number) => {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    return Promise.race([over, stopping.promise]).finally(() => clearTimeout(timer));
  };
  const startAgain = async (): Promise<void> => {
    while (!isStopping) {
      await rest(waitMs);
      waitMs = Math.min(waitMs * 2, waitMaxMs);
      if (isStopping) return;
      const next = await start().catch((error: unknown) => app.log.error({ err: error }, 'the job runner does not start'));
      if (next === undefined) continue;
      runner = next;
      return;
    }
  };
  const watch = (async () => {
    while (!isStopping) {
      const steady = setTimeout(() => {
        waitMs = waitFirstMs;
        app.troubles.delete('jobs');
      }, steadyAfterMs);
      await runner.promise.then(
        () => !isStopping && app.log.error('the job runner stopped; starting it again'),
        (error: unknown) => app.log.error({ err: error }, 'the job runner failed; starting it again'),
      );
      clearTimeout(steady);
      if (isStopping) return;
      if (!app.troubles.has('jobs')) app.troubles.set('jobs', Date.now());
      await startAgain();
    }
  })();
  return {
    async stop() {
      isStopping = true;
      stopping.resolve();
      // stop() rejects when the runner ended by itself; then there is nothing left to stop.
      await runner.stop().catch(() => {});
      await watch;
      // One that was just being started.
      await runner.stop().catch(() => {});
      app.troubles.delete('jobs');
    },
  };
}

export function startRunner(app: App, taskList: TaskList): Promise<JobRunner> {
  const events: WorkerEvents = new EventEmitter();
  let holder: string | undefined;
  events.on('pool:create', ({ workerPool }) => {
    holder = workerPool.id;
  });
  return keepRunner(app, async () => {
    // What the runner before this one took and could not give back.
    if (holder !== undefined) await letGo(app, sql`locked_by = ${holder}`);
    return run({ ...runnerOptions(app, taskList), events });
  });
}

/**
 * Lets go of jobs whose process was killed while it had them. An installation with a database of its own has no other
 * process, so at its start whatever is held is held by nobody.
 */
export async function freeHeldJobs(app: App, isStart: boolean): Promise<number> {
  const minutes = isStart && app.config.DATABASE_URL === undefined ? 0 : heldMaxMinutes;
  return letGo(app, sql`locked_at <= clock_timestamp() - make_interval(mins => ${minutes}::int)`);
}

async function letGo(app: App, isGone: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with queues as (update graphile_worker._private_job_queues set locked_at = null, locked_by = null where ${isGone}),
         jobs as (update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = greatest(run_at, now()) where ${isGone} returning 1)
    select count(*) as n from jobs`.execute(app.database.db);
  const freed = rows[0]?.n ?? 0;
  if (freed > 0) app.log.warn({ freed }, 'jobs of a process that is gone are run again');
  return freed;
}

function quietLogger(app: App) {
  return new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') app.log.warn({ source: 'jobs' }, message);
    else app.log.debug({ source: 'jobs' }, message);
  });
}
