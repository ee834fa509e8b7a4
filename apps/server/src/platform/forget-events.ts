import { sql } from 'kysely';
import type { App } from './app.ts';
import { systemActor } from './ctx.ts';
import type { Db } from './db.ts';

/** Deleted at once: small enough that nobody waits for it. */
const batchMax = 5_000;
const startOfLog = 'events.forgotten-before';

/**
 * Forgets events that are older than the kept window and that every cursor has passed. The cursor of a subscription
 * that this process does not know holds the log for the length of the window: another process may run it, or it may be
 * gone for good. Returns how many were forgotten.
 */
export async function forgetEvents(app: App, subscribers: readonly string[]): Promise<number> {
  const keptForMs = app.config.EVENTS_KEPT_DAYS * 86_400_000;
  return app.transact(systemActor, async (ctx) => {
    const before = new Date(ctx.now.getTime() - keptForMs);
    const { rows } = await sql<{ n: number }>`
      with passed as (
        select xid, id from platform.subscribers
         where name = any(${[...subscribers]}::text[]) or moved_at > clock_timestamp() - make_interval(secs => ${keptForMs / 1000})
         order by xid, id limit 1
      ), oldest as (
        select e.xid, e.id, e.at from platform.events e, passed p where (e.xid, e.id) <= (p.xid, p.id) order by e.xid, e.id limit ${batchMax}
      ), gone as (
        delete from platform.events e using oldest o where e.xid = o.xid and e.id = o.id and o.at < ${before} returning 1
      )
      select count(*) as n from gone`.execute(ctx.db);
    const forgotten = rows[0]?.n ?? 0;
    if (forgotten > 0)
      await sql`insert into platform.settings (name, value) values (${startOfLog}, to_jsonb(${before}::timestamptz))
                on conflict (name) do update set value = excluded.value`.execute(ctx.db);
    return forgotten;
  });
}

/** Is the log still whole? Once something was forgotten, nothing can be counted again from its beginning. */
export async function isLogWhole(db: Db): Promise<boolean> {
  const { rows } = await sql`select from platform.settings where name = ${startOfLog}`.execute(db);
  return rows.length === 0;
}
