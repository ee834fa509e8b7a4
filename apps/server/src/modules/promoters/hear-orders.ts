import type { Events, StoredEvent } from '#platform/events';
import { getSkus } from '#modules/catalog';
import { sharerFor } from '#modules/links';
import { policyNumber } from '#modules/policy';
import { getShops } from '#modules/shops';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { termsOf } from './rules.ts';
import { settleOrders } from './settle-orders.ts';
import {
  insertRefunds,
  lockOrders,
  mergeFacts,
  readPromoters,
  saveAttributions,
  type Attribution,
  type CommissionRow,
  type OrderFact,
  type OrderRow,
  type RefundFact,
} from './store.ts';

export const heardTypes = ['order.paid', 'order.delivered', 'order.completed', 'order.refunded'] as const;
type Heard = (typeof heardTypes)[number];
type Paid = Events['order.paid'];

/** Takes a batch of facts about orders, in any order and however often, and settles the orders they are about. */
export async function hearOrders(ctx: Ctx, events: readonly StoredEvent[]): Promise<void> {
  const heard = events as readonly StoredEvent<Heard>[];
  const facts = new Map<string, OrderFact>();
  const paid = new Map<string, Paid>();
  const refunds: RefundFact[] = [];
  for (const { type, payload } of heard) {
    const { orderId, number, shopId, buyerId } = payload;
    const at = new Date(payload.at);
    const known = facts.get(orderId) ?? { orderId, number, shopId, buyerId, deliveredAt: null, completedAt: null };
    facts.set(orderId, {
      ...known,
      deliveredAt: type === 'order.delivered' ? earlier(known.deliveredAt, at) : known.deliveredAt,
      completedAt: type === 'order.completed' ? earlier(known.completedAt, at) : known.completedAt,
    });
    if (type === 'order.paid') paid.set(orderId, payload);
    if ('perLine' in payload)
      refunds.push(
        ...payload.perLine.filter((part) => part.amountFen > 0).map((part) => ({ ...part, refundId: payload.refundId, orderId, at })),
      );
  }
  await mergeFacts(ctx, [...facts.values()]);
  await insertRefunds(ctx, refunds);
  const orders = await lockOrders(ctx, [...facts.keys()]);
  const unattributed = orders.filter((order) => order.paidAt === null && paid.has(order.orderId));
  const attributed = await attribute(ctx, unattributed, paid);
  await settleOrders(
    ctx,
    orders.map((order) => attributed.orders.get(order.orderId) ?? order),
    attributed.commissions,
  );
}

/** Decides, once per order, who earns from it and what. The sharer must have been a promoter when it was paid, and not its buyer. */
async function attribute(
  ctx: Ctx,
  rows: readonly OrderRow[],
  paid: ReadonlyMap<string, Paid>,
): Promise<{ orders: Map<string, OrderRow>; commissions: CommissionRow[] }> {
  if (rows.length === 0) return { orders: new Map(), commissions: [] };
  const orders = rows.flatMap((row) => {
    const event = paid.get(row.orderId);
    return event === undefined ? [] : [{ row, event, paidAt: new Date(event.at) }];
  });
  const sharers = await sharerFor(
    ctx,
    orders.map(({ row, event, paidAt }) => ({ accountId: row.buyerId, linkCode: event.trace.linkCode, at: paidAt })),
  );
  const promoters = await readPromoters(
    ctx,
    sharers.flatMap((sharer) => (sharer === null ? [] : [sharer.sharerId])),
  );
  const shopIds = orders.map(({ row }) => row.shopId);
  const shops = await getShops(ctx, shopIds);
  const skus = await getSkus(
    ctx,
    orders.flatMap(({ event }, i) => (sharers[i] == null ? [] : event.lines.map((line) => line.skuId))),
  );
  const capBasisPoints = await policyNumber(ctx, 'commission_share_max_bp');
  const attributions: Attribution[] = [];
  const commissions: CommissionRow[] = [];
  orders.forEach(({ row, event, paidAt }, i) => {
    const sharer = sharers[i] ?? null;
    const joinedAt = sharer === null ? undefined : promoters.get(sharer.sharerId)?.joinedAt;
    const isEarning = sharer !== null && sharer.sharerId !== row.buyerId && joinedAt !== undefined && joinedAt <= paidAt;
    const promoterId = isEarning ? sharer.sharerId : null;
    const earned =
      promoterId === null
        ? []
        : event.lines
            .map((line) => ({ line, terms: termsOf(line.totalFen, shops.get(row.shopId)?.commissionBasisPoints ?? 0, capBasisPoints) }))
            .filter(({ terms }) => terms.amountFen > 0);
    for (const { line, terms } of earned) {
      commissions.push({
        ...terms,
        id: newId('com', paidAt.getTime()),
        orderId: row.orderId,
        lineId: line.lineId,
        level: 1,
        promoterId: promoterId ?? '',
        shopId: row.shopId,
        productTitle: skus.get(line.skuId)?.title ?? { zh: line.skuId },
        reversedFen: 0,
        state: 'pending',
        createdAt: paidAt,
        releaseAt: null,
        moves: 0,
      });
    }
    attributions.push({
      orderId: row.orderId,
      paidAt,
      promoterId,
      linkCode: sharer?.code ?? null,
      baseFen: event.lines.reduce((sum, line) => sum + line.totalFen, 0),
      promisedFen: earned.reduce((sum, { terms }) => sum + terms.amountFen, 0),
      capBasisPoints,
    });
  });
  await saveAttributions(ctx, attributions);
  const attributedRows = new Map(orders.map(({ row }, i) => [row.orderId, { ...row, ...attributions[i] }]));
  return { orders: attributedRows, commissions };
}

function earlier(known: Date | null, at: Date): Date {
  return known === null || at < known ? at : known;
}
