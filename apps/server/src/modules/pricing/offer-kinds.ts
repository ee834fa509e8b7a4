import type { OfferInput } from '@tuanzi/contract/orders';
import type { Title } from '@tuanzi/contract/shapes';
import type { Verdict } from '#platform/combiner';
import type { Ctx } from '#platform/ctx';
import { extensionPoint, type ExtensionPoint } from '#platform/extension-point';
import type { Line } from './rules.ts';

interface OfferRequest {
  readonly accountId: string;
  readonly offer: OfferInput;
  readonly lines: readonly Line[];
}
export interface OfferPrice {
  /** What one unit costs by this offer; a SKU that is missing costs what the shop asks. */ readonly prices: ReadonlyMap<string, number>;
  readonly label: Title;
  readonly ref: string;
}

/**
 * What a play answers for the offers it makes. Everything takes arrays and runs in the caller's transaction; where
 * verdicts are returned there is one for each request, in order.
 */
export interface OfferKind {
  price(ctx: Ctx, requests: readonly OfferRequest[]): Promise<Verdict<OfferPrice>[]>;
  /** Takes quota and seat for orders about to be placed. */
  claim(
    ctx: Ctx,
    requests: readonly (OfferRequest & { readonly orderId: string; readonly totalFen: number; readonly payBy: Date })[],
  ): Promise<Verdict<{ teamId: string; isWaiting: boolean }>[]>;
  /** Orders closed unpaid: seat and quota go back, exactly once. */
  release(ctx: Ctx, orderIds: readonly string[]): Promise<void>;
  /** Orders paid. `refuse` means that the offer no longer holds and the money goes back. */
  paid(ctx: Ctx, orderIds: readonly string[]): Promise<ReadonlyMap<string, 'accepted' | 'refuse'>>;
  /** Orders refunded in full. */
  refunded(ctx: Ctx, orderIds: readonly string[]): Promise<void>;
}

/** By the kind of the offer, e.g. `group-buy`. */
export const offerKinds: ExtensionPoint<OfferKind> = extensionPoint<OfferKind>('offer kinds');
