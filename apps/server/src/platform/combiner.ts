import { isOutage, isStatementTimeout } from './outage.ts';
import { problem } from './problem.ts';

/** The answer to one request of a batch: a value, or the error only this request gets. */
export type Verdict<R> = { readonly ok: true; readonly value: R } | { readonly ok: false; readonly error: unknown };

export interface CombinerOptions<Q> {
  /** Requests committed together at most. */
  readonly batchMax: number;
  /** Batches under way at once; 1 keeps requests of one key in order of arrival. */
  readonly lanes: number;
  /** Requests waiting at most; one more is answered with `busy` at once, so that a flood costs nothing. */
  readonly queueMax: number;
  /** What requests contend for. Those of a key keep their order; between keys batches are shared out, so that a crowd at one makes nobody wait at another. */
  readonly keyOf?: (request: Q) => string;
}

export interface Combiner<Q, R> {
  submit(request: Q): Promise<R>;
  /** Answers everything that waits; new requests are refused. */
  drain(): Promise<void>;
  readonly waiting: () => number;
}

interface Waiting<Q, R> {
  readonly request: Q;
  resolve(value: R): void;
  reject(error: unknown): void;
}

/**
 * Collects requests of one process and runs them together. While a batch is at the database the next one gathers, so
 * under load one transaction answers hundreds of callers, and a single caller waits for nobody.
 *
 * `run` gets an array and must answer each request, in order. If it throws and the batch had more than one request,
 * each is tried alone: one bad request cannot fail its neighbours. Where the database itself failed all are told at
 * once: hundreds of tries, each waiting for its time-out, would keep everybody behind them waiting for minutes.
 *
 * With `keyOf` every key that waits is in the next batch, or in turn where there are more keys than a batch holds, and
 * once half of the queue is taken no key may have more than its share, so that there is room for the others.
 */
export function createCombiner<Q, R>(
  run: (requests: readonly Q[]) => Promise<readonly Verdict<R>[]>,
  options: CombinerOptions<Q>,
): Combiner<Q, R> {
  const { batchMax, lanes, queueMax, keyOf = () => '' } = options;
  const line = createLine<Waiting<Q, R>>();
  const idle: (() => void)[] = [];
  let underWay = 0;
  let isScheduled = false;
  let isClosed = false;

  function pump(): void {
    isScheduled = false;
    while (underWay < lanes && line.size() > 0) {
      underWay += 1;
      void runBatch(line.take(batchMax)).finally(() => {
        underWay -= 1;
        if (line.size() > 0) pump();
        else if (underWay === 0) for (const done of idle.splice(0)) done();
      });
    }
  }

  async function runBatch(batch: readonly Waiting<Q, R>[]): Promise<void> {
    try {
      const verdicts = await run(batch.map((waiting) => waiting.request));
      batch.forEach((waiting, i) => settle(waiting, verdicts[i]));
    } catch (error) {
      if (batch.length === 1 || isOutage(error) || isStatementTimeout(error)) {
        for (const waiting of batch) waiting.reject(error);
        return;
      }
      for (const waiting of batch) await runBatch([waiting]);
    }
  }

  function hasRoom(key: string): boolean {
    if (line.size() >= queueMax) return false;
    return options.keyOf === undefined || line.size() < queueMax / 2 || line.sizeOf(key) < queueMax / (line.keys() + 1);
  }

  return {
    submit(request) {
      const key = keyOf(request);
      if (isClosed || !hasRoom(key)) return Promise.reject(problem('busy', { retryAfterSeconds: 1 }));
      return new Promise<R>((resolve, reject) => {
        line.add(key, { request, resolve, reject });
        // Everything that arrived in this turn of the event loop goes together.
        if (!isScheduled) {
          isScheduled = true;
          setImmediate(pump);
        }
      });
    },
    drain() {
      isClosed = true;
      return line.size() === 0 && underWay === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve));
    },
    waiting: () => line.size(),
  };
}

interface Line<T> {
  add(key: string, item: T): void;
  /** The oldest of every key, in equal parts as far as there are so many. */
  take(max: number): T[];
  size(): number;
  sizeOf(key: string): number;
  keys(): number;
}

/** One queue a key, served in turns. */
function createLine<T>(): Line<T> {
  // A map keeps its order: who was served goes to the end.
  const queues = new Map<string, T[]>();
  let size = 0;
  return {
    add(key, item) {
      const queue = queues.get(key);
      if (queue === undefined) queues.set(key, [item]);
      else queue.push(item);
      size += 1;
    },
    take(max) {
      const taken: T[] = [];
      const share = Math.max(1, Math.floor(max / queues.size));
      // Who goes to the end of the map is met again in the same walk, until the batch is full or nobody is left.
      for (const [key, queue] of queues) {
        if (taken.length >= max) break;
        const part = queue.splice(0, Math.min(share, max - taken.length));
        taken.push(...part);
        size -= part.length;
        queues.delete(key);
        if (queue.length > 0) queues.set(key, queue);
      }
      return taken;
    },
    size: () => size,
    sizeOf: (key) => queues.get(key)?.length ?? 0,
    keys: () => queues.size,
  };
}

function settle<Q, R>(waiting: Waiting<Q, R>, verdict: Verdict<R> | undefined): void {
  if (verdict === undefined) waiting.reject(new Error('cannot happen: a batch answers every request'));
  else if (verdict.ok) waiting.resolve(verdict.value);
  else waiting.reject(verdict.error);
}
