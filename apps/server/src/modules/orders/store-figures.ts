import { sql } from 'kysely';
import type { Db } from '#platform/db';
import { firstIdAt } from '#platform/ids';

export async function countByState(db: Db): Promise<{ state: string; count: number }[]> {
  const { rows } = await sql<{ state: string; count: number }>`select state, count(*) as count from orders.orders group by state`.execute(
    db,
  );
  return rows;
}

/** Orders placed since, and those of the last hour paid since; found by their ids, so that it costs what the hour had. */
export async function countSince(db: Db, since: Date): Promise<{ placed: number; paid: number }> {
  const hourAgo = since.getTime() - 3_600_000;
  const { rows } = await sql<{ placed: number; paid: number }>`
    select count(*) filter (where created_at > ${since}) as placed, count(*) filter (where paid_at > ${since}) as paid
      from orders.orders where id >= ${firstIdAt('ord', hourAgo)}`.execute(db);
  return rows[0] ?? { placed: 0, paid: 0 };
}
