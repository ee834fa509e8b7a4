import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { Database, Db } from './db.ts';
import { insertEvents, type EventType, type Events } from './events.ts';
import { insertJobs, type JobSpec } from './jobs.ts';
import { isPlanOutdated } from './prepared-client.ts';

/** Who is acting. Jobs and subscribers act as the system. */
export interface Actor {
  readonly accountId: string | null;
  readonly kind: 'system' | 'anonymous' | 'guest' | 'account';
}
export const systemActor: Actor = { accountId: null, kind: 'system' };

/**
 * Everything a command may touch while its transaction is open. It has no network ports on purpose: a call to the
 * outside is a job, so no transaction ever waits for another system.
 */
export interface Ctx {
  readonly db: Db;
  readonly now: Date;
  readonly actor: Actor;
  readonly log: Logger;
  /** Appends events to the log in this transaction; subscribers see them after the commit, in batches. */
  publish<T extends EventType>(type: T, ...payloads: Events[T][]): Promise<void>;
  /** Enqueues jobs in this transaction. */
  addJobs(...jobs: JobSpec[]): Promise<void>;
  /** Runs after a commit, in this process only: for waking what would otherwise find out by polling. Never for work. */
  afterCommit(wake: () => void): void;
  /** After the commit, tells every server of this installation that the log of a live topic has grown to `head`. */
  announce(topic: string, head: number): void;
}

export interface TransactionDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called after the commit for each type of event that was published. */
  readonly wake: (type: EventType) => void;
  readonly announce: (topic: string, head: number) => void;
}

const retriesMax = 4;

/**
 * Runs a command in one transaction with its events and jobs. A deadlock or serialization failure is tried again,
 * which is safe because nothing outside the transaction happened.
 */
export async function inTransaction<T>(on: TransactionDependencies, actor: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const wakes: (() => void)[] = [];
    try {
      const result = await on.database.transaction((tx) => work(openCtx(on, actor, tx, wakes)));
      wakeAll(on, wakes);
      return result;
    } catch (error) {
      if (attempt >= retriesMax || !isRetriable(error)) throw error;
      on.log.warn({ attempt, code: (error as { code?: string }).code }, 'transaction tried again');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
    }
  }
}

/** What is committed is done, so whatever a listener does wrong must not tell the caller otherwise. */
function wakeAll(on: TransactionDependencies, wakes: readonly (() => void)[]): void {
  for (const wake of wakes) {
    try {
      wake();
    } catch (error) {
      on.log.error({ err: error }, 'a listener failed after a commit');
    }
  }
}

/** A context for reading, each statement by itself. Commands never run on it: it can neither publish nor enqueue. */
export function readCtx(on: TransactionDependencies, actor: Actor): Ctx {
  const refuse = () => Promise.reject(new Error('a query does not publish or enqueue; use a transaction'));
  return {
    db: on.database.db,
    now: on.clock.now(),
    actor,
    log: on.log,
    publish: refuse,
    addJobs: refuse,
    afterCommit: () => {},
    announce: () => {},
  };
}

function openCtx(on: TransactionDependencies, actor: Actor, db: Db, wakes: (() => void)[]): Ctx {
  const now = on.clock.now();
  return {
    db,
    now,
    actor,
    log: on.log,
    async publish(type, ...payloads) {
      if (payloads.length === 0) return;
      await insertEvents(db, now, type, payloads);
      wakes.push(() => on.wake(type));
    },
    addJobs: (...jobs) => insertJobs(db, jobs),
    afterCommit: (wake) => void wakes.push(wake),
    announce: (topic, head) => void wakes.push(() => on.announce(topic, head)),
  };
}

/** Takes a lock that ends with the transaction, for the few things that have no row to lock. */
export function lockByName(ctx: Ctx, name: string): Promise<void> {
  return lockByNames(ctx, [name]);
}

/** Several of them, in the one order in which everybody takes them. */
export async function lockByNames(ctx: Ctx, names: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(lock) from (select hashtextextended(name, 0) as lock from unnest(${names}::text[]) as name order by 1) locks`.execute(
    ctx.db,
  );
}

// 40001 serialization failure, 40P01 deadlock.
function isRetriable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40001' || code === '40P01' || isPlanOutdated(error);
}
