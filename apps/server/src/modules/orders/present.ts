import type { ConsoleOrder, OrderView } from '@tuanzi/contract/orders';
import { getPeople } from '#modules/identity';
import { getShops, type Shop } from '#modules/shops';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { orderFacts, type OrderFact } from './extension-points.ts';
import { maskAddress, refundStateOf } from './rules.ts';
import type { Order, OrderRow } from './store.ts';

/** An order as its buyer sees it. */
export function presentOrder(order: Order, shop: Pick<Shop, 'name'>): OrderView {
  const { id, number, shopId, state, isWaiting, teamId, goodsFen, freightFen, totalFen, paidFen, refundedFen, address, note, closeReason } =
    order;
  return {
    id,
    number,
    shopId,
    shopName: shop.name,
    state,
    isWaiting,
    waitingFor: isWaiting ? 'team' : null,
    teamId,
    goodsFen,
    freightFen,
    totalFen,
    paidFen,
    refundedFen,
    refundState: refundStateOf(order),
    address,
    note,
    closeReason,
    lines: order.lines.map((line) => ({
      skuId: line.skuId,
      productId: line.productId,
      title: line.title,
      options: [...line.options],
      picture: line.picture,
      quantity: line.quantity,
      unitPriceFen: line.unitPriceFen,
      totalFen: line.totalFen,
      reasons: line.reasons,
      refundedFen: line.refundedFen,
    })),
    createdAt: order.createdAt.toISOString(),
    payBy: state === 'unpaid' ? order.payBy.toISOString() : null,
    paidAt: instant(order.paidAt),
    shippedAt: instant(order.shippedAt),
    deliveredAt: instant(order.deliveredAt),
    completedAt: instant(order.completedAt),
    closedAt: instant(order.closedAt),
    parcel: order.carrier === null || order.trackingNo === null ? null : { carrier: order.carrier, trackingNo: order.trackingNo },
  };
}

export async function presentOrders(ctx: Ctx, orders: readonly Order[]): Promise<OrderView[]> {
  const shops = await getShops(ctx, [...new Set(orders.map((order) => order.shopId))]);
  return orders.map((order) => presentOrder(order, must(shops.get(order.shopId), 'an order belongs to a shop')));
}

/**
 * Orders as the shop sees them, with what each came from. `isMasked` is for staff who do not ship: names, phones and
 * streets are the buyer's.
 */
export async function presentConsoleOrders(
  ctx: Ctx,
  orders: readonly Order[],
  { isMasked }: { isMasked: boolean },
): Promise<ConsoleOrder[]> {
  if (orders.length === 0) return [];
  const views = await presentOrders(ctx, orders);
  const people = await getPeople(ctx, [...new Set(orders.map((order) => order.buyerId))]);
  const facts = await gatherFacts(ctx, orders);
  return orders.map((order, i) => {
    const view = must(views[i], 'every order is presented');
    const fact = facts.get(order.id) ?? {};
    return {
      ...view,
      address: view.address === null || !isMasked ? view.address : maskAddress(view.address),
      buyer: people.get(order.buyerId) ?? { id: order.buyerId, nickname: '', avatarUrl: null },
      origin: {
        sharer: fact.sharer ?? null,
        linkCode: fact.linkCode ?? order.linkCode,
        sceneId: fact.sceneId ?? order.sceneId,
        sceneTitle: fact.sceneTitle ?? null,
        sceneKind: fact.sceneKind ?? null,
        cardId: fact.cardId ?? order.cardId,
        cardKind: fact.cardKind ?? null,
        campaignTitle: fact.campaignTitle ?? null,
      },
      commissionFen: fact.commissionFen ?? 0,
    };
  });
}

async function gatherFacts(ctx: Ctx, rows: readonly OrderRow[]): Promise<Map<string, Partial<OrderFact>>> {
  const gathered = new Map<string, Partial<OrderFact>>();
  for (const provide of orderFacts.all().values()) {
    for (const [orderId, fact] of await provide(ctx, rows)) gathered.set(orderId, { ...gathered.get(orderId), ...fact });
  }
  return gathered;
}

function instant(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
