import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCombiner, type Verdict } from './combiner.ts';
import { problem } from './problem.ts';

const roomy = { batchMax: 64, lanes: 1, queueMax: 10_000 };
const tick = () => new Promise((resolve) => setImmediate(resolve));

test('requests of one turn go together, each with its own answer', async () => {
  const batches: number[] = [];
  const combiner = createCombiner<number, number>(async (requests) => {
    batches.push(requests.length);
    await tick();
    return requests.map((n) => ({ ok: true, value: n * 2 }));
  }, roomy);
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => combiner.submit(i)));
  expect(answers).toEqual(Array.from({ length: 100 }, (_, i) => i * 2));
  expect(batches).toEqual([64, 36]);
});

test('a request that fails alone fails alone; the rest of its batch commits', async () => {
  const combiner = createCombiner<number, number>(
    async (requests) =>
      requests.map((n): Verdict<number> => (n === 3 ? { ok: false, error: problem('team_full') } : { ok: true, value: n })),
    roomy,
  );
  const answers = await Promise.allSettled([1, 2, 3, 4].map((n) => combiner.submit(n)));
  expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

test('a batch that throws is tried one by one: only the guilty request fails', async () => {
  const combiner = createCombiner<number, number>(async (requests) => {
    if (requests.includes(13)) throw new Error('statement failed');
    return requests.map((n) => ({ ok: true, value: n }));
  }, roomy);
  const answers = await Promise.allSettled([11, 12, 13, 14].map((n) => combiner.submit(n)));
  expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

test('when the database itself fails, everybody of the batch hears at once instead of each waiting for it again', async () => {
  let tries = 0;
  const combiner = createCombiner<number, number>(() => {
    tries += 1;
    return Promise.reject(Object.assign(new Error('terminating connection'), { code: '57P01' }));
  }, roomy);
  const answers = await Promise.allSettled([1, 2, 3, 4].map((n) => combiner.submit(n)));
  expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  expect(tries).toBe(1);
});

test('a full queue answers busy at once with when to come back', async () => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const combiner = createCombiner<number, number>(
    async (requests) => {
      await held;
      return requests.map((n) => ({ ok: true, value: n }));
    },
    { batchMax: 1, lanes: 1, queueMax: 2 },
  );
  const first = combiner.submit(1);
  await tick();
  const waiting = [combiner.submit(2), combiner.submit(3)];
  await expect(combiner.submit(4)).rejects.toMatchObject({ code: 'busy', extra: { retryAfterSeconds: 1 } });
  release();
  expect(await Promise.all([first, ...waiting])).toEqual([1, 2, 3]);
});

test('draining answers everything that waits and refuses what comes after', async () => {
  const combiner = createCombiner<number, number>(
    async (requests) => {
      await tick();
      return requests.map((n) => ({ ok: true, value: n }));
    },
    { ...roomy, batchMax: 2 },
  );
  const answers = Promise.all([1, 2, 3, 4, 5].map((n) => combiner.submit(n)));
  await combiner.drain();
  expect(await answers).toEqual([1, 2, 3, 4, 5]);
  await expect(combiner.submit(6)).rejects.toMatchObject({ code: 'busy' });
});

test('whatever arrives whenever, every request is run exactly once, with one lane in order of arrival', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.boolean()), { maxLength: 120 }),
      fc.integer({ min: 1, max: 9 }),
      async (arrivals, batchMax) => {
        const ran: number[] = [];
        const combiner = createCombiner<{ n: number; isBad: boolean }, number>(
          async (requests) => {
            await tick();
            ran.push(...requests.map(({ n }) => n));
            return requests.map(({ n, isBad }): Verdict<number> =>
              isBad ? { ok: false, error: new Error('bad') } : { ok: true, value: n },
            );
          },
          { batchMax, lanes: 1, queueMax: 1000 },
        );
        const answers: Promise<unknown>[] = [];
        for (const [n, [pause, isBad]] of arrivals.entries()) {
          answers.push(
            combiner.submit({ n, isBad }).then(
              (value) => expect(value).toBe(n),
              () => expect(isBad).toBe(true),
            ),
          );
          for (let i = 0; i < pause; i++) await tick();
        }
        await Promise.all(answers);
        expect(ran).toEqual(arrivals.map((_, n) => n));
      },
    ),
    { numRuns: 40 },
  );
});
