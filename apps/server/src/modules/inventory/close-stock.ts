import type { Ctx } from '#platform/ctx';
import { closeLevels, lockLevels } from './store.ts';

/** Ends the sale of SKUs for good, unless an unpaid order holds units of one of them: then nothing changes and those are returned. */
export async function closeStock(ctx: Ctx, skuIds: readonly string[]): Promise<string[]> {
  if (skuIds.length === 0) return [];
  const levels = await lockLevels(ctx, skuIds);
  const held = levels.filter((level) => level.reserved > 0).map((level) => level.skuId);
  if (held.length === 0) await closeLevels(ctx, skuIds);
  return held;
}
