import { sql } from 'kysely';
import type { Db } from '#platform/db';

export interface WaitingFigures {
  readonly what: 'payments' | 'refunds';
  readonly count: number;
  readonly oldestAt: Date | null;
}

/** What is open at the provider; partial indexes hold no more than that. */
export async function readWaiting(db: Db): Promise<WaitingFigures[]> {
  const { rows } = await sql<WaitingFigures>`
    select 'payments' as what, count(*) as count, min(created_at) as oldest_at from payments.payments where state = 'pending'
    union all select 'refunds', count(*), min(requested_at) from payments.refunds where state in ('requested', 'sent')`.execute(db);
  return rows;
}
