import { record } from '#modules/audit';
import type { Ctx } from '#platform/ctx';
import { findOfShop, lockCatalog } from './save-product.ts';
import { updateStatus, type ProductStatus } from './store.ts';

/** Puts a product on sale, takes it off or archives it. Nothing is lost by any of these. */
export async function setProductStatus(
  ctx: Ctx,
  { shopId, productId }: { shopId: string; productId: string },
  status: ProductStatus,
): Promise<void> {
  await lockCatalog(ctx, shopId);
  const product = await findOfShop(ctx, shopId, productId);
  if (product.status === status) return;
  await updateStatus(ctx, { productId, status });
  await ctx.publish('product.changed', { productId, shopId });
  await record(ctx, { shopId, action: 'product.status-changed', targetId: productId, detail: { from: product.status, to: status } });
}
