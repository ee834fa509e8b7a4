import pg from 'pg';
import { must } from './assert.ts';

/** Texts that get a name, for the whole process. Those beyond are sent as they are, so that nothing grows without end. */
const namesMax = 1000;
const nameOf = new Map<string, string>();
/** How often a text came before its plan is worth keeping: what is asked at the start only never is. */
const timesBefore = 3;
const timesOf = new Map<string, number>();

type Callback = (error: Error, result: pg.QueryResult) => void;

/**
 * A connection that keeps the plans of what it is asked again and again, which is half of what a short statement costs
 * the database, and that writes all statements of one turn of the event loop to the socket at once.
 */
export class PreparedClient extends pg.Client {
  #isCorked = false;
  /** Raised when a migration changed what a kept plan answers; then everything is planned anew, under other names. */
  #generation = 0;

  // oxlint-disable-next-line typescript/no-explicit-any -- the driver's own overloads; what is given is passed on.
  override query(...given: any[]): any {
    this.#gatherWrites();
    const [text, values, callback] = given as [unknown, unknown, Callback | undefined];
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? preparedName(text) : undefined;
    if (name === undefined) return super.query(...(given as Parameters<pg.Client['query']>));
    const named = { name: `${this.#generation} ${name}`, text, values } as pg.QueryConfig;
    // The pool asks with a callback, transactions with a promise.
    if (callback !== undefined)
      return super.query(named, (error, result) => {
        this.#heed(error);
        callback(error, result);
      });
    return super.query(named).catch((error: unknown) => {
      this.#heed(error);
      throw error;
    });
  }

  #heed(error: unknown): void {
    if (isPlanOutdated(error)) this.#generation += 1;
  }

  #gatherWrites(): void {
    const { stream } = this.connection;
    if (this.#isCorked || stream === undefined) return;
    this.#isCorked = true;
    stream.cork();
    // After the promises of this turn, which is when a transaction has said all it can without an answer.
    process.nextTick(() => {
      this.#isCorked = false;
      stream.uncork();
    });
  }
}

function preparedName(text: string): string | undefined {
  const name = nameOf.get(text);
  if (name !== undefined || nameOf.size >= namesMax) return name;
  const times = (timesOf.get(text) ?? 0) + 1;
  if (times < timesBefore) {
    timesOf.delete(text);
    timesOf.set(text, times);
    // Those not asked for the longest time are forgotten first.
    if (timesOf.size > namesMax) timesOf.delete(must(timesOf.keys().next().value, 'there are texts'));
    return undefined;
  }
  timesOf.delete(text);
  nameOf.set(text, String(nameOf.size));
  return nameOf.get(text);
}

/** Told once per connection after a migration of a newer version beside this one; the same work succeeds when tried again. */
export function isPlanOutdated(error: unknown): boolean {
  const { code, routine } = (error ?? {}) as { code?: unknown; routine?: unknown };
  return code === '0A000' && routine === 'RevalidateCachedQuery';
}
