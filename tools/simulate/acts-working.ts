import type { Subscriber, Sweep } from '../../apps/server/src/platform/app.ts';
import { systemActor } from '../../apps/server/src/platform/ctx.ts';
import { forgetEvents } from '../../apps/server/src/platform/forget-events.ts';
import { forgetKeys } from '../../apps/server/src/platform/idempotency.ts';
import { handleBatch } from '../../apps/server/src/platform/subscriptions.ts';
import { drainWork } from '../../apps/server/src/platform/workers.ts';
import { tell } from './acts-paying.ts';
import { atOnce, choose, look, otherServer, serverOf, type Act, type Play } from './play.ts';
import type { Server } from './server.ts';

const minuteMs = 60_000;
const subscribersOf = (server: Server): Subscriber[] => server.modules.flatMap((module) => module.subscribers ?? []);
const sweepsOf = (server: Server): Sweep[] => [...platformSweeps(server), ...server.modules.flatMap((module) => module.sweeps ?? [])];

/** What the kernel itself forgets in time. */
function platformSweeps(server: Server): Sweep[] {
  const names = subscribersOf(server).map(({ name }) => name);
  return [
    { name: 'platform.forget-keys', everyMs: 0, run: (app) => app.transact(systemActor, forgetKeys) },
    { name: 'platform.forget-events', everyMs: 0, run: (app) => forgetEvents(app, names) },
  ];
}

/** What the machine does runs on one server, now and then on both at once. */
async function onServers(play: Play, step: Parameters<Act>[1], work: (server: Server) => Promise<number>): Promise<string> {
  const servers = step.mode % 3 === 0 ? [serverOf(play, step), otherServer(play, step)] : [serverOf(play, step)];
  const outcomes = await atOnce(
    play,
    servers.map((server) => async () => {
      try {
        return `${await work(server)} done`;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        play.doubts.push({ name: message, detail: '' });
        return message;
      }
    }),
  );
  return outcomes.join(' and ');
}

/** One subscriber hears a part of the log; the others are as far behind as they happen to be. */
export const subscriber: Act = async (play, step) => {
  await endWaits(play);
  const name = choose(subscribersOf(serverOf(play, step)), step.pick)!.name;
  const outcome = await onServers(play, step, (server) =>
    handleBatch(
      server.app,
      () => {},
      subscribersOf(server).find((each) => each.name === name)!,
      1 + (step.amount % 40),
    ),
  );
  return `${name}: ${outcome}`;
};

/** A subscriber that failed waits by the database's clock, which the simulation does not turn. */
async function endWaits(play: Play): Promise<void> {
  await play.db.query(`update platform.subscribers set retry_at = null where retry_at is not null`);
}

export const sweep: Act = async (play, step) => {
  const name = choose(sweepsOf(serverOf(play, step)), step.pick)!.name;
  return `${name}: ${await onServers(play, step, (server) =>
    sweepsOf(server)
      .find((each) => each.name === name)!
      .run(server.app),
  )}`;
};

/** A job's work is done and the worker dies before it can say so: the job stays, and runs again. */
export const job: Act = async (play, step) => {
  const waiting = await look<{ name: string; payload: Record<string, unknown> }>(
    play,
    `select t.identifier as name, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by j.id limit 10`,
  );
  const one = choose(waiting, step.pick);
  if (one === undefined) return 'nothing there';
  const outcome = await onServers(play, step, async (server) => {
    const handler = server.modules.map((module) => module.jobs?.[one.name]).find((each) => each !== undefined);
    await handler?.(server.app, one.payload);
    return 1;
  });
  return `${one.name}: ${outcome}`;
};

/** Everybody catches up, as far as the others who write at this moment let them. */
export const work: Act = async (play, step) => {
  await endWaits(play);
  const server = serverOf(play, step);
  await drainWork(server.app, server.modules, { roundsMax: 4 }).catch((error: unknown) => {
    if (!(error instanceof Error && error.message === 'work does not come to an end')) throw error;
  });
  return 'worked';
};

export const wait: Act = (play, step) => {
  // One wait in four is longer than a team has and shorter than an order may stay unpaid.
  const minutes = step.mode % 4 === 0 ? 25 : 1 + (step.amount % 12);
  play.clock.advance(minutes * minuteMs);
  return Promise.resolve(`${minutes} minutes`);
};

export const waitDays: Act = (play, step) => {
  const days = 1 + (step.amount % 8);
  play.clock.advance(days * 24 * 60 * minuteMs);
  return Promise.resolve(`${days} days`);
};

/** Half hours; a refused refund is tried again after six hours at most. */
const roundsMax = 30;

/** Brings everything begun to its end: notices arrive, refunds end well, workers catch up, and time passes until nothing is on its way. */
export const settle: Act = async (play) => {
  const [server] = play.servers;
  if (server === undefined) throw new Error('a play has a server');
  for (const provider of play.providers) Object.assign(provider.mood, { lost: 'nothing', refunds: 'instant' });
  for (let round = 1; round <= roundsMax; round++) {
    await endWaits(play);
    for (const provider of play.providers) await tellEverything(play, server, provider);
    await drainWork(server.app, server.modules);
    const [open] = await look<{ refunds: string }>(
      play,
      `select (select count(*) from orders.refunds where state = 'pending') + (select count(*) from payments.refunds where state in ('requested', 'sent')) as refunds`,
    );
    if (Number(open?.refunds) === 0 && play.providers.every(({ notices }) => notices.length === 0)) return `settled after ${round} rounds`;
    play.clock.advance(30 * minuteMs);
  }
  play.alarms.push({ name: 'refunds never end', detail: `after ${roundsMax} half hours in which everything went well` });
  return 'not settled';
};

async function tellEverything(play: Play, server: Server, provider: Play['providers'][number]): Promise<void> {
  for (const refund of provider.refunds.values()) provider.endRefund(refund.ref, true);
  for (const notice of provider.notices.splice(0)) {
    // What is refused is about something the shop does not know, and is told again later.
    if ((await tell(play, server, provider, notice)) !== 'ok') provider.notices.push(notice);
  }
}
