import { sql } from 'kysely';
import type { Db } from './db.ts';

/**
 * Every event type and its payload. Modules add theirs by declaration merging in their events.ts; names are in the
 * past tense, payloads carry ids and facts, not rows.
 */
export interface Events {}
export type EventType = keyof Events;

export interface StoredEvent<T extends EventType = EventType> {
  readonly id: number;
  readonly type: T;
  readonly at: Date;
  readonly payload: Events[T];
}

/** One statement for any number of events: a batch of a thousand orders is still one round trip. */
export async function insertEvents(db: Db, at: Date, type: string, payloads: readonly unknown[]): Promise<void> {
  await sql`
    insert into platform.events (type, at, payload)
    select ${type}, ${at}, value from jsonb_array_elements(${JSON.stringify(payloads)}::jsonb)`.execute(db);
}

export interface Cursor {
  readonly xid: string;
  readonly id: number;
}

/**
 * Events after a cursor, only of transactions that have all ended: ordered by (transaction, id), and below the oldest
 * transaction still running, so an event of a transaction that commits late is never behind a cursor.
 */
export async function readEvents(
  db: Db,
  cursor: Cursor,
  types: readonly string[],
  limit: number,
): Promise<{ events: StoredEvent[]; next: Cursor; seen: number }> {
  // What nobody here asked for is passed over without being carried; the last entry comes along to say how far.
  const { rows } = await sql<{ id: number; xid: string; type: EventType; at: Date; payload: never; place: number; isWanted: boolean }>`
    select id, xid::text as xid, type, at, case when is_wanted then payload end as payload, place, is_wanted
      from (select *, type = any(${types}::text[]) as is_wanted, row_number() over log as place, lead(id) over log is null as is_last
              from (select id, xid, type, at, payload from platform.events
                     where (xid, id) > (${cursor.xid}::xid8, ${cursor.id}) and xid < pg_snapshot_xmin(pg_current_snapshot())
                     order by platform.events.xid, id limit ${limit}) page
            window log as (order by xid, id)) numbered
     where is_wanted or is_last order by place`.execute(db);
  const last = rows.at(-1);
  return {
    events: rows.filter((row) => row.isWanted).map(({ id, type, at, payload }) => ({ id, type, at, payload })),
    next: last === undefined ? cursor : { xid: last.xid, id: last.id },
    seen: last?.place ?? 0,
  };
}
