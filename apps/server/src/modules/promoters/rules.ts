import type { commissionStates } from '@tuanzi/contract/promoters';
import { shareOf } from '#platform/money';

export type CommissionState = (typeof commissionStates)[number];
/** Where a commission's money stands in the ledger. */
export type Bucket = 'pending' | 'frozen' | 'available';

/** What was agreed when the line was paid. */
export interface Terms {
  readonly baseFen: number;
  readonly rateBasisPoints: number;
  readonly amountFen: number;
}
/** What is known of the order and line by now, in whatever order it was heard. */
export interface Facts {
  readonly deliveredAt: Date | null;
  readonly completedAt: Date | null;
  readonly isOwn: boolean;
  readonly refundedFen: number;
  readonly lastRefundAt: Date | null;
}
export interface Standing {
  readonly state: CommissionState;
  readonly reversedFen: number;
}

/**
 * A commission follows from the facts alone, so it comes out the same in whatever order and how often they are heard.
 * What is left after refunds earns the same share, rounded down to the fen: never more than the share of what stayed paid.
 */
export function standingOf({ baseFen, rateBasisPoints, amountFen }: Terms, facts: Facts): Standing {
  const keptFen = facts.isOwn ? 0 : shareOf(Math.max(0, baseFen - facts.refundedFen), rateBasisPoints);
  const reversedFen = amountFen - keptFen;
  if (keptFen > 0)
    return { state: facts.completedAt !== null ? 'available' : facts.deliveredAt !== null ? 'frozen' : 'pending', reversedFen };
  const wasAvailable = !facts.isOwn && facts.completedAt !== null && facts.lastRefundAt !== null && facts.lastRefundAt >= facts.completedAt;
  return { state: wasAvailable ? 'reversed' : 'void', reversedFen };
}

/** The share a line earns. `capBasisPoints` is what the law and the house allow over all levels together. */
export function termsOf(lineFen: number, shopBasisPoints: number, capBasisPoints: number): Terms {
  const rateBasisPoints = Math.min(shopBasisPoints, capBasisPoints);
  return { baseFen: lineFen, rateBasisPoints, amountFen: shareOf(lineFen, rateBasisPoints) };
}

export interface Position {
  readonly state: CommissionState;
  readonly amountFen: number;
  readonly reversedFen: number;
}
export interface Owner {
  readonly promoterId: string;
  readonly shopId: string;
}

/**
 * The ledger entries that lead from one position to another. Debits are positive: the shop's commission is a cost, a
 * promoter's bucket is what is owed. Nothing when nothing moves.
 */
export function entriesBetween(owner: Owner, before: Position | null, after: Position): { account: string; amountFen: number }[] {
  const sums = new Map<string, number>();
  const add = (account: string, amountFen: number) => sums.set(account, (sums.get(account) ?? 0) + amountFen);
  const keptOf = (position: Position | null) => (position === null ? 0 : position.amountFen - position.reversedFen);
  if (before !== null && isBucket(before.state)) add(accountOf(owner.promoterId, before.state), keptOf(before));
  if (isBucket(after.state)) add(accountOf(owner.promoterId, after.state), -keptOf(after));
  add(`shop:${owner.shopId}:commission`, keptOf(after) - keptOf(before));
  return [...sums].filter(([, amountFen]) => amountFen !== 0).map(([account, amountFen]) => ({ account, amountFen }));
}

export function accountOf(promoterId: string, bucket: Bucket): string {
  return `promoter:${promoterId}:${bucket}`;
}

function isBucket(state: CommissionState): state is Bucket {
  return state === 'pending' || state === 'frozen' || state === 'available';
}
