import { sql } from 'kysely';
import type { App, Subscriber } from './app.ts';
import { systemActor, type Ctx } from './ctx.ts';
import type { Db } from './db.ts';
import type { StoredEvent } from './events.ts';

/** Sets aside what a subscriber failed on again and again, so that it can go on with the rest. */
export async function parkEvents(ctx: Ctx, subscriber: string, events: readonly StoredEvent[], error: string): Promise<void> {
  for (const event of events) {
    await sql`
      insert into platform.parked_events (subscriber, event_id, type, at, payload, error, parked_at)
      values (${subscriber}, ${event.id}, ${event.type}, ${event.at}, ${JSON.stringify(event.payload)}::jsonb, ${error}, ${ctx.now}) on conflict do nothing`.execute(
      ctx.db,
    );
  }
}

export interface ParkedEvent {
  readonly subscriber: string;
  readonly eventId: number;
  readonly type: string;
  readonly at: Date;
  readonly payload: unknown;
  readonly error: string;
  readonly parkedAt: Date;
  readonly isRetryWanted: boolean;
}

export async function listParked(db: Db, limit: number): Promise<ParkedEvent[]> {
  const { rows } =
    await sql<ParkedEvent>`select subscriber, event_id, type, at, payload, error, parked_at, is_retry_wanted from platform.parked_events order by parked_at desc, event_id limit ${limit}`.execute(
      db,
    );
  return rows;
}

/** Asks whoever runs the subscription to handle its parked events once more. Returns how many were asked for. */
export async function wantRetry(db: Db, of: { subscriber?: string | undefined; eventId?: number | undefined } = {}): Promise<number> {
  const { rows } = await sql`
    update platform.parked_events set is_retry_wanted = true
     where (${of.subscriber ?? null}::text is null or subscriber = ${of.subscriber ?? null}) and (${of.eventId ?? null}::bigint is null or event_id = ${of.eventId ?? null})
    returning 1`.execute(db);
  return rows.length;
}

/** Handles the parked events somebody asked for, one transaction each. Returns how many were tried. */
export async function retryParked(app: App, subscribers: readonly Subscriber[]): Promise<number> {
  let tried = 0;
  for (const subscriber of subscribers) {
    for (const eventId of await readWanted(app.database.db, subscriber.name)) tried += await retryOne(app, subscriber, eventId);
  }
  return tried;
}

async function retryOne(app: App, subscriber: Subscriber, eventId: number): Promise<number> {
  try {
    return await app.transact(systemActor, async (ctx) => {
      const event = await takeParked(ctx, subscriber.name, eventId);
      if (event === undefined) return 0;
      await subscriber.handle(ctx, [event]);
      await sql`delete from platform.parked_events where subscriber = ${subscriber.name} and event_id = ${eventId}`.execute(ctx.db);
      app.log.info({ subscriber: subscriber.name, eventId }, 'parked event handled');
      return 1;
    });
  } catch (error) {
    app.log.error({ err: error, subscriber: subscriber.name, eventId }, 'parked event failed again');
    const message = error instanceof Error ? error.message : String(error);
    await sql`update platform.parked_events set error = ${message}, parked_at = ${app.clock.now()}, is_retry_wanted = false where subscriber = ${subscriber.name} and event_id = ${eventId}`.execute(
      app.database.db,
    );
    return 1;
  }
}

async function readWanted(db: Db, subscriber: string): Promise<number[]> {
  const { rows } = await sql<{
    eventId: number;
  }>`select event_id from platform.parked_events where is_retry_wanted and subscriber = ${subscriber} order by event_id limit 100`.execute(
    db,
  );
  return rows.map((row) => row.eventId);
}

/** Under the cursor's lock, as every other event of this subscriber is handled. */
async function takeParked(ctx: Ctx, subscriber: string, eventId: number): Promise<StoredEvent | undefined> {
  await sql`select from platform.subscribers where name = ${subscriber} for update`.execute(ctx.db);
  const { rows } =
    await sql<StoredEvent>`select event_id as id, type, at, payload from platform.parked_events where subscriber = ${subscriber} and event_id = ${eventId} and is_retry_wanted for update`.execute(
      ctx.db,
    );
  return rows[0];
}
