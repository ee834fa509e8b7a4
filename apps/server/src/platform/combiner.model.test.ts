import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createTestApp } from '../testing.ts';
import { createCombiner, type CombinerOptions, type Verdict } from './combiner.ts';
import { systemActor } from './ctx.ts';
import { problem } from './problem.ts';

interface Request {
  readonly n: number;
  readonly key: string;
  /** What its work does: fine, refused by a rule, failing its whole statement, or met by a database that is away. */
  readonly fate: 'fine' | 'refused' | 'throws' | 'outage' | 'timeout';
}
interface Batch {
  readonly requests: readonly Request[];
  readonly waitingBefore: ReadonlyMap<string, number>;
  finish(): Promise<void>;
}

/** Statements that fail as a database does. */
const failures = {
  throws: () => new Error('a statement failed'),
  outage: () => Object.assign(new Error('terminating connection'), { code: '57P01' }),
  timeout: () => Object.assign(new Error('canceling statement'), { code: '57014' }),
};

/** A combiner whose batches end when told to, and what is known of it from outside. */
function watched(options: CombinerOptions<Request>) {
  const running: Batch[] = [];
  const tries = new Map<number, number>();
  const waiting = new Map<string, number>();
  const order: Request[] = [];
  const seen = { lanesMost: 0, batchMost: 0, unfair: 0 };
  const combiner = createCombiner<Request, number>((requests) => {
    const isFirst = requests.every(({ n }) => !tries.has(n));
    for (const { n } of requests) tries.set(n, (tries.get(n) ?? 0) + 1);
    const waitingBefore = new Map(waiting);
    if (isFirst) {
      order.push(...requests);
      for (const { key } of requests) waiting.set(key, (waiting.get(key) ?? 0) - 1);
      // Whoever waits is in the next batch, with an equal part of it.
      const keys = [...waitingBefore].filter(([, count]) => count > 0);
      const part = Math.floor(options.batchMax / keys.length);
      for (const [key, count] of keys)
        if (requests.filter((request) => request.key === key).length < Math.min(count, part)) seen.unfair += 1;
    }
    seen.batchMost = Math.max(seen.batchMost, requests.length);
    const held = Promise.withResolvers<readonly Verdict<number>[]>();
    const batch: Batch = {
      requests,
      waitingBefore,
      async finish() {
        running.splice(running.indexOf(batch), 1);
        const bad = requests.map(({ fate }) => fate).find((fate) => fate === 'throws' || fate === 'outage' || fate === 'timeout');
        if (bad !== undefined) held.reject(failures[bad]());
        else
          held.resolve(
            requests.map(({ n, fate }) => (fate === 'refused' ? { ok: false, error: problem('team_full') } : { ok: true, value: n })),
          );
        await tick();
      },
    };
    running.push(batch);
    seen.lanesMost = Math.max(seen.lanesMost, running.length);
    return held.promise;
  }, options);
  return { combiner, running, tries, waiting, order, seen };
}
const tick = () => new Promise((resolve) => setImmediate(resolve));

const fate = fc.constantFrom('fine', 'fine', 'fine', 'refused', 'throws', 'outage', 'timeout') satisfies fc.Arbitrary<Request['fate']>;
type Step =
  | { readonly do: 'arrive'; readonly key: string; readonly fate: Request['fate'] }
  | { readonly do: 'tick' }
  | { readonly do: 'finish'; readonly which: number };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('arrive' as const), key: fc.constantFrom('hot', 'hot', 'hot', 'hot', 'a', 'b', 'c'), fate }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('tick' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('finish' as const), which: fc.nat(7) }) },
  ),
  { maxLength: 150 },
);

test('whatever arrives and however the database fails: everybody gets their own answer, a key keeps its order, nobody waits behind a crowd at another key', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 4, max: 40 }),
      async (history, batchMax, lanes, queueMax) => {
        const options = { batchMax, lanes, queueMax, keyOf: ({ key }: Request) => key };
        const { combiner, running, tries, waiting, order, seen } = watched(options);
        const requests: Request[] = [];
        const answers: Promise<{ n: number; value?: number; error?: { code?: string; message: string } }>[] = [];
        const busy = new Set<number>();
        for (const step of history) {
          if (step.do === 'tick') await tick();
          if (step.do === 'finish') await running[step.which % Math.max(1, running.length)]?.finish();
          if (step.do !== 'arrive') continue;
          const request: Request = { n: requests.length, key: step.key, fate: step.fate };
          requests.push(request);
          const isRoomy = combiner.waiting() < queueMax / 2;
          const mayBeFull = combiner.waiting() >= queueMax / 2;
          const before = combiner.waiting();
          const answer = combiner.submit(request);
          if (combiner.waiting() === before) busy.add(request.n);
          else waiting.set(step.key, (waiting.get(step.key) ?? 0) + 1);
          // A queue that is half empty turns nobody away; a cold key is turned away only by a queue full of others like it.
          if (isRoomy) expect(busy.has(request.n)).toBe(false);
          if (busy.has(request.n)) expect(mayBeFull).toBe(true);
          answers.push(
            answer.then(
              (value) => ({ n: request.n, value }),
              (error: { code?: string; message: string }) => ({ n: request.n, error }),
            ),
          );
          expect(combiner.waiting()).toBeLessThanOrEqual(queueMax);
        }
        const drained = combiner.drain();
        await tick();
        while (running.length > 0) await running[0]?.finish();
        await drained;
        await expect(combiner.submit({ n: -1, key: 'a', fate: 'fine' })).rejects.toMatchObject({ code: 'busy' });

        for (const { n, value, error } of await Promise.all(answers)) {
          const { fate: its } = requests[n]!;
          if (busy.has(n)) expect([error?.code, tries.get(n)]).toEqual(['busy', undefined]);
          else if (error === undefined) expect([value, its]).toEqual([n, 'fine']);
          else if (its === 'refused') expect(['team_full', '57P01', '57014']).toContain(error.code);
          // Only where the database itself failed do neighbours hear of it.
          else if (its === 'fine') expect(['57P01', '57014']).toContain(error.code);
          // In its batch and, when that threw, alone.
          if (!busy.has(n)) expect(tries.get(n)).toBeLessThanOrEqual(2);
        }
        for (const key of ['hot', 'a', 'b', 'c']) {
          const ran = order.filter((request) => request.key === key).map(({ n }) => n);
          expect(ran).toEqual(ran.toSorted((x, y) => x - y));
        }
        expect(order).toHaveLength(requests.length - busy.size);
        expect(seen).toMatchObject({ unfair: 0 });
        expect(seen.lanesMost).toBeLessThanOrEqual(lanes);
        expect(seen.batchMost).toBeLessThanOrEqual(batchMax);
      },
    ),
    { numRuns: 300 },
  );
});

