import { randomUUID } from 'node:crypto';
import { testAddress as address } from '../../apps/server/src/modules/orders/testing.ts';
import { send, type LoadRequest, type LoadResult, type LoadSize } from './send.ts';
import { priceFen, type Buyer, type ShopUnderLoad } from './shop-under-load.ts';

/** One thing to measure: runs of its own work, and what has to be true afterwards. */
export interface Measure {
  readonly what: string;
  readonly bar: number;
  /** What the bar is held against: the empty route of the same run, or so many a second. */
  readonly against: 'empty' | 'healthz' | number;
  readonly buyerCount: number;
  readonly env?: Readonly<Record<string, string>>;
  prepare(shop: ShopUnderLoad): Promise<Prepared>;
}
export interface Prepared {
  /** What a round needs that is not to be measured. */
  readonly before?: () => Promise<void>;
  /** One round; `isWarmUp` rounds are not counted. */
  round(size: LoadSize): Promise<LoadResult>;
  /** More of the same kind, measured once. */
  readonly others?: Readonly<Record<string, () => Promise<LoadResult>>>;
  /** What is wrong after all rounds, beside what the database says of itself. */
  check(): Promise<string[]>;
}

export function takeTurns<T>(all: readonly T[]): () => T {
  let next = 0;
  return () => all[next++ % all.length] as T;
}

/** Knows the caller, takes from their limit, and answers without a query: what every route costs at least. */
export function emptyRoute({ url, buyers }: ShopUnderLoad, size: LoadSize): Promise<LoadResult> {
  const turn = takeTurns(buyers);
  return send(url, () => ({ method: 'GET', path: '/api/payment-methods', headers: { cookie: turn().cookie } }), size);
}

export function get(shop: ShopUnderLoad, path: string, size: LoadSize): Promise<LoadResult> {
  const turn = takeTurns(shop.buyers);
  return send(shop.url, () => ({ method: 'GET', path, headers: { cookie: turn().cookie } }), size);
}

export function placing(buyer: Buyer, skuId: string, offer?: object): LoadRequest {
  return {
    method: 'POST',
    path: '/api/orders',
    headers: { cookie: buyer.cookie, 'idempotency-key': randomUUID() },
    body: JSON.stringify(orderBody(skuId, offer)),
  };
}

/** One piece; with an offer at its lower price. */
export function orderBody(skuId: string, offer?: object): object {
  const expectedTotalFen = priceFen - (offer === undefined ? 0 : 1000);
  return { lines: [{ skuId, quantity: 1 }], address, expectedTotalFen, ...(offer !== undefined && { offer }) };
}

export const acceptedOf = (result: LoadResult) => result.byStatus['201'] ?? 0;
export const others = ({ byStatus }: LoadResult, allowed: readonly string[]) =>
  Object.keys(byStatus).filter((status) => !allowed.includes(status));
