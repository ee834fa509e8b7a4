import type { Ctx } from '#platform/ctx';
import { markWaiting, updateTeams } from './store.ts';

/** Keeps orders from shipping, or lets them, e.g. when their team is complete. */
export async function setWaiting(ctx: Ctx, orderIds: readonly string[], isWaiting: boolean): Promise<void> {
  if (orderIds.length > 0) await markWaiting(ctx, orderIds, isWaiting);
}

/** A play seats orders in another team than the one they were placed for. Called while they are being paid, so their rows are locked. */
export async function moveToTeam(ctx: Ctx, moves: readonly { orderId: string; teamId: string }[]): Promise<void> {
  if (moves.length > 0) await updateTeams(ctx, moves);
}
