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
    let before: Words | undefined;
    try {
      await restoreBackup(file, manifest, { databaseUrl: postgres.url, dataDir: folder }, { print: () => {} });
      if (day === lastInOneLanguage) before = await readWords(postgres.url, oldWords);
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
      if (before !== undefined) expect(await readWords(findRunningPostgres(folder)?.url, newWords)).toEqual(before);
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

type Words = { readonly id: string; readonly words: string | null }[];

const lastInOneLanguage = '2026-11-22.tuanzi';
/** What shops had written in one language: every row a text of something. */
const oldWords = `
  select id, nullif(category, '') as words from catalog.products union all
  select id, array_to_string(options, '|') from catalog.skus union all
  select id, array_to_string(options, '|') from orders.lines union all
  select id, nullif(intro, '') from shops.shops union all
  select id, nullif(intro, '') from communities.communities union all
  select id, nullif(rules, '') from communities.communities union all
  select id, nullif(intro, '') from live.sessions`;

/** The same as the Chinese of what it became; nothing is lost, nothing is added. */
const newWords = `
  select p.id, c.name ->> 'zh' as words from catalog.products p left join catalog.categories c on c.id = p.category_id and c.shop_id = p.shop_id union all
  select id, (select coalesce(string_agg(value ->> 'zh', '|' order by place), '') from jsonb_array_elements(options) with ordinality as each (value, place)) from catalog.skus union all
  select id, (select coalesce(string_agg(value ->> 'zh', '|' order by place), '') from jsonb_array_elements(options) with ordinality as each (value, place)) from orders.lines union all
  select id, intro ->> 'zh' from shops.shops union all
  select id, intro ->> 'zh' from communities.communities union all
  select id, rules ->> 'zh' from communities.communities union all
  select id, intro ->> 'zh' from live.sessions`;

async function readWords(databaseUrl: string | undefined, query: string): Promise<Words> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; words: string | null }>(
      `select id, words from (${query}) w order by id collate "C", words collate "C"`,
    );
    expect(rows.length).toBeGreaterThan(0);
    return rows;
  } finally {
    await client.end();
  }
}

async function countUnread(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::int as n from platform.subscribers s join platform.events e on (e.xid, e.id) > (s.xid, s.id)',
  );
  return rows[0]?.n ?? 0;
}
