import type { Pool, PoolClient } from 'pg';
import { newId } from '../ids.ts';
import { hearWakes, wakeTexts, type Wakes } from './wakes.ts';

const channel = 'tuanzi_live';
/** PostgreSQL refuses notices of 8,000 bytes. */
const bytesMax = 7500;
const retryMs = 1000;

/** Wakes over LISTEN and NOTIFY of the database the servers share. */
export function createPostgresWakes(pool: Pool): Wakes {
  const self = newId('srv');
  let client: PoolClient | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function listen(hear: (topic: string, head: number) => void): Promise<void> {
    const mine = await pool.connect();
    client = mine;
    mine.on('notification', ({ payload }) => hearWakes(self, payload ?? '', hear));
    mine.on('error', () => {
      if (client !== mine) return;
      client = undefined;
      mine.release(true);
      listenLater(hear);
    });
    await mine.query(`listen ${channel}`);
  }

  // While nobody listens, new entries are found by looking at the heads.
  function listenLater(hear: (topic: string, head: number) => void): void {
    if (!isClosed) retry = setTimeout(() => void listen(hear).catch(() => listenLater(hear)), retryMs);
  }

  return {
    async publish(heads) {
      for (const text of wakeTexts(self, heads, bytesMax)) await pool.query('select pg_notify($1, $2)', [channel, text]);
    },
    subscribe: listen,
    async close() {
      isClosed = true;
      clearTimeout(retry);
      const mine = client;
      client = undefined;
      mine?.removeAllListeners('notification');
      mine?.release(true);
    },
  };
}
