import { isOutage, isStatementTimeout } from './outage.ts';
import { problem } from './problem.ts';

/** The answer to one request of a batch: a value, or the error only this request gets. */
export type Verdict<R> = { readonly ok: true; readonly value: R } | { readonly ok: false; readonly error: unknown };

export interface CombinerOptions {
  /** Requests committed together at most. */
  readonly batchMax: number;
  /** Batches under way at once; 1 keeps requests in order of arrival. */
  readonly lanes: number;
  /** Requests waiting at most; one more is answered with `busy` at once, so that a flood costs nothing. */
  readonly queueMax: number;
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
 */
export function createCombiner<Q, R>(
  run: (requests: readonly Q[]) => Promise<readonly Verdict<R>[]>,
  options: CombinerOptions,
): Combiner<Q, R> {
  const queue: Waiting<Q, R>[] = [];
  const idle: (() => void)[] = [];
  let underWay = 0;
  let isScheduled = false;
  let isClosed = false;

  function pump(): void {
    isScheduled = false;
    while (underWay < options.lanes && queue.length > 0) {
      underWay += 1;
      void runBatch(queue.splice(0, options.batchMax)).finally(() => {
        underWay -= 1;
        if (queue.length > 0) pump();
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

  return {
    submit(request) {
      if (isClosed || queue.length >= options.queueMax) return Promise.reject(problem('busy', { retryAfterSeconds: 1 }));
      return new Promise<R>((resolve, reject) => {
        queue.push({ request, resolve, reject });
        // Everything that arrived in this turn of the event loop goes together.
        if (!isScheduled) {
          isScheduled = true;
          setImmediate(pump);
        }
      });
    },
    drain() {
      isClosed = true;
      return queue.length === 0 && underWay === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve));
    },
    waiting: () => queue.length,
  };
}

function settle<Q, R>(waiting: Waiting<Q, R>, verdict: Verdict<R> | undefined): void {
  if (verdict === undefined) waiting.reject(new Error('cannot happen: a batch answers every request'));
  else if (verdict.ok) waiting.resolve(verdict.value);
  else waiting.reject(verdict.error);
}
