/** `npm run seed`: loads the demo shop into the installation of DATA_DIR or DATABASE_URL, whether it runs or not. */
import { pino } from 'pino';
import { modules } from '../apps/server/src/app.ts';
import { createPorts } from '../apps/server/src/create-ports.ts';
import { loadDemo } from '../apps/server/src/demo/load-demo.ts';
import { systemClock } from '../apps/server/src/platform/clock.ts';
import { parseConfig } from '../apps/server/src/platform/config.ts';
import { createApp } from '../apps/server/src/platform/create-app.ts';
import { findRunningPostgres, startPostgres } from '../apps/server/src/platform/postgres/start-postgres.ts';
import { explain } from '../apps/server/src/start-error.ts';

async function seed(): Promise<void> {
  const config = parseConfig(process.env);
  const outsideUrl = config.DATABASE_URL ?? findRunningPostgres(config.dataDir)?.url;
  const own = outsideUrl === undefined ? await startPostgres({ dataDir: config.dataDir }) : undefined;
  try {
    const app = await createApp({
      config,
      databaseUrl: outsideUrl ?? own?.url ?? '',
      clock: systemClock,
      log: pino({ level: config.LOG_LEVEL, base: null }),
      name: 'seed',
      publicUrl: () => config.PUBLIC_URL ?? '',
      ports: (base) =>
        createPorts(base, {
          late: { url: undefined, internalUrl: undefined, mediaUrl: undefined },
          gateways: undefined,
          print: console.log,
        }),
    });
    try {
      for (const module of modules) module.setup?.(app);
      const isLoaded = await loadDemo(app, console.log);
      console.log(
        isLoaded ? 'the demo shop is there; npm start says who to be' : 'somebody has an account here already, so nothing was loaded',
      );
    } finally {
      await app.close();
    }
  } finally {
    await own?.stop();
  }
}

await seed().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
