import { expect, test } from 'vitest';
import { sql } from 'kysely';
import { createTestApp } from '../../testing.ts';
import { policyModule } from './module.ts';
import { policyNumber, setPolicyNumber } from './policy-number.ts';

const day = 24 * 3_600_000;

test('the return window is seven days, and says which article wants that', async () => {
  const t = await createTestApp([policyModule]);
  expect(await policyNumber(t.read(), 'return_window_days')).toBe(7);
  const row = await t
    .read()
    .db.selectFrom('policy.numbers')
    .select('source')
    .where('name', '=', 'return_window_days')
    .executeTakeFirstOrThrow();
  expect(row.source).toContain('Art. 25');
});

test('a new value holds from its day on and not before', async () => {
  const t = await createTestApp([policyModule]);
  const effectiveFrom = new Date(t.clock.now().getTime() + 30 * day);
  await t.transact((ctx) => setPolicyNumber(ctx, { name: 'return_window_days', value: 15, effectiveFrom, source: 'a later law' }));
  expect(await policyNumber(t.read(), 'return_window_days')).toBe(7);
  t.clock.advance(31 * day);
  expect(await policyNumber(t.read(), 'return_window_days')).toBe(15);
});

test('what was in force once can neither be changed nor deleted', async () => {
  const t = await createTestApp([policyModule]);
  const { db } = t.read();
  await expect(sql`update policy.numbers set value = 1`.execute(db)).rejects.toThrow(/never changed/);
  await expect(sql`delete from policy.numbers`.execute(db)).rejects.toThrow(/never changed/);
  await expect(sql`truncate policy.numbers`.execute(db)).rejects.toThrow(/never changed/);
});
