import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, readMigrations } from '../../apps/server/src/platform/migrate.ts';
import { randomText } from '../../apps/server/src/platform/ids.ts';
import { testServerUrl } from '../../apps/server/src/platform/postgres/testing.ts';

/** The first migration that makes texts of one language texts in two. */
const firstInTwo = '20261123T0210_option_values.sql';
const migrations = path.join(import.meta.dirname, '../../apps/server/migrations');
const name = `one_language_${randomText(8)}`;
let server: pg.Client;
let client: pg.Client;
let url: string;

beforeAll(async () => {
  server = new pg.Client({ connectionString: testServerUrl() });
  await server.connect();
  await server.query(`create database ${name} template template0 encoding 'UTF8'`);
  const address = new URL(testServerUrl());
  address.pathname = `/${name}`;
  url = address.href;
  client = new pg.Client({ connectionString: url });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tuanzi-one-language-'));
  for (const { name: file } of await readMigrations())
    if (file < firstInTwo) await copyFile(path.join(migrations, file), path.join(folder, file));
  await migrate(url, () => {}, folder);
  await rm(folder, { recursive: true });
  await client.connect();
}, 60_000);

afterAll(async () => {
  await client.end();
  await server.query(`drop database ${name} with (force)`);
  await server.end();
});

const product = (id: string, shopId: string, category: string, status = 'on_sale') =>
  client.query(
    `insert into catalog.products (id, shop_id, handle, title, category, status, price_fen, price_max_fen, search_text, search_grams, created_at, updated_at)
     values ($1, $2, $1, '{"zh":"苹果"}', $3, $4, 100, 100, '苹果', '{}', now(), now())`,
    [id, shopId, category, status],
  );

test('what shops wrote in one language is there in Chinese after the update: categories, options, introductions, rules', async () => {
  // Rows alone, without what they hang on: only the words matter here.
  await client.query('set session_replication_role = replica');
  await product('p-1', 'shp_a', '鲜果');
  await product('p-2', 'shp_a', '鲜果', 'archived');
  await product('p-3', 'shp_a', '茶');
  await product('p-4', 'shp_a', '');
  await product('p-5', 'shp_b', '鲜果', 'draft');
  await client.query(
    `insert into catalog.skus (id, product_id, shop_id, code, options, position, price_fen)
     values ('s-1', 'p-1', 'shp_a', 'a', '{"5 斤","大, \\"果\\""}', 0, 100), ('s-2', 'p-3', 'shp_a', 'b', '{}', 0, 100)`,
  );
  await client.query(
    `insert into orders.lines (id, order_id, position, sku_id, product_id, title, options, quantity, unit_price_fen, total_fen, reasons)
     values ('l-1', 'o-1', 0, 's-1', 'p-1', '{"zh":"苹果"}', '{"5 斤"}', 1, 100, 100, '[]'), ('l-2', 'o-1', 1, 's-2', 'p-3', '{"zh":"茶"}', '{}', 1, 100, 100, '[]')`,
  );
  await client.query(
    `insert into shops.shops (id, name_zh, intro, legal_name, licence_no, address, contact, created_at)
     values ('shp_a', '甲', E'第一行\\n第二行 🍎', '', '', '', '', now()), ('shp_b', '乙', '  ', '', '', '', '', now())`,
  );
  await client.query(
    `insert into communities.communities (id, scene_id, shop_id, name_zh, intro, rules, leader_id, capacity, created_at)
     values ('com_1', 'scn_1', 'shp_a', '群', E'邻居\\u0007', '', 'acc_1', 10, now()), ('com_2', 'scn_2', 'shp_a', '群', '', '不发广告', 'acc_1', 10, now())`,
  );
  await client.query('set session_replication_role = origin');
  await migrate(url);
  const read = async (query: string) => (await client.query<Record<string, unknown>>(query)).rows.map((row) => Object.values(row));
  expect(await read(`select shop_id, name, path, position, parent_id from catalog.categories order by shop_id, position`)).toEqual([
    ['shp_a', { zh: '鲜果' }, ['鲜果'], 0, null],
    ['shp_a', { zh: '茶' }, ['茶'], 1, null],
    ['shp_b', { zh: '鲜果' }, ['鲜果'], 0, null],
  ]);
  expect(
    await read(
      `select p.id, c.shop_id, c.name ->> 'zh' from catalog.products p left join catalog.categories c on c.id = p.category_id order by p.id`,
    ),
  ).toEqual([
    ['p-1', 'shp_a', '鲜果'],
    ['p-2', 'shp_a', '鲜果'],
    ['p-3', 'shp_a', '茶'],
    ['p-4', null, null],
    ['p-5', 'shp_b', '鲜果'],
  ]);
  expect(await read('select options, live_options from catalog.skus order by id')).toEqual([
    [
      [{ zh: '5 斤' }, { zh: '大, "果"' }],
      ['5 斤', '大, "果"'],
    ],
    [[], []],
  ]);
  expect(await read('select options from orders.lines order by id')).toEqual([[[{ zh: '5 斤' }]], [[]]]);
  expect(await read('select intro from shops.shops order by id')).toEqual([[{ zh: '第一行\n第二行 🍎' }], [null]]);
  expect(await read('select intro, rules from communities.communities order by id')).toEqual([
    [{ zh: '邻居' }, null],
    [null, { zh: '不发广告' }],
  ]);
});
