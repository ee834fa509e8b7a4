import { sql } from 'kysely';
import type { App, Subscriber } from './app.ts';
import { inTransaction, systemActor, type Ctx } from './ctx.ts';
import { readEvents, type Cursor, type StoredEvent } from './events.ts';
import { isOutage } from './outage.ts';

export const batchMaxDefault = 500;
/** After so many failures of one event alone it is parked, so that the rest of the log goes on. */
const attemptsMax = 5;

/** Handles one batch of one subscriber. Returns how many log entries its cursor moved over; 0 means it is up to date or another process has it. */
export async function handleBatch(
  app: App,
  wake: () => void,
  subscriber: Subscriber,
  sizeMax: number = subscriber.batchMax ?? batchMaxDefault,
): Promise<number> {
  const on = { db: app.database.db, clock: app.clock, log: app.log, wake, announce: announcerOf(app) };
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
  wake: () => void;
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
  const on = { db: app.database.db, clock: app.clock, log: app.log, wake, announce: announcerOf(app) };
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

/** Sends a subscriber back to the beginning of the log. Waits for a batch under way; what it had counted is the caller's to clear, in this transaction. */
export async function rewindSubscriber(ctx: Ctx, name: string): Promise<void> {
  await sql`insert into platform.subscribers (name) values (${name}) on conflict (name) do update set xid = '0', id = 0, failures = 0, retry_at = null, last_error = null, moved_at = clock_timestamp()`.execute(
    ctx.db,
  );
}

async function parkEvents(ctx: Ctx, subscriber: string, events: readonly StoredEvent[], error: string): Promise<void> {
  for (const event of events) {
    await sql`
      insert into platform.parked_events (subscriber, event_id, type, payload, error, parked_at)
      values (${subscriber}, ${event.id}, ${event.type}, ${JSON.stringify(event.payload)}::jsonb, ${error}, ${ctx.now}) on conflict do nothing`.execute(
      ctx.db,
    );
  }
}

/** Makes sure every subscriber has its cursor; a new one starts at the beginning of the log. */
export async function registerSubscribers(app: App, subscribers: readonly Subscriber[]): Promise<void> {
  await sql`insert into platform.subscribers (name) select unnest(${subscribers.map((s) => s.name)}::text[]) on conflict do nothing`.execute(
    app.database.db,
  );
}

function announcerOf(app: App): (topic: string, head: number) => void {
  return (topic, head) => {
    for (const listener of app.topicListeners) listener(topic, head);
  };
}
