/** What one batch of events adds up to. Each map is written as one statement. */
export interface MinuteSum {
  comments: number;
  cardTaps: number;
  likes: number;
  orders: number;
  paidOrders: number;
  paidFen: number;
  refundedFen: number;
  onlinePeak: number;
}
export interface ProductSum {
  taps: number;
  paidOrders: number;
  paidFen: number;
}
export interface CardSum {
  taps: number;
  orders: number;
  paidOrders: number;
  paidFen: number;
  refundedFen: number;
}
export interface DaySum {
  orders: number;
  paidOrders: number;
  paidFen: number;
  refundedFen: number;
}

const noMinute = (): MinuteSum => ({
  comments: 0,
  cardTaps: 0,
  likes: 0,
  orders: 0,
  paidOrders: 0,
  paidFen: 0,
  refundedFen: 0,
  onlinePeak: 0,
});
const noProduct = (): ProductSum => ({ taps: 0, paidOrders: 0, paidFen: 0 });
const noCard = (): CardSum => ({ taps: 0, orders: 0, paidOrders: 0, paidFen: 0, refundedFen: 0 });
const noDay = (): DaySum => ({ orders: 0, paidOrders: 0, paidFen: 0, refundedFen: 0 });

/** Sums under two-part keys, e.g. a scene and a minute. */
interface Sums<T> {
  at(first: string, second: string): T;
  entries(): { first: string; second: string; sum: T }[];
}

function createSums<T>(none: () => T): Sums<T> {
  const sums = new Map<string, { first: string; second: string; sum: T }>();
  return {
    at(first, second) {
      const key = `${first} ${second}`;
      const known = sums.get(key) ?? { first, second, sum: none() };
      sums.set(key, known);
      return known.sum;
    },
    // Sorted, so that two batches would take their rows in one order.
    entries: () => [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry),
  };
}

export interface Tally {
  readonly minutes: Sums<MinuteSum>;
  readonly products: Sums<ProductSum>;
  readonly cards: Sums<CardSum>;
  readonly days: Sums<DaySum>;
  /** Presence only: who was where, who paid on which day. */
  readonly viewers: Sums<object>;
  readonly buyers: Map<string, { shopId: string; day: string; buyerId: string }>;
}

export function createTally(): Tally {
  return {
    minutes: createSums(noMinute),
    products: createSums(noProduct),
    cards: createSums(noCard),
    days: createSums(noDay),
    viewers: createSums(() => ({})),
    buyers: new Map(),
  };
}

/** The minute an instant belongs to, as the start of it. */
export function minuteOf(at: string | Date): string {
  return new Date(Math.floor(new Date(at).getTime() / 60_000) * 60_000).toISOString();
}
