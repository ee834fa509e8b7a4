import type { Ctx } from '#platform/ctx';
import type { ChangedLevel } from './store.ts';

/** Tells when something sold out or came back. Most batches do neither and send no statement. */
export async function publishTurns(ctx: Ctx, levels: readonly ChangedLevel[]): Promise<void> {
  const facts = ({ skuId, productId, shopId }: ChangedLevel) => ({ skuId, productId, shopId });
  await ctx.publish('stock.sold-out', ...levels.filter((level) => level.available === 0 && level.availableBefore > 0).map(facts));
  await ctx.publish('stock.back', ...levels.filter((level) => level.available > 0 && level.availableBefore === 0).map(facts));
}
