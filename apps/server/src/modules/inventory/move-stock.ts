import type { Ctx } from '#platform/ctx';
import { publishTurns } from './publish-turns.ts';
import { lockLevelsOf, moveReservations } from './store.ts';

/** Orders closed unpaid: their units are on sale again. Returns the orders this call released; the others were not reserved any more. */
export function release(ctx: Ctx, refs: readonly string[]): Promise<Set<string>> {
  return move(ctx, refs, 'released');
}

/** Orders paid: their units are theirs. Returns the orders this call took; one that was released before is not among them. */
export function take(ctx: Ctx, refs: readonly string[]): Promise<Set<string>> {
  return move(ctx, refs, 'taken');
}

/** Orders refunded before shipping: their units are on sale again. Returns the orders this call gave back. */
export function giveBack(ctx: Ctx, refs: readonly string[]): Promise<Set<string>> {
  return move(ctx, refs, 'returned');
}

async function move(ctx: Ctx, refs: readonly string[], to: 'released' | 'taken' | 'returned'): Promise<Set<string>> {
  if (refs.length === 0) return new Set();
  // Sent together: the move begins once the locks are held.
  const [, moved] = await Promise.all([lockLevelsOf(ctx, refs), moveReservations(ctx, refs, to)]);
  await publishTurns(ctx, moved.levels);
  return moved.refs;
}
