import { afterEach, beforeEach, expect, test } from 'vitest';
import { pino } from 'pino';
import { systemClock } from './clock.ts';
import { inTransaction, systemActor, type Ctx } from './ctx.ts';
import { openDatabase, type Database } from './db.ts';
import { claimKeys, forgetKeys, giveBackKeys, hashBody, once, type IdempotencyClaim } from './idempotency.ts';
import { createTestDatabase, type TestDatabase } from './postgres/testing.ts';

let scratch: TestDatabase;
let database: Database;
beforeEach(async () => {
  scratch = await createTestDatabase();
  database = openDatabase(scratch.url, { connectionsMax: 20, name: 'test' });
});
afterEach(async () => {
  await database.close();
  await scratch.drop();
});

const transact = <T>(work: (ctx: Ctx) => Promise<T>) =>
  inTransaction({ database, clock: systemClock, log: pino({ level: 'silent' }), wake: () => {}, announce: () => {} }, systemActor, work);
const claim = (key: string, body: unknown = 1, accountId = 'acc_a'): IdempotencyClaim => ({
  accountId,
  key,
  route: 'POST /x',
  bodyHash: hashBody(body),
});

test('same key, same body: done once, answered the same', async () => {
  let done = 0;
  const work = async () => ({ id: `ord_${++done}` });
  expect(await transact((ctx) => once(ctx, claim('key-1'), work))).toEqual({ id: 'ord_1' });
  expect(await transact((ctx) => once(ctx, claim('key-1'), work))).toEqual({ id: 'ord_1' });
  expect(done).toBe(1);
});

test('same key, other body or other route: refused', async () => {
  await transact((ctx) => once(ctx, claim('key-1', 'a'), async () => 1));
  await expect(transact((ctx) => once(ctx, claim('key-1', 'b'), async () => 2))).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  await expect(transact((ctx) => once(ctx, { ...claim('key-1', 'a'), route: 'POST /y' }, async () => 2))).rejects.toMatchObject({
    code: 'idempotency_key_reused',
  });
});

test('keys of different people never meet', async () => {
  expect(await transact((ctx) => once(ctx, claim('key-1', 1, 'acc_a'), async () => 'a'))).toBe('a');
  expect(await transact((ctx) => once(ctx, claim('key-1', 1, 'acc_b'), async () => 'b'))).toBe('b');
});

test('a command that fails leaves its key free', async () => {
  await expect(transact((ctx) => once(ctx, claim('key-1'), () => Promise.reject(new Error('sold out'))))).rejects.toThrow('sold out');
  expect(await transact((ctx) => once(ctx, claim('key-1'), async () => 'now'))).toBe('now');
});

test('ten identical requests at once: one effect, one answer', async () => {
  let done = 0;
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => transact((ctx) => once(ctx, claim('key-1'), async () => ({ n: ++done })))),
  );
  expect(done).toBe(1);
  expect(answers).toEqual(Array.from({ length: 10 }, () => ({ n: 1 })));
});

test('in a batch, claims are answered each, and a failed one gives its key back', async () => {
  await transact(async (ctx) => {
    const claims = ['key-1', 'key-2'].map((key) => ({ ...claim(key), result: 'ok' }));
    expect(await claimKeys(ctx, claims)).toEqual([{ state: 'new' }, { state: 'new' }]);
    await giveBackKeys(ctx, [claim('key-2')]);
  });
  await transact(async (ctx) => {
    expect(await claimKeys(ctx, [claim('key-2'), claim('key-1')])).toEqual([{ state: 'new' }, { state: 'done', result: 'ok' }]);
  });
});

test('keys are forgotten after a day and not before', async () => {
  const day = 86_400_000;
  for (const [key, ageMs] of [
    ['old', day + 1000],
    ['fresh', day - 60_000],
  ] as const) {
    await transact((ctx) => once({ ...ctx, now: new Date(ctx.now.getTime() - ageMs) }, claim(key), async () => key));
  }
  expect(await transact(forgetKeys)).toBe(1);
  expect(await transact(forgetKeys)).toBe(0);
  expect(await transact((ctx) => once(ctx, claim('fresh'), async () => 'again'))).toBe('fresh');
  expect(await transact((ctx) => once(ctx, claim('old'), async () => 'again'))).toBe('again');
});

test('a listener that fails after the commit does not make a request fail that is done; the others still hear', async () => {
  const heard: string[] = [];
  const answer = await transact((ctx) =>
    once(ctx, claim('woken'), async () => {
      ctx.afterCommit(() => {
        throw new Error('a listener’s own mistake');
      });
      ctx.afterCommit(() => heard.push('second'));
      return 'done';
    }),
  );
  expect([answer, heard]).toEqual(['done', ['second']]);
});
