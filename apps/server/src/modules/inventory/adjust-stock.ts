import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { publishTurns } from './publish-turns.ts';
import { lockLevels, setOnHand } from './store.ts';

export interface Adjustment {
  readonly shopId: string;
  readonly skuId: string;
  readonly change: number;
  readonly reason: string;
}

/** The most a level can hold; the table refuses more. */
const onHandMax = 1_000_000_000;

/** Changes the units on hand by hand. What is promised to orders cannot be taken away. */
export async function adjustStock(
  ctx: Ctx,
  { shopId, skuId, change, reason }: Adjustment,
): Promise<{ skuId: string; onHand: number; reserved: number }> {
  const [level] = await lockLevels(ctx, [skuId]);
  if (level === undefined || level.shopId !== shopId || !level.isOpen) throw problem('not_found');
  const onHand = level.onHand + change;
  if (onHand < level.reserved) throw problem('stock_below_reserved', { onHand: level.onHand, reserved: level.reserved });
  if (onHand > onHandMax)
    throw problem('invalid_input', { errors: [{ in: 'body', path: 'change', code: 'too_big', message: 'too many units' }] });
  await setOnHand(ctx, { skuId, change, reason });
  await publishTurns(ctx, [{ ...level, available: onHand - level.reserved, availableBefore: level.onHand - level.reserved }]);
  return { skuId, onHand, reserved: level.reserved };
}
