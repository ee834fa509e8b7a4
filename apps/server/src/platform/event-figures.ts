import { sql } from 'kysely';
import type { Db } from './db.ts';

export interface SubscriptionFigures {
  readonly name: string;
  /** Log entries not handled yet, from the distance of their numbers: never counted, because the log may be long. */
  readonly behind: number;
  /** Since when the oldest of them waits; 0 when there is none. */
  readonly lagSeconds: number;
  readonly parked: number;
}

/** How far each subscription is, at a cost that does not grow with the log. */
export async function readEventFigures(db: Db): Promise<SubscriptionFigures[]> {
  const { rows } = await sql<SubscriptionFigures>`
    with newest as (select xid, id from platform.events order by xid desc, id desc limit 1)
    select s.name, case when n.id is null or (n.xid, n.id) <= (s.xid, s.id) then 0 else greatest(1, n.id - s.id) end as behind,
           coalesce((select greatest(0, extract(epoch from clock_timestamp() - e.at)) from platform.events e where (e.xid, e.id) > (s.xid, s.id) order by e.xid, e.id limit 1), 0)::float8 as lag_seconds,
           (select count(*) from platform.parked_events p where p.subscriber = s.name) as parked
      from platform.subscribers s left join newest n on true order by s.name`.execute(db);
  return rows;
}
