import type { Client } from 'pg';
import { until } from './until.ts';

/** Longer than a payment whose notice was lost waits to be asked about. */
const quietMs = 150_000;

/** What is still under way, in words; nothing when the product has come to rest. */
const underWay = `
  select 'subscriber ' || s.name as what from platform.subscribers s
   where exists (select from platform.events e where (e.xid, e.id) > (s.xid, s.id))
  union all
  select 'job ' || t.identifier || coalesce(' locked by ' || j.locked_by, '') from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
   where j.run_at <= now() and j.attempts < j.max_attempts
  union all
  select 'payment ' || p.id || ' is taken and ' || p.state from payments.payments p join sandbox_pay.payments s on s.out_trade_no = p.id
   where s.trade_state = 'SUCCESS' and p.state <> 'succeeded'
  union all
  select 'refund ' || id || ' is ' || state from payments.refunds where state in ('requested', 'sent')
  union all
  select 'card ' || id || ' is stale' from scenes.cards where is_stale
  limit 5`;

/** Waits until nothing that was begun is still going on, on two looks in a row. */
export async function untilQuiet(db: Client): Promise<void> {
  let left = '';
  let quietLooks = 0;
  await until(
    async () => {
      const { rows } = await db.query<{ what: string }>(underWay);
      left = rows.map(({ what }) => what).join('; ');
      quietLooks = rows.length === 0 ? quietLooks + 1 : 0;
      return quietLooks === 2;
    },
    'the work to come to an end',
    quietMs,
  ).catch((error: unknown) => {
    throw left === '' ? error : new Error(`${error instanceof Error ? error.message : String(error)}: ${left}`);
  });
}
