import { sql } from 'kysely';
import type { Db } from '#platform/db';

export interface AirFigures {
  readonly live: number;
  readonly interrupted: number;
  readonly viewers: number;
}

/** Sessions on air and who watches them, as the media server last said. */
export async function readAirFigures(db: Db): Promise<AirFigures> {
  const { rows } = await sql<AirFigures>`
    select count(*) filter (where s.state = 'live') as live, count(*) filter (where s.state = 'interrupted') as interrupted,
           coalesce(sum(h.viewers) filter (where h.is_publishing), 0)::bigint as viewers
      from live.sessions s left join live.health h on h.session_id = s.id where s.state in ('live', 'interrupted')`.execute(db);
  return rows[0] ?? { live: 0, interrupted: 0, viewers: 0 };
}
