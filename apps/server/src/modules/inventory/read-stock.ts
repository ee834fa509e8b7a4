import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { selectLevels, selectLowStock, selectMovements, sumByProduct } from './store.ts';

export interface StockLevel {
  readonly onHand: number;
  readonly reserved: number;
  readonly sold: number;
  /** On sale now. */ readonly available: number;
}
export interface ProductStock {
  readonly onHand: number;
  readonly reserved: number;
  readonly sold: number;
  readonly available: number;
}
export interface LowStock {
  readonly skuId: string;
  readonly productId: string;
  readonly available: number;
}

/** Units of SKUs. A SKU that was never counted is missing from the answer. */
export async function getLevels(ctx: Ctx, skuIds: readonly string[]): Promise<Map<string, StockLevel>> {
  if (skuIds.length === 0) return new Map();
  const levels = await selectLevels(ctx, skuIds);
  return new Map(
    levels.map(({ skuId, onHand, reserved, sold, isOpen }) => [
      skuId,
      { onHand, reserved, sold, available: isOpen ? onHand - reserved : 0 },
    ]),
  );
}

/** Units of whole products, removed SKUs counted only in what was sold. */
export async function getProductStock(ctx: Ctx, productIds: readonly string[]): Promise<Map<string, ProductStock>> {
  if (productIds.length === 0) return new Map();
  const sums = await sumByProduct(ctx, productIds);
  return new Map(
    sums.map(({ productId, onHand, reserved, sold }) => [productId, { onHand, reserved, sold, available: onHand - reserved }]),
  );
}

/** SKUs of a shop with `threshold` units on sale or fewer, fewest first. */
export function getLowStock(ctx: Ctx, shopId: string, { threshold, limit }: { threshold: number; limit: number }): Promise<LowStock[]> {
  return selectLowStock(ctx, shopId, { threshold, limit });
}

/** Every change of a SKU's stock, newest first. */
export async function listMovements(
  ctx: Ctx,
  { shopId, skuId, cursor, limit }: { shopId: string; skuId: string; cursor?: string | undefined; limit: number },
) {
  const [level] = await selectLevels(ctx, [skuId]);
  if (level === undefined || level.shopId !== shopId) throw problem('not_found');
  const rows = await selectMovements(ctx, skuId, { cursor, limit: limit + 1 });
  const items = rows.slice(0, limit).map(({ id, at, kind, onHandChange, reservedChange, reason, ref, refsCount }) => ({
    // Orders placed in one moment share a row; the screen shows how many.
    id,
    at: at.toISOString(),
    kind,
    onHandChange,
    reservedChange,
    reason: refsCount > 1 ? `×${refsCount}` : reason,
    ref,
  }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
