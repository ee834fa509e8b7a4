import Fastify from 'fastify';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createTestApp } from '../../testing.ts';
import { answerProblems } from './problems.ts';

test('a database that is away or stuck answers 503 with when to come again, a mistake of ours 500, and neither says why', async () => {
  const t = await createTestApp([]);
  const http = Fastify();
  http.decorate('tuanzi', {} as never);
  answerProblems(http);
  http.get('/stuck', () =>
    t.transact(async (ctx) => {
      await sql`set local statement_timeout = 20`.execute(ctx.db);
      await sql`select pg_sleep(5)`.execute(ctx.db);
    }),
  );
  http.get('/away', () => t.transact(async (ctx) => void (await sql`select pg_terminate_backend(pg_backend_pid())`.execute(ctx.db))));
  http.get('/mistake', () => t.transact(async (ctx) => void (await sql`select * from nowhere`.execute(ctx.db))));
  for (const path of ['/stuck', '/away']) {
    const { statusCode, headers, json } = await http.inject(path);
    expect([statusCode, headers['retry-after'], json().code]).toEqual([503, '2', 'busy']);
  }
  const mistake = await http.inject('/mistake');
  expect([mistake.statusCode, mistake.json().code]).toEqual([500, 'internal']);
  expect(mistake.body).not.toContain('nowhere');
  await http.close();
});