test('while thousands crowd one key and more keep coming, somebody at another key is in the very next batch', async () => {
  const { combiner, running, order } = watched({ batchMax: 64, lanes: 1, queueMax: 1000, keyOf: ({ key }) => key });
  let n = 0;
  const answers: Promise<unknown>[] = [];
  const crowd = (size: number) => {
    for (let i = 0; i < size; i++) answers.push(combiner.submit({ n: n++, key: 'hot', fate: 'fine' }).catch((error: unknown) => error));
  };
  crowd(2000);
  await tick();
  crowd(2000);
  // The queue is full for the crowd, and has room for somebody else.
  const cold = combiner.submit({ n: n++, key: 'cold', fate: 'fine' });
  await running[0]?.finish();
  await tick();
  expect(running[0]?.requests.some(({ key }) => key === 'cold')).toBe(true);
  await running[0]?.finish();
  await cold;
  expect(order.filter(({ key }) => key === 'hot').length).toBeLessThan(200);
  const drained = combiner.drain();
  while (running.length > 0) await running[0]?.finish();
  await drained;
  await Promise.all(answers);
});

test('a request that waits for a lock until its statement is given up fails with its batch once; the next batch is answered', async () => {
  const t = await createTestApp([]);
  await t.app.database.pool.query('create table public.counters (id int primary key, n int not null)');
  await t.app.database.pool.query('insert into public.counters select i, 0 from generate_series(1, 9) i');
  let batches = 0;
  const combiner = createCombiner<number, number>(
    (ids) =>
      t.app.transact(systemActor, async (ctx) => {
        batches += 1;
        await sql`set local statement_timeout = 300`.execute(ctx.db);
        await sql`update public.counters set n = n + 1 where id = any(${ids}::int[])`.execute(ctx.db);
        return ids.map((value) => ({ ok: true, value }));
      }),
    { batchMax: 100, lanes: 1, queueMax: 100 },
  );
  const holder = new pg.Client({ connectionString: t.app.config.DATABASE_URL });
  await holder.connect();
  await holder.query('begin');
  await holder.query('update public.counters set n = 100 where id = 3');
  const stuck = await Promise.allSettled([1, 2, 3, 4].map((id) => combiner.submit(id)));
  expect(stuck.map((answer) => (answer.status === 'rejected' ? (answer.reason as { code?: string }).code : 'answered'))).toEqual(
    Array.from({ length: 4 }, () => '57014'),
  );
  expect(batches).toBe(1);
  expect(await Promise.all([1, 2, 4].map((id) => combiner.submit(id)))).toEqual([1, 2, 4]);
  await holder.query('rollback');
  await holder.end();
  expect(await combiner.submit(3)).toBe(3);
  const { rows } = await t.app.database.pool.query<{ n: number }>('select n from public.counters where id <= 4 order by id');
  expect(rows.map(({ n }) => n)).toEqual([1, 1, 1, 1]);
});

test('over HTTP a full queue is a 503 that says when to come back, at once; closing answers who waits', async () => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const combiner = createCombiner<string, string>(
    async (requests) => {
      await held;
      return requests.map((value) => ({ ok: true, value }));
    },
    { batchMax: 1, lanes: 1, queueMax: 3 },
  );
  const t = await createTestApp([
    {
      name: 'crowd',
      routes: (app, http) => {
        app.onClose(() => combiner.drain());
        http.get('/crowd', async () => ({ value: await combiner.submit('done') }));
      },
    },
  ]);
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(t.http.server.address() as AddressInfo).port}/crowd`;
  const first = fetch(url);
  const waiters = [1, 2, 3].map(() => fetch(url));
  onTestFinished(() => release());
  await expect.poll(() => combiner.waiting(), { timeout: 30_000 }).toBe(3);
  const refused = await fetch(url);
  expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('content-type')]).toEqual([
    503,
    '1',
    'application/problem+json; charset=utf-8',
  ]);
  expect(await refused.json()).toMatchObject({ code: 'busy', status: 503 });
  const drained = combiner.drain();
  release();
  await drained;
  expect((await Promise.all([first, ...waiters])).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});
