import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../../apps/server/src/platform/postgres/testing.ts';
import { checkInvariants, invariants } from './check-invariants.ts';

async function aDatabase(): Promise<pg.Client> {
  const database = await createTestDatabase();
  const client = new pg.Client(database.url);
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await database.drop();
  });
  return client;
}

test('every invariant can be asked of an empty shop, and holds there', async () => {
  const db = await aDatabase();
  expect(await checkInvariants(db, { isQuiet: true })).toEqual([]);
  expect(new Set(invariants.map((each) => each.name)).size).toBe(invariants.length);
});

test('a broken row is found and shown', async () => {
  const db = await aDatabase();
  await db.query(
    `insert into scenes.scenes (id, kind, shop_id, title_zh, ref_id, head, created_at) values ('scn_1', 'session', 'shp_1', '果园', 'ses_1', 3, now())`,
  );
  await db.query(
    `insert into scenes.entries (scene_id, seq, type, at, body) select 'scn_1', seq, 'status', now(), '{}' from unnest(array[1, 3]) seq`,
  );
  expect(await checkInvariants(db)).toEqual([
    { name: 'the-log-of-a-scene-has-no-gap-and-ends-at-its-head', law: 7, rows: [expect.objectContaining({ id: 'scn_1', entries: '2' })] },
  ]);
});
