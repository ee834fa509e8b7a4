import type { Ctx } from '#platform/ctx';
import { extensionPoint } from '#platform/extension-point';

/** What buyers gave a product, short enough for its card. */
export interface ProductRating {
  readonly count: number;
  /** Ten times the average, cut and never rounded up. */
  readonly averageTenths: number;
}

/** Ratings of products by id; those nobody rated are missing. Asked once for a whole list. */
export const productRatings =
  extensionPoint<(ctx: Ctx, productIds: readonly string[]) => Promise<Map<string, ProductRating>>>('product ratings');

export async function ratingsOf(ctx: Ctx, productIds: readonly string[]): Promise<ReadonlyMap<string, ProductRating>> {
  const ratings = new Map<string, ProductRating>();
  for (const provide of productRatings.all().values()) for (const [id, rating] of await provide(ctx, productIds)) ratings.set(id, rating);
  return ratings;
}
