import { sql } from 'kysely';
import type { App, Subscriber } from './app.ts';
import { inTransaction, systemActor, type Ctx } from './ctx.ts';
import { readEvents, type Cursor, type EventType } from './events.ts';
import { isLogWhole } from './forget-events.ts';
import { isOutage } from './outage.ts';
import { parkEvents } from './parked-events.ts';

export const batchMaxDefault = 500;
/** After so many failures of one event alone it is parked, so that the rest of the log goes on. */
const attemptsMax = 5;

/** Handles one batch of one subscriber. Returns how many log entries its cursor moved over; 0 means it is up to date or another process has it. */
export async function handleBatch(
  app: App,
  wake: (type: EventType) => void,
  subscriber: Subscriber,
  sizeMax: number = subscriber.batchMax ?? batchMaxDefault,
): Promise<number> {
  const on = { database: app.database, clock: app.clock, log: app.log, wake, announce: announcerOf(app) };
  let size = 0;
  try {
    await inTransaction(on, systemActor, async (ctx) => {
      const cursor = await takeCursor(ctx, subscriber.name);
      if (cursor === undefined) return;
      const { events, next, seen } = await readEvents(ctx.db, cursor, subscriber.types, sizeMax);
      size = seen;
      if (size === 0) return;
      if (events.length > 0) await subscriber.handle(ctx, events);
      await moveCursor(ctx, subscriber.name, next);
    });
    return size;
  } catch (error) {
    return recoverFrom(error, { app, wake, subscriber, sizeMax });
  }
}

interface Failure {
  app: App;
  wake: (type: EventType) => void;
  subscriber: Subscriber;
  sizeMax: number;
}

/**
 * A failed batch is tried again one entry at a time; an entry that keeps failing alone is parked. While the database
 * fails no entry is to blame: it is tried again for as long as that lasts.
 */
async function recoverFrom(error: unknown, { app, wake, subscriber, sizeMax }: Failure): Promise<number> {
  app.log.error({ err: error, subscriber: subscriber.name, sizeMax }, 'subscriber failed');
  if (sizeMax > 1) return handleBatch(app, wake, subscriber, 1);
  const on = { database: app.database, clock: app.clock, log: app.log, wake, announce: announcerOf(app) };
  const message = error instanceof Error ? error.message : String(error);
  return inTransaction(on, systemActor, async (ctx) => {
    const { rows } = await sql<Cursor & { failures: number }>`
      update platform.subscribers set failures = least(failures + 1, ${isOutage(error) ? attemptsMax - 1 : attemptsMax}::int), last_error = ${message}, retry_at = clock_timestamp() + make_interval(secs => least(60, power(2, failures)))
       where name = ${subscriber.name} returning xid::text as xid, id, failures`.execute(ctx.db);
    const cursor = rows[0];
    if (cursor === undefined || cursor.failures < attemptsMax) return 0;
    app.log.error({ err: error, subscriber: subscriber.name }, 'event parked');
    const { events, next } = await readEvents(ctx.db, cursor, subscriber.types, 1);
    await parkEvents(ctx, subscriber.name, events, message);
    await moveCursor(ctx, subscriber.name, next);
    return 1;
  });
}

async function takeCursor(ctx: Ctx, name: string): Promise<Cursor | undefined> {
  // Skip locked: another process handling this subscriber is no reason to wait.
  const { rows } = await sql<Cursor>`
    select xid::text as xid, id from platform.subscribers where name = ${name} and (retry_at is null or retry_at <= clock_timestamp()) for update skip locked`.execute(
    ctx.db,
  );
  return rows[0];
}

async function moveCursor(ctx: Ctx, name: string, to: Cursor): Promise<void> {
  await sql`update platform.subscribers set xid = ${to.xid}::xid8, id = ${to.id}, failures = 0, retry_at = null, last_error = null, moved_at = clock_timestamp() where name = ${name}`.execute(
    ctx.db,
  );
}

/**
 * Sends a subscriber back to the beginning of the log. Waits for a batch under way; what it had counted is the caller's
 * to clear, in this transaction. Refuses, and answers false, when a part of the log is forgotten already.
 */
export async function rewindSubscriber(ctx: Ctx, name: string): Promise<boolean> {
  if (!(await isLogWhole(ctx.db))) return false;
  await sql`insert into platform.subscribers (name) values (${name}) on conflict (name) do update set xid = '0', id = 0, failures = 0, retry_at = null, last_error = null, moved_at = clock_timestamp()`.execute(
    ctx.db,
  );
  return true;
}

/** Makes sure every subscriber has its cursor; a new one starts at the beginning of what the log still has. */
export async function registerSubscribers(app: App, subscribers: readonly Subscriber[]): Promise<void> {
  await sql`insert into platform.subscribers (name) select unnest(${subscribers.map((s) => s.name)}::text[]) on conflict do nothing`.execute(
    app.database.db,
  );
}

/** Names cursors that nobody here moves: left over from a subscription that is gone, or another version's. */
export async function warnOfStrangers(app: App, subscribers: readonly Subscriber[]): Promise<void> {
  const { rows } = await sql<{
    name: string;
    movedAt: Date;
  }>`select name, moved_at from platform.subscribers where name <> all(${subscribers.map((s) => s.name)}::text[])`.execute(app.database.db);
  for (const { name, movedAt } of rows)
    app.log.warn(
      { subscriber: name, movedAt },
      'nobody here moves this cursor; it holds the event log until it has not moved for EVENTS_KEPT_DAYS',
    );
}

function announcerOf(app: App): (topic: string, head: number) => void {
  return (topic, head) => {
    for (const listener of app.topicListeners) listener(topic, head);
  };
}
