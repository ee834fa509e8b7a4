import { sql } from 'kysely';
import type { Db } from './db.ts';

/** One unit of work that reaches outside or waits: imperative name, small payload, safe to run twice. */
export interface JobSpec {
  readonly name: string;
  readonly payload: Record<string, unknown>;
  readonly runAt?: Date;
  /** Jobs with the same key replace each other while waiting. */
  readonly key?: string;
  /** Jobs of one queue run one after the other. */
  readonly queue?: string;
  readonly attemptsMax?: number;
}

/** Enqueues in the open transaction: if it rolls back, nothing was enqueued. */
export async function insertJobs(db: Db, jobs: readonly JobSpec[]): Promise<void> {
  if (jobs.length === 0) return;
  const specs = jobs.map((job) => ({
    identifier: job.name,
    payload: job.payload,
    run_at: job.runAt?.toISOString(),
    job_key: job.key,
    queue_name: job.queue,
    max_attempts: job.attemptsMax ?? 12,
  }));
  await sql`
    select graphile_worker.add_jobs(array(
      select json_populate_record(null::graphile_worker.job_spec, spec) from json_array_elements(${JSON.stringify(specs)}::json) spec
    ))`.execute(db);
}
