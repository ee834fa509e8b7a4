import type { CartLine } from '@tuanzi/contract/orders';
import type { z } from 'zod';
import { getSkus, type SkuSnapshot } from '#modules/catalog';
import { getLevels, type StockLevel } from '#modules/inventory';
import type { Verdict } from '#platform/combiner';
import { lockByNames, type Ctx } from '#platform/ctx';
import { problem, type Problem } from '#platform/problem';
import { deleteCartLines, mergeCarts, readCarts, upsertCartLines, type CartRow } from './store-cart.ts';

/** Kinds in one cart; the contract's problem says the same number. */
const linesMax = 100;

type Cart = z.infer<typeof CartLine>[];

/** A cart with today's prices and stock. What was removed from the shop is left out. */
export async function getCart(ctx: Ctx, accountId: string): Promise<Cart> {
  const carts = await readCarts(ctx, [accountId]);
  const lines = carts.get(accountId) ?? [];
  return presentCart(lines, await lookUp(ctx, carts));
}

export interface CartChange {
  readonly accountId: string;
  readonly skuId: string;
  /** 0 removes the line. */
  readonly quantity: number;
}

/** Sets quantities in any number of carts, one after the other, and answers each with its cart. Setting one again changes nothing. */
export async function setCartLines(ctx: Ctx, changes: readonly CartChange[]): Promise<Verdict<Cart>[]> {
  const accountIds = [...new Set(changes.map((change) => change.accountId))];
  const [, carts] = await Promise.all([
    lockByNames(
      ctx,
      accountIds.map((id) => cartLock(id)),
    ),
    readCarts(ctx, accountIds),
  ]);
  const around = await lookUp(ctx, carts, changes);
  const verdicts = changes.map((change): Verdict<Cart> => {
    const before = carts.get(change.accountId) ?? [];
    const error = change.quantity === 0 ? undefined : findObstacle(change, before, around);
    if (error !== undefined) return { ok: false, error };
    const after = changed(before, change);
    carts.set(change.accountId, after);
    return { ok: true, value: presentCart(after, around) };
  });
  const done = changes.filter((_, i) => verdicts[i]?.ok === true);
  // The last word on each line is what it becomes.
  const last = [...new Map(done.map((change) => [`${change.accountId} ${change.skuId}`, change])).values()];
  await Promise.all([
    upsertCartLines(
      ctx,
      last.filter(({ quantity }) => quantity > 0),
    ),
    deleteCartLines(
      ctx,
      last.filter(({ quantity }) => quantity === 0),
    ),
  ]);
  return verdicts;
}

interface Around {
  readonly skus: ReadonlyMap<string, SkuSnapshot>;
  readonly levels: ReadonlyMap<string, StockLevel>;
}

async function lookUp(ctx: Ctx, carts: ReadonlyMap<string, readonly CartRow[]>, changes: readonly CartChange[] = []): Promise<Around> {
  const skuIds = [...new Set([...carts.values(), changes].flatMap((lines) => lines.map((line) => line.skuId)))];
  const [skus, levels] = await Promise.all([getSkus(ctx, skuIds), getLevels(ctx, skuIds)]);
  return { skus, levels };
}

function findObstacle({ skuId }: CartChange, lines: readonly CartRow[], { skus }: Around): Problem | undefined {
  if (skus.get(skuId)?.isOnSale !== true) return problem('product_unavailable', { skuId });
  return lines.length >= linesMax && !lines.some((line) => line.skuId === skuId) ? problem('cart_full') : undefined;
}

/** Newest first; a line that was there keeps its place. */
function changed(lines: readonly CartRow[], { skuId, quantity }: CartChange): CartRow[] {
  if (quantity === 0) return lines.filter((line) => line.skuId !== skuId);
  const isThere = lines.some((line) => line.skuId === skuId);
  return isThere ? lines.map((line) => (line.skuId === skuId ? { skuId, quantity } : line)) : [{ skuId, quantity }, ...lines];
}

function presentCart(lines: readonly CartRow[], { skus, levels }: Around): Cart {
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

const cartLock = (accountId: string) => `cart of ${accountId}`;

export async function mergeCart(ctx: Ctx, merge: { fromId: string; intoId: string }): Promise<void> {
  await lockByNames(ctx, [cartLock(merge.intoId)]);
  await mergeCarts(ctx, { ...merge, linesMax });
}
