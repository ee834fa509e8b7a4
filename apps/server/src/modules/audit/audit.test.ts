import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createTestApp } from '../../testing.ts';
import { auditModule } from './module.ts';
import { entriesOf, record } from './record.ts';

test('an entry names the actor and commits with the deed', async () => {
  const t = await createTestApp([auditModule]);
  const actor = { accountId: 'acc_0123456789', kind: 'account' } as const;
  await t.app.transact(actor, (ctx) =>
    record(ctx, {
      shopId: 'shp_0123456789',
      action: 'role.granted',
      targetId: 'acc_9876543210',
      detail: { role: 'host', 备注: '夜班 🌙' },
    }),
  );
  const undone = t.app.transact(actor, async (ctx) => {
    await record(ctx, { action: 'role.ended', targetId: 'acc_9876543210', detail: {} });
    throw new Error('the deed failed');
  });
  await expect(undone).rejects.toThrow('the deed failed');
  const entries = await entriesOf(t.read(), { targetId: 'acc_9876543210' });
  expect(entries).toMatchObject([
    {
      action: 'role.granted',
      actorId: 'acc_0123456789',
      actorKind: 'account',
      shopId: 'shp_0123456789',
      detail: { role: 'host', 备注: '夜班 🌙' },
    },
  ]);
  expect(await entriesOf(t.read(), { shopId: 'shp_0123456789' })).toHaveLength(1);
});

test('nobody can rewrite what was done, not even with the database in hand', async () => {
  const t = await createTestApp([auditModule]);
  await t.transact((ctx) => record(ctx, { action: 'role.granted', targetId: 'acc_9876543210', detail: {} }));
  const { db } = t.read();
  await expect(sql`update audit.entries set action = 'nothing.done'`.execute(db)).rejects.toThrow(/never changed/);
  await expect(sql`delete from audit.entries`.execute(db)).rejects.toThrow(/never changed/);
  await expect(sql`truncate audit.entries`.execute(db)).rejects.toThrow(/never changed/);
  expect(await entriesOf(t.read(), { targetId: 'acc_9876543210' })).toHaveLength(1);
});
