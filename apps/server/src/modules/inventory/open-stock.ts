import type { Ctx } from '#platform/ctx';
import { insertLevels } from './store.ts';

export interface NewLevel {
  readonly skuId: string;
  readonly productId: string;
  readonly shopId: string;
  readonly onHand: number;
}

/** Starts counting new SKUs. One that is counted already keeps its level. */
export async function openStock(ctx: Ctx, levels: readonly NewLevel[]): Promise<void> {
  if (levels.length > 0) await insertLevels(ctx, levels);
}
