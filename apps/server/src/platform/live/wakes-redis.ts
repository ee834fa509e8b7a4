import { newId } from '../ids.ts';
import { hearWakes, wakeTexts, type Wakes } from './wakes.ts';

const channel = 'tuanzi:live';
const bytesMax = 64 * 1024;
const startWaitMs = 3000;

/**
 * Wakes over publish and subscribe of Redis or Valkey, which spares the database the notices of many servers. The
 * client is loaded only where REDIS_URL is set; it reconnects and subscribes again by itself.
 */
export async function createRedisWakes(url: string, onError: (error: unknown) => void): Promise<Wakes> {
  const { createClient } = await import('redis');
  const self = newId('srv');
  let isClosed = false;
  // While it is away wakes are let go instead of queued: what they tell of is found by looking.
  const publisher = createClient({ url, disableOfflineQueue: true });
  const subscriber = createClient({ url });
  publisher.on('error', onError);
  subscriber.on('error', onError);
  await soon(Promise.all([publisher.connect(), subscriber.connect()]), onError);
  return {
    async publish(heads) {
      for (const text of wakeTexts(self, heads, bytesMax)) await publisher.publish(channel, text);
    },
    async subscribe(hear) {
      await soon(
        subscriber.subscribe(channel, (text) => hearWakes(self, text, hear)),
        onError,
      );
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      // Nothing of ours waits in there: what was not published is found by looking.
      publisher.destroy();
      subscriber.destroy();
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
