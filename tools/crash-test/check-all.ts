import pg from 'pg';
import { checkInvariants, showBroken } from '../invariants/check-invariants.ts';
import { checkFollower, checkPromises } from './check-promises.ts';
import { readRecording, recordingsOf } from './check-recordings.ts';
import { untilQuiet } from './quiet.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

const toldMs = 60_000;
const invariantMs = 30_000;

/** Waits until the product has come to rest, and then asks everything there is to ask. Returns what is wrong. */
export async function checkAll({ world, followers }: Stage): Promise<string[]> {
  const { at, shop, notebook, problems } = world;
  const db = new pg.Client({ connectionString: at.databaseUrl() });
  db.on('error', () => {});
  await db.connect();
  try {
    await untilQuiet(db);
    const found = [...problems, ...(await checkPromises(db, notebook))];
    for (const follower of followers) found.push(...(await checkFollower(db, follower)));
    found.push(...(await brokenForGood(db)));
    const whole = recordingsOf(at, shop.sessionId).map((id) => ({ id, ...readRecording(at, id) }));
    found.push(...whole.flatMap((recording) => recording.problems));
    const ended = whole.filter(({ isEnded }) => isEnded).map(({ id }) => id);
    await until(async () => (await untold(db, ended)).length === 0, `the shop to hear of the recordings ${ended.join()}`, toldMs).catch(
      (error: unknown) => found.push(String(error)),
    );
    return found;
  } finally {
    await db.end();
  }
}

/** Rooms with people in them count them now and then, so the log is never quite still; what is really broken stays broken. */
async function brokenForGood(db: pg.Client): Promise<string[]> {
  let broken: Awaited<ReturnType<typeof checkInvariants>> = [];
  return until(
    async () => {
      broken = await checkInvariants(db, { isQuiet: true });
      return broken.length === 0;
    },
    'the invariants to hold',
    invariantMs,
  ).then(
    () => [],
    () => [`broken invariants:\n${showBroken(broken)}`],
  );
}

async function untold(db: pg.Client, recordingIds: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(`select id from live.recordings where id = any($1::text[])`, [recordingIds]);
  const told = new Set(rows.map(({ id }) => id));
  return recordingIds.filter((id) => !told.has(id));
}
