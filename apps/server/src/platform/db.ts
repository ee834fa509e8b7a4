import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { assert } from './assert.ts';
import type { Tables } from './db-types.ts';
import { PreparedClient } from './prepared-client.ts';

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
  /**
   * Runs `work` in one transaction. Statements that nobody waits for one by one go out together and run in the order they
   * were made; `begin` travels with the first. When one fails the rest of the transaction fails with it.
   */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function openDatabase(url: string, options: { connectionsMax: number; name: string }): Database {
  const pool = new pg.Pool({
    Client: PreparedClient,
    connectionString: url,
    max: options.connectionsMax,
    // Statements sent before the answers of those before them: a transaction waits for the network once, not once each.
    pipeline: true,
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
  const dialect = new PostgresDialect({ pool });
  const config = { dialect, plugins: [new CamelCasePlugin()] };
  const db = new Kysely<Tables>(config);
  const executor = db.getExecutor();
  const driver = dialect.createDriver();
  return {
    db,
    pool,
    // Kysely's own transactions send one statement at a time, whatever the connection can do.
    transaction: (work) =>
      executor.provideConnection(async (connection) => {
        let isOver = false;
        const bound = executor.withConnectionProvider({
          // What goes on by itself after the end would write outside of it, or into somebody else's.
          provideConnection: (consume) => (isOver ? Promise.reject(new Error('this transaction is over')) : consume(connection)),
        });
        try {
          return await inTransaction(new Kysely<Tables>({ config, dialect, driver, executor: bound }), work);
        } finally {
          isOver = true;
        }
      }),
    close: () => db.destroy(),
  };
}

async function inTransaction<T>(tx: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  const begun = sql`begin`.execute(tx);
  // Waited for below; a connection lost before that must not end the process as an error nobody heard.
  begun.catch(() => {});
  try {
    const result = await work(tx);
    await begun;
    await sql`commit`.execute(tx);
    return result;
  } catch (error) {
    // A connection that was lost has rolled back by itself.
    await Promise.allSettled([begun, sql`rollback`.execute(tx)]);
    throw error;
  }
}

/** One of these, as one parameter: a list in the text would be another statement to plan for each of its lengths. */
export const anyOf = <T>(values: readonly T[]) => sql<T>`any(${[...values]})`;
