import { getOrders, type Order } from '#modules/orders';
import type { Ctx } from '#platform/ctx';
import type { StoredEvent } from '#platform/events';
import { isRefundedInFull } from './rules.ts';
import { keepPurchases, type PurchaseRow } from './store-purchases.ts';

/** What was received can be reviewed; what was refunded in full no longer. Looks at the orders as they are, so repeats change nothing. */
export async function followOrders(ctx: Ctx, events: readonly StoredEvent[]): Promise<void> {
  const heard = events as readonly StoredEvent<'order.delivered' | 'order.refunded'>[];
  const orders = await getOrders(ctx, [...new Set(heard.map(({ payload }) => payload.orderId))]);
  await keepPurchases(ctx, [...orders.values()].flatMap(purchasesOf));
}

/** The lines of an order that was received; none before that. */
export function purchasesOf(order: Order): Omit<PurchaseRow, 'isReviewed'>[] {
  const { deliveredAt } = order;
  if (deliveredAt === null) return [];
  return order.lines.map((line) => ({
    lineId: line.id,
    orderId: order.id,
    shopId: order.shopId,
    productId: line.productId,
    skuId: line.skuId,
    buyerId: order.buyerId,
    title: line.title,
    options: [...line.options],
    picture: line.picture,
    quantity: line.quantity,
    receivedAt: deliveredAt,
    isRefunded: isRefundedInFull(order, line),
  }));
}
