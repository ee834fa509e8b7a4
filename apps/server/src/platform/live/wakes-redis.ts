import { setTimeout as delay } from 'node:timers/promises';
import type { RedisFunctions, RedisModules, RedisScripts, TypeMapping } from 'redis';
import { newId } from '../ids.ts';
import { hearWakes, wakeTexts, type Wakes } from './wakes.ts';

const stream = 'tuanzi:wakes';
const field = 'wake';
const bytesMax = 64 * 1024;
/** About how many wakes are kept for servers that lost Redis for a while; what is older is found by looking. */
const keptMax = 10_000;
const readMax = 500;
/** A read that waits is answered this often even with nothing, so a connection that is silent for longer is dead. */
const waitMs = 5000;
const silentMs = 15_000;
const startWaitMs = 3000;
const retryMinMs = 100;
const retryMaxMs = 5000;

/**
 * Wakes over a stream of Redis or Valkey, which spares the database the notices of many servers. A server whose
 * connection broke reads on after the last wake it heard, so it misses none while the stream still holds them. The
 * client is loaded only where REDIS_URL is set; it reconnects by itself.
 */
export async function createRedisWakes(url: string, onError: (error: unknown) => void): Promise<Wakes> {
  const { createClient } = await import('redis');
  const self = newId('srv');
  let isClosed = false;
  // While it is away wakes are let go instead of queued: what they tell of is found by looking.
  const publisher = createClient({ url, disableOfflineQueue: true });
  // Clients speak the second protocol unless told otherwise, and only there it is settled what a read of a stream answers.
  const reader = createClient<RedisModules, RedisFunctions, RedisScripts, 2, TypeMapping>({ url, socket: { socketTimeout: silentMs } });
  publisher.on('error', onError);
  reader.on('error', onError);
  await soon(Promise.all([publisher.connect(), reader.connect()]), onError);

  /** Where the stream ends now; a server that starts asks the database for everything before. */
  async function endOfStream(): Promise<string> {
    const [newest] = await reader.xRevRange(stream, '+', '-', { COUNT: 1 });
    return newest?.id ?? '0-0';
  }

  /** The place of the last wake that was heard. */
  async function readOn(after: string, hear: (topic: string, head: number) => void): Promise<string> {
    const read = await reader.xRead({ key: stream, id: after }, { BLOCK: waitMs, COUNT: readMax });
    let last = after;
    for (const { id, message } of read?.flatMap(({ messages }) => messages) ?? []) {
      last = id;
      hearWakes(self, message[field] ?? '', hear);
    }
    return last;
  }

  async function readForEver(start: Promise<string | undefined>, hear: (topic: string, head: number) => void): Promise<void> {
    let retryMs = retryMinMs;
    for (let last = await start; !isClosed;) {
      try {
        last = last === undefined ? await endOfStream() : await readOn(last, hear);
        retryMs = retryMinMs;
      } catch (error) {
        if (isClosed) return;
        onError(error);
        await delay(retryMs);
        // A Redis that refuses for good is not asked ten times a second.
        retryMs = Math.min(2 * retryMs, retryMaxMs);
      }
    }
  }

  return {
    async publish(heads) {
      for (const text of wakeTexts(self, heads, bytesMax))
        await publisher.xAdd(stream, '*', { [field]: text }, { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: keptMax } });
    },
    async subscribe(hear) {
      const start = endOfStream().catch((error: unknown) => onError(error));
      await soon(start, onError);
      void readForEver(
        start.then((id) => id ?? undefined),
        hear,
      );
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      // Nothing of ours waits in there: what was not published is found by looking.
      publisher.destroy();
      reader.destroy();
    },
  };
}

/** A server starts without Redis when it does not answer soon; the client goes on trying. */
async function soon(work: Promise<unknown>, onError: (error: unknown) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, startWaitMs);
  });
  await Promise.race([work.catch(onError), timeout]);
  clearTimeout(timer);
}
