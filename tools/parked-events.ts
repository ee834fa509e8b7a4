/**
 * `npm run parked-events`: what the event log had to set aside, of the installation of DATA_DIR or DATABASE_URL. With
 * `-- retry` (and `--subscription NAME`, `--event ID` for some of it) the running server handles it once more.
 */
import { parseArgs } from 'node:util';
import { parseConfig } from '../apps/server/src/platform/config.ts';
import { openDatabase } from '../apps/server/src/platform/db.ts';
import { listParked, wantRetry } from '../apps/server/src/platform/parked-events.ts';
import { findRunningPostgres } from '../apps/server/src/platform/postgres/start-postgres.ts';
import { explain, StartError } from '../apps/server/src/start-error.ts';

const shownMax = 100;

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { subscription: { type: 'string' }, event: { type: 'string' } },
  });
  const [command = 'list', ...rest] = positionals;
  if (!['list', 'retry'].includes(command) || rest.length > 0 || (values.event !== undefined && !/^\d+$/.test(values.event)))
    throw new StartError('usage: npm run parked-events [-- retry [--subscription NAME] [--event ID]]');
  const config = parseConfig(process.env);
  const url = config.DATABASE_URL ?? findRunningPostgres(config.dataDir)?.url;
  if (url === undefined) throw new StartError(`Nothing runs in ${config.dataDir}; start it first.`);
  const database = openDatabase(url, { connectionsMax: 1, name: 'parked-events' });
  try {
    if (command === 'retry') {
      const of = { subscriber: values.subscription, eventId: values.event === undefined ? undefined : Number(values.event) };
      console.log(`${await wantRetry(database.db, of)} will be handled again within seconds; what fails is listed here again`);
      return;
    }
    const parked = await listParked(database.db, shownMax + 1);
    for (const event of parked.slice(0, shownMax))
      console.log(
        `${event.subscriber} #${event.eventId} ${event.type} of ${event.at.toISOString()}${event.isRetryWanted ? ' (to be handled again)' : ''}\n  ${event.error}\n  ${JSON.stringify(event.payload)}`,
      );
    console.log(parked.length === 0 ? 'nothing is parked' : parked.length > shownMax ? 'and more' : `${parked.length} parked`);
  } finally {
    await database.close();
  }
}

await run().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
