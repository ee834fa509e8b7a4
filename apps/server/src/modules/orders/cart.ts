import type { CartLine } from '@tuanzi/contract/orders';
import type { z } from 'zod';
import { getSkus } from '#modules/catalog';
import { getLevels } from '#modules/inventory';
import type { Ctx } from '#platform/ctx';
import { lockByName } from '#platform/ctx';
import { problem } from '#platform/problem';
import { deleteCartLines, mergeCarts, readCart, upsertCartLine } from './store-cart.ts';

/** Kinds in one cart; the contract's problem says the same number. */
const linesMax = 100;

/** A cart with today's prices and stock. What was removed from the shop is left out. */
export async function getCart(ctx: Ctx, accountId: string): Promise<z.infer<typeof CartLine>[]> {
  const lines = await readCart(ctx, accountId);
  const skuIds = lines.map((line) => line.skuId);
  const skus = await getSkus(ctx, skuIds);
  const levels = await getLevels(ctx, skuIds);
  return lines.flatMap(({ skuId, quantity }) => {
    const sku = skus.get(skuId);
    if (sku === undefined) return [];
    const stock = Math.max(0, levels.get(skuId)?.available ?? 0);
    const { productId, shopId, title, options, picture, priceFen } = sku;
    return [
      { skuId, productId, shopId, title, options, picture, priceFen, quantity, stock, isAvailable: sku.isOnSale && stock >= quantity },
    ];
  });
}

/** Sets a quantity; 0 removes the line. Setting it again changes nothing. */
export async function setCartLine(ctx: Ctx, input: { accountId: string; skuId: string; quantity: number }): Promise<void> {
  if (input.quantity === 0) return deleteCartLines(ctx, input.accountId, [input.skuId]);
  await lockByName(ctx, `cart of ${input.accountId}`);
  const sku = (await getSkus(ctx, [input.skuId])).get(input.skuId);
  if (sku === undefined || !sku.isOnSale) throw problem('product_unavailable', { skuId: input.skuId });
  const lines = await readCart(ctx, input.accountId);
  if (lines.length >= linesMax && !lines.some((line) => line.skuId === input.skuId)) throw problem('cart_full');
  await upsertCartLine(ctx, input.accountId, input);
}

export async function mergeCart(ctx: Ctx, merge: { fromId: string; intoId: string }): Promise<void> {
  await lockByName(ctx, `cart of ${merge.intoId}`);
  await mergeCarts(ctx, { ...merge, linesMax });
}
