import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../../apps/server/src/platform/migrate.ts';
import { scratchFolder } from '../../apps/server/src/platform/postgres/scratch-folder.ts';
import { startPostgres } from '../../apps/server/src/platform/postgres/start-postgres.ts';
import { createClock, liveBy, liveByRealTime } from './clock.ts';
import { SimulatedProvider } from './provider.ts';
import { openServer } from './server.ts';
import { setTheStage, type Setting } from './world.ts';

/** A PostgreSQL of its own with one prepared database, of which every history gets a fresh copy. */
export interface Stage {
  readonly setting: Setting;
  /** Statements every copy begins with; how bugs are planted. */
  copy(prepare?: readonly string[]): Promise<{ url: string; drop(): Promise<void> }>;
  strike(): Promise<void>;
}

const templateName = 'stage';
/** A date like any other. Histories begin there whenever they are run. */
const startMs = Date.UTC(2026, 2, 2, 9);

export async function buildStage(): Promise<Stage> {
  const folder = mkdtempSync(path.join(scratchFolder(), 'tuanzi-simulate-'));
  // An analysis at a random moment would hold back the log's horizon, and a history must run the same each time.
  const postgres = await startPostgres({ dataDir: folder, isThrowaway: true, settings: { autovacuum: 'off' } });
  const strike = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const on = (name: string) => Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
  const command = async (text: string) => {
    const client = new pg.Client(postgres.url);
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  try {
    await command(`create database ${templateName}`);
    await migrate(on(templateName));
    const clock = createClock(startMs);
    liveBy(clock);
    const server = await openServer({ databaseUrl: on(templateName), clock, providers: [new SimulatedProvider('sim', () => clock.now())] });
    const setting = await setTheStage(server);
    await server.close();
    liveByRealTime();
    let copies = 0;
    return {
      setting,
      strike,
      async copy(prepare = []) {
        const name = `history_${++copies}`;
        await command(`create database ${name} template ${templateName} strategy file_copy`);
        const client = new pg.Client(on(name));
        await client.connect();
        for (const statement of prepare) await client.query(statement);
        await client.end();
        return { url: on(name), drop: () => command(`drop database if exists ${name} with (force)`) };
      },
    };
  } catch (error) {
    await strike();
    throw error;
  }
}
