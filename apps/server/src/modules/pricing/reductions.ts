import type { Title } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import { extensionPoint, type ExtensionPoint } from '#platform/extension-point';

/** Something a shopper holds that takes off part of a price, such as a coupon. */
export interface Reduction {
  readonly id: string;
  readonly title: Title;
  readonly useUntil: Date;
  readonly terms: ReductionTerms;
  /** Why it does not count whatever is bought; null when that depends on the lines. */
  readonly refusal: 'not-yet' | 'new-buyers' | null;
}
export interface ReductionTerms {
  readonly kind: 'amount' | 'percent';
  readonly amountFen: number | null;
  readonly percentOff: number | null;
  readonly capFen: number | null;
  readonly thresholdFen: number;
  /** Empty is everything of the shop. */
  readonly productIds: readonly string[];
  readonly worksWithOffers: boolean;
}

/** Answered by the module that keeps them. Everything takes arrays and runs in the caller's transaction. */
export interface ReductionKeeper {
  /** What each shopper holds of a shop and has not used, or only the one named; with `locks` it stays so until the end of the transaction. */
  held(
    ctx: Ctx,
    requests: readonly { readonly accountId: string; readonly shopId: string; readonly only?: string }[],
    options: { readonly locks: boolean },
  ): Promise<readonly (readonly Reduction[])[]>;
  /** Those that are in the price of orders just placed, held under the locks of `held`. */
  take(ctx: Ctx, taken: readonly { readonly id: string; readonly orderId: string; readonly discountFen: number }[]): Promise<void>;
}

/** Under the code their reason has in a price: `coupon`. */
export const reductionKeepers: ExtensionPoint<ReductionKeeper> = extensionPoint<ReductionKeeper>('reduction keepers');
