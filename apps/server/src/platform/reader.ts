import type { App } from './app.ts';
import { createCombiner } from './combiner.ts';
import { systemActor, type Ctx } from './ctx.ts';

/**
 * Reads what many ask for in the same moment together: one statement for all of their keys, each key once. Nothing is
 * kept, and what is asked while a read is under way waits for the next, so an answer is never older than its question.
 * `read` leaves out what it does not find; it acts as the system, so only what everybody may see belongs here.
 */
export function createReader<R>(
  app: App,
  read: (ctx: Ctx, keys: readonly string[]) => Promise<ReadonlyMap<string, R>>,
): (key: string) => Promise<R | undefined> {
  const reads = createCombiner<string, R | undefined>(
    async (keys) => {
      const found = await read(app.read(systemActor), [...new Set(keys)]);
      return keys.map((key) => ({ ok: true, value: found.get(key) }));
    },
    { batchMax: 500, lanes: 3, queueMax: 50_000 },
  );
  return (key) => reads.submit(key);
}
