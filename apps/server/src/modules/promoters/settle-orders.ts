import { post } from '#modules/ledger';
import { policyNumber } from '#modules/policy';
import type { Ctx } from '#platform/ctx';
import { entriesBetween, standingOf } from './rules.ts';
import { commissionsOfOrders, refundsOfOrders, saveCommissions, type CommissionRow, type OrderRow } from './store.ts';

const dayMs = 24 * 3_600_000;

/**
 * Brings commissions to where the facts of their orders put them, and moves the money with them in the same transaction.
 * The orders are locked by the caller. What stands right already is left alone, so hearing a fact twice does nothing.
 */
export async function settleOrders(ctx: Ctx, orders: readonly OrderRow[], added: readonly CommissionRow[] = []): Promise<void> {
  const orderIds = orders.filter((order) => order.promoterId !== null).map((order) => order.orderId);
  if (orderIds.length === 0) return;
  const isNew = new Set(added.map((row) => row.id));
  const rows = [...(await commissionsOfOrders(ctx, orderIds)), ...added];
  const orderOf = new Map(orders.map((order) => [order.orderId, order]));
  const refundOf = new Map((await refundsOfOrders(ctx, orderIds)).map((refund) => [`${refund.orderId} ${refund.lineId}`, refund]));
  const windowDays = await policyNumber(ctx, 'return_window_days');
  const moved: CommissionRow[] = [];
  const transfers: Parameters<typeof post>[1][number][] = [];
  for (const row of rows) {
    const order = orderOf.get(row.orderId);
    if (order === undefined) continue;
    const refund = refundOf.get(`${row.orderId} ${row.lineId}`);
    const standing = standingOf(row, { ...order, refundedFen: refund?.refundedFen ?? 0, lastRefundAt: refund?.lastRefundAt ?? null });
    const releaseAt = order.completedAt ?? (order.deliveredAt === null ? null : new Date(order.deliveredAt.getTime() + windowDays * dayMs));
    const before = isNew.has(row.id) ? null : row;
    if (
      before !== null &&
      before.state === standing.state &&
      before.reversedFen === standing.reversedFen &&
      before.releaseAt?.getTime() === releaseAt?.getTime()
    )
      continue;
    const after = { ...row, ...standing, releaseAt, moves: row.moves + 1 };
    const entries = entriesBetween(row, before, after);
    moved.push(after);
    if (entries.length > 0)
      transfers.push({
        key: `commission:${row.id}:${after.moves}`,
        kind: `commission-${after.state}`,
        shopId: row.shopId,
        orderId: row.orderId,
        memo: order.number,
        entries,
      });
  }
  await saveCommissions(ctx, moved);
  await post(ctx, transfers);
}
