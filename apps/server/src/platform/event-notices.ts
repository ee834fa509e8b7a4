import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from './db.ts';
import type { EventType } from './events.ts';
import { newId } from './ids.ts';

export interface EventNotices {
  tell(type: EventType): void;
  /** Calls `hear` for each type of event other processes have published. */
  listen(hear: (type: EventType) => void): Promise<{ stop(): Promise<void> }>;
}

const channel = 'tuanzi_events';
const everyMs = 50;

/**
 * Tells other processes on the same database which types of events there are. Sent after the commit and at most every
 * 50 ms, because a notify inside a transaction makes commits wait for each other. Losing one costs others their poll
 * interval and nothing else.
 */
export function createEventNotices(database: Database, log: Logger, { isAlone }: { isAlone: boolean }): EventNotices {
  const self = newId('srv');
  const told = new Set<EventType>();
  let timer: NodeJS.Timeout | undefined;
  function send(): void {
    timer = undefined;
    const text = [self, ...told].join(' ');
    told.clear();
    sql`select pg_notify(${channel}, ${text})`.execute(database.db).catch((error: unknown) => log.debug({ err: error }, 'notify failed'));
  }
  return {
    tell(type) {
      if (isAlone) return;
      told.add(type);
      timer ??= setTimeout(send, everyMs);
    },
    async listen(hear) {
      const client = await database.pool.connect();
      client.on('notification', ({ payload = '' }) => {
        const [from, ...types] = payload.split(' ');
        // Its own subscribers were woken at the commit.
        if (from !== self) for (const type of types) hear(type as EventType);
      });
      // A lost listener only costs the poll's delay; the pool replaces the connection, the next start listens again.
      client.on('error', (error) => log.warn({ err: error }, 'event listener lost; polling'));
      await client.query(`listen ${channel}`).catch((error: unknown) => {
        client.release(true);
        throw error;
      });
      return {
        stop: async () => {
          client.removeAllListeners('notification');
          client.release(true);
        },
      };
    },
  };
}
