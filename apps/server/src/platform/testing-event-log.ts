/** A server process for tests of the event log: it publishes, handles what all of them publish, and is killed at will. */
import { sql } from 'kysely';
import { pino } from 'pino';
import type { Module } from './app.ts';
import { systemClock } from './clock.ts';
import { parseConfig } from './config.ts';
import { createApp } from './create-app.ts';
import { systemActor, type Ctx } from './ctx.ts';
import type { StoredEvent } from './events.ts';
import { noMedia } from './ports/media.ts';
import { noSms } from './ports/sms.ts';
import { startWorkers } from './workers.ts';

declare module '#platform/events' {
  interface Events {
    'test.process': { said: string };
  }
}

const [databaseUrl = '', name = ''] = process.argv.slice(2);
/** Counts in the transaction that moves the cursor; a second time would be a second row. */
const handle = (subscriber: string) => async (ctx: Ctx, events: readonly StoredEvent[]) => {
  const said = events.map(({ payload }) => (payload as { said: string }).said);
  await sql`insert into public.effects (subscriber, said) select ${subscriber}, s from unnest(${said}::text[]) with ordinality as t (s, place) order by place`.execute(
    ctx.db,
  );
};
const module: Module = {
  name: 'test',
  subscribers: ['first', 'second'].map((each) => ({ name: each, types: ['test.process'], batchMax: 50, handle: handle(each) })),
};
const app = await createApp({
  config: parseConfig({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent', DEMO: '0' }),
  databaseUrl,
  clock: systemClock,
  log: pino({ level: 'silent' }),
  name,
  publicUrl: () => '',
  ports: () => ({ payments: {}, sms: noSms, storage: undefined as never, media: noMedia }),
});
const workers = await startWorkers(app, [module]);
let isQuiet = false;

/** Every few transactions one takes its time before it commits, while those after it do not wait. */
async function publish(lane: number): Promise<void> {
  for (let n = 0; !isQuiet; n++) {
    const said = Array.from({ length: 1 + (n % 3) }, (_, i) => `${name}-${lane}-${n}-${i}`);
    await app.transact(systemActor, async (ctx) => {
      await ctx.publish('test.process', ...said.map((each) => ({ said: each })));
      if (lane === 0 && n % 10 === 9) await sql`select pg_sleep(0.2)`.execute(ctx.db);
    });
    // What was told to be committed must be handled, whatever happens to this process next.
    process.send?.(said);
  }
}
const lanes = [0, 1, 2].map(publish);
/** `quiet` ends the publishing, `stop` the process. */
async function obey(word: unknown): Promise<void> {
  isQuiet = true;
  await Promise.all(lanes);
  if (word === 'quiet') return void process.send?.('quiet');
  await workers.stop();
  await app.close();
  process.disconnect();
}
process.on('message', (word) => void obey(word));
