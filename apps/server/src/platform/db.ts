import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { assert } from './assert.ts';
import type { Tables } from './db-types.ts';

export type Db = Kysely<Tables>;

// bigint columns carry fen and sequences, both far below 2^53; a larger one is a bug worth stopping at.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  assert(Number.isSafeInteger(value), 'a bigint column fits a safe integer');
  return value;
});
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

export interface Database {
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export function openDatabase(url: string, options: { connectionsMax: number; name: string }): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connectionsMax,
    application_name: `tuanzi ${options.name}`,
    // A statement that runs this long is a mistake or a stuck lock; better one clear error than a room that waits.
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection lost with the server is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  // One lost while in use fails its query, which says so; the event itself must not end the process either.
  pool.on('connect', (client) => void client.on('error', () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] });
  return { db, pool, close: () => db.destroy() };
}
