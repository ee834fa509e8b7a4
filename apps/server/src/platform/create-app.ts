import { randomBytes } from 'node:crypto';
import { runMigrations } from 'graphile-worker';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { App } from './app.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { inTransaction, readCtx } from './ctx.ts';
import { openDatabase, type Database } from './db.ts';
import { createEventNotices, type EventNotices } from './event-notices.ts';
import type { EventType } from './events.ts';
import { migrate } from './migrate.ts';
import type { Ports } from './ports/ports.ts';

export interface AppDependencies {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly name: string;
  /** Called once the database is open, because some ports keep their state in it. */
  readonly ports: (app: Omit<App, 'ports'>) => Ports;
  readonly publicUrl: () => string;
}

export interface RunningApp extends App {
  /** Called after each commit that published events, once for each of their types. */
  readonly wakes: Set<(type: EventType) => void>;
  readonly notices: EventNotices;
  close(): Promise<void>;
}

/** Migrates the database and opens an app on it. Nothing listens or works yet. */
export async function createApp(deps: AppDependencies): Promise<RunningApp> {
  await migrate(deps.databaseUrl, (name) => deps.log.info({ migration: name }, 'migrated'));
  const database = openDatabase(deps.databaseUrl, { connectionsMax: deps.config.DATABASE_CONNECTIONS, name: deps.name });
  await runMigrations({ pgPool: database.pool });
  const secret = deps.config.SECRET ?? (await keptSecret(database));
  const wakes = new Set<(type: EventType) => void>();
  const closers: (() => Promise<void>)[] = [];
  const notices = createEventNotices(database, deps.log, { isAlone: deps.config.DATABASE_URL === undefined });
  const wake = (type: EventType) => {
    for (const each of wakes) each(type);
    notices.tell(type);
  };
  const topicListeners = new Set<(topic: string, head: number) => void>();
  const announce = (topic: string, head: number) => {
    for (const listener of topicListeners) listener(topic, head);
  };
  const on = { database, clock: deps.clock, log: deps.log, wake, announce };
  const base = {
    config: deps.config,
    database,
    clock: deps.clock,
    log: deps.log,
    secret,
    wakes,
    notices,
    topicListeners,
    troubles: new Map<string, number>(),
    publicUrl: deps.publicUrl,
    transact: ((actor, work) => inTransaction(on, actor, work)) as App['transact'],
    read: ((actor) => readCtx(on, actor)) as App['read'],
    onClose: (work: () => Promise<void>) => void closers.push(work),
    async close() {
      for (const work of closers.toReversed()) await work();
      await database.close();
    },
  };
  return { ...base, ports: deps.ports(base) };
}

async function keptSecret({ db }: Database): Promise<string> {
  const made = randomBytes(32).toString('base64url');
  await sql`insert into platform.settings (name, value) values ('secret', to_jsonb(${made}::text)) on conflict do nothing`.execute(db);
  const { rows } = await sql<{ value: string }>`select value from platform.settings where name = 'secret'`.execute(db);
  return rows[0]?.value ?? made;
}
