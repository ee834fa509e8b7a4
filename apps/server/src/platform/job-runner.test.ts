import { run, type Runner } from 'graphile-worker';
import { expect, onTestFinished, test } from 'vitest';
import { createTestApp, type TestApp } from '../testing.ts';
import { freeHeldJobs, keepRunner, runnerOptions, startRunner } from './job-runner.ts';

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(isSo, { timeout: 60_000 }).toBe(true);
}
const addJob = (t: TestApp, n: number) => t.transact((ctx) => ctx.addJobs({ name: 'count', payload: { n } }));

test('a runner that ends by itself is started again and does the jobs that came meanwhile', async () => {
  const t = await createTestApp([]);
  const done: unknown[] = [];
  const runners: Runner[] = [];
  let mayStart = true;
  const jobs = await keepRunner(t.app, async () => {
    if (!mayStart) throw new Error('the database is away');
    const runner = await run(
      runnerOptions(t.app, {
        count: async (payload) => {
          done.push((payload as { n: number }).n);
        },
      }),
    );
    runners.push(runner);
    return runner;
  });
  onTestFinished(() => jobs.stop());
  await addJob(t, 1);
  await until(() => done.length === 1);
  mayStart = false;
  await runners[0]?.stop();
  await until(() => t.app.troubles.has('jobs'));
  await addJob(t, 2);
  mayStart = true;
  await until(() => done.length === 2);
  expect(done).toEqual([1, 2]);
  // It is known as a trouble until the new one has lived for a while.
  await until(() => !t.app.troubles.has('jobs'));
}, 120_000);

test('a job whose end the database will not hear of is run again, by a new runner in a process that lives on', async () => {
  const t = await createTestApp([]);
  const { pool } = t.app.database;
  let done = 0;
  const jobs = await startRunner(t.app, {
    count: async () => {
      done += 1;
      if (done === 1) await pool.query('alter table graphile_worker._private_jobs rename to away');
    },
  });
  onTestFinished(() => jobs.stop());
  await addJob(t, 1);
  await until(() => t.app.troubles.has('jobs'));
  await pool.query('alter table graphile_worker.away rename to _private_jobs');
  await until(async () => (await pool.query('select from graphile_worker._private_jobs')).rowCount === 0);
  expect(done).toBe(2);
}, 120_000);

test('jobs held by a process that was killed are let go of; those just taken are not', async () => {
  const t = await createTestApp([]);
  const { pool } = t.app.database;
  for (const n of [1, 2]) await addJob(t, n);
  await pool.query(
    `update graphile_worker._private_jobs set locked_by = 'killed', locked_at = now() - interval '11 minutes' where payload->>'n' = '1'`,
  );
  await pool.query(`update graphile_worker._private_jobs set locked_by = 'busy', locked_at = now() where payload->>'n' = '2'`);
  expect(await freeHeldJobs(t.app, true)).toBe(1);
  const { rows } = await pool.query<{ holder: string | null }>(
    `select locked_by as holder from graphile_worker._private_jobs order by payload->>'n'`,
  );
  expect(rows.map(({ holder }) => holder)).toEqual([null, 'busy']);
});
