import { readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { findRunningPostgres, startPostgres } from '../../apps/server/src/platform/postgres/start-postgres.ts';
import { readMigrations } from '../../apps/server/src/platform/migrate.ts';
import { newFolder, removeCopies, startCopy, stopCopy } from '../../apps/server/src/testing-start.ts';
import { checkInvariants, showBroken } from '../invariants/check-invariants.ts';
import { signIn, startLoad } from './a-busy-shop.ts';
import { checkBackup, restoreBackup } from './restore-backup.ts';

/** Backups as earlier versions wrote them, of a demo shop with paid orders and a team; they are never made anew. */
const fixtures = path.join(import.meta.dirname, 'fixtures');
const days = readdirSync(fixtures);

afterEach(() => removeCopies());

test.each(days)(
  'what the version of %s kept is there after an update: every migration since ran on it, people sign in, see their orders and buy',
  { timeout: 240_000 },
  async (day) => {
    const folder = newFolder();
    const file = path.join(fixtures, day);
    const manifest = await checkBackup(file);
    const postgres = await startPostgres({ dataDir: folder });
    try {
      await restoreBackup(file, manifest, { databaseUrl: postgres.url, dataDir: folder }, { print: () => {} });
    } finally {
      await postgres.stop();
    }
    const copy = startCopy(folder, { SANDBOX_PAY: '1', RATE_LIMIT_PER_MINUTE: '1000000' });
    const url = await copy.ready();
    const client = new pg.Client({ connectionString: findRunningPostgres(folder)?.url });
    await client.connect();
    try {
      const applied = await client.query<{ name: string }>('select name from platform.migrations order by name');
      expect(applied.rows.map(({ name }) => name)).toEqual((await readMigrations()).map(({ name }) => name));
      expect(showBroken(await checkInvariants(client))).toBe('');
      const api = await signIn(url, 'owner@tuanzi.local');
      const { items } = await api('GET /api/orders', { query: {} });
      expect(items.length).toBeGreaterThan(0);
      const load = await startLoad(url, ['owner@tuanzi.local', 'host@tuanzi.local']);
      await load.placed(4);
      await load.stop();
      await vi.waitFor(async () => expect(await countUnread(client)).toBe(0), { timeout: 60_000, interval: 200 });
      expect((await client.query('select subscriber, type, error from platform.parked_events')).rows).toEqual([]);
      expect(showBroken(await checkInvariants(client))).toBe('');
    } finally {
      await client.end();
    }
    expect(await stopCopy(copy)).toBe(0);
  },
);

async function countUnread(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::int as n from platform.subscribers s join platform.events e on (e.xid, e.id) > (s.xid, s.id)',
  );
  return rows[0]?.n ?? 0;
}
