import { sql } from 'kysely';
import type pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from './postgres/testing.ts';
import { isPlanOutdated, PreparedClient } from './prepared-client.ts';
import { isOutage } from './outage.ts';
import { openDatabase } from './db.ts';

async function aDatabase() {
  const made = await createTestDatabase();
  const database = openDatabase(made.url, { connectionsMax: 1, name: 'prepared' });
  onTestFinished(async () => {
    await database.close();
    await made.drop();
  });
  await sql`create table public.fruit (name text, weight int)`.execute(database.db);
  const kept = async () => {
    const { rows } = await database.pool.query<{ statement: string }>('select statement from pg_prepared_statements');
    return rows.map(({ statement }) => statement).filter((statement) => statement.includes('fruit'));
  };
  return { ...database, kept };
}

test('a statement asked again and again is planned once; one with nothing to fill in is sent as it is', async () => {
  const { db, pool, kept } = await aDatabase();
  for (const name of ['梨', '枣', '柿', '梨']) await sql`insert into public.fruit (name) values (${name}) returning name`.execute(db);
  for (let i = 0; i < 4; i++) await sql`select count(*) from public.fruit`.execute(db);
  expect(await kept()).toEqual(['insert into public.fruit (name) values ($1) returning name']);
  // The pool's own way of asking goes the same way.
  const { rows } = await pool.query('insert into public.fruit (name) values ($1) returning name', ['桃']);
  expect(rows).toEqual([{ name: '桃' }]);
});

test('a migration that changes what a kept plan answers costs one try, which counts as the database being away for a moment', async () => {
  const { db } = await aDatabase();
  const read = () => sql`select * from public.fruit where name = ${'桃'}`.execute(db);
  await sql`insert into public.fruit (name) values ('桃')`.execute(db);
  for (let i = 0; i < 3; i++) await read();
  await sql`alter table public.fruit add column is_ripe boolean not null default true`.execute(db);
  const refused = await read().catch((error: unknown) => error);
  expect(isPlanOutdated(refused) && isOutage(refused)).toBe(true);
  expect((await read()).rows).toEqual([{ name: '桃', weight: null, isRipe: true }]);
});

test('statements of one turn are one write, and each has its own answer, that of a failed one too', async () => {
  const made = await createTestDatabase();
  const client = new PreparedClient({ connectionString: made.url, pipeline: true });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await made.drop();
  });
  const divide = (by: number) => client.query('select 12 / $1::int as n', [by]) as Promise<pg.QueryResult<{ n: number }>>;
  for (const by of [1, 2, 3]) await divide(by);
  const { stream } = (client as unknown as { connection: { stream: { writableCorked: number } } }).connection;
  const all = Promise.allSettled([divide(4), divide(0), divide(6)]);
  expect(stream.writableCorked).toBe(1);
  const answers = await all;
  expect(stream.writableCorked).toBe(0);
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.rows[0]?.n : answer.reason.code))).toEqual([3, '22012', 2]);
});
