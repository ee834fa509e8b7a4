import type { ConsoleOrder, OrderView } from '@tuanzi/contract/orders';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { presentConsoleOrders, presentOrders } from './present.ts';
import { countByState, listOfBuyer, listOfShop, type ListPage, type OrderNeed } from './store-lists.ts';
import { readOrders, withLines, type Order, type OrderState } from './store.ts';

/** Orders with their lines by id; unknown ones are missing from the map. */
export function getOrders(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Order>> {
  return readOrders(ctx, ids);
}

/** Somebody else's order is as unknown as one that never was. */
export async function findOrder(
  ctx: Ctx,
  owner: { orderId: string; buyerId: string } | { orderId: string; shopId: string },
): Promise<Order> {
  const order = (await readOrders(ctx, [owner.orderId])).get(owner.orderId);
  const isTheirs = order !== undefined && ('buyerId' in owner ? order.buyerId === owner.buyerId : order.shopId === owner.shopId);
  if (!isTheirs) throw problem('not_found');
  return order;
}

export async function getOrderView(ctx: Ctx, owner: { orderId: string; buyerId: string }): Promise<OrderView> {
  const [view] = await presentOrders(ctx, [await findOrder(ctx, owner)]);
  if (view === undefined) throw problem('not_found');
  return view;
}

/** Views of orders and whose they are; whoever asks has to be told only of their own. */
export async function getOrderViews(ctx: Ctx, ids: readonly string[]): Promise<Map<string, { buyerId: string; view: OrderView }>> {
  const orders = [...(await readOrders(ctx, ids)).values()];
  const views = await presentOrders(ctx, orders);
  return new Map(orders.map(({ id, buyerId }, i) => [id, { buyerId, view: must(views[i], 'every order is presented') }]));
}

export async function getConsoleOrder(
  ctx: Ctx,
  owner: { orderId: string; shopId: string },
  options: { isMasked: boolean },
): Promise<ConsoleOrder> {
  const [view] = await presentConsoleOrders(ctx, [await findOrder(ctx, owner)], options);
  if (view === undefined) throw problem('not_found');
  return view;
}

export async function listMyOrders(ctx: Ctx, filter: ListPage & { buyerId: string; state?: OrderState | undefined }) {
  const rows = await listOfBuyer(ctx, filter);
  return { items: await presentOrders(ctx, await withLines(ctx, rows.slice(0, filter.limit))), nextCursor: nextOf(rows, filter.limit) };
}

/** Orders of a shop, newest first, e.g. those of one scene. */
export async function listShopOrders(
  ctx: Ctx,
  filter: ListPage & {
    shopId: string;
    state?: OrderState | undefined;
    need?: OrderNeed | undefined;
    sceneId?: string | undefined;
    paidFrom?: string | undefined;
    paidBefore?: string | undefined;
    q?: string | undefined;
  },
  options: { isMasked: boolean },
) {
  const rows = await listOfShop(ctx, filter);
  return {
    items: await presentConsoleOrders(ctx, await withLines(ctx, rows.slice(0, filter.limit)), options),
    nextCursor: nextOf(rows, filter.limit),
  };
}

export async function countMyOrders(ctx: Ctx, buyerId: string): Promise<Record<OrderState, number>> {
  const none = { unpaid: 0, paid: 0, shipped: 0, delivered: 0, completed: 0, closed: 0, refunded: 0 };
  return { ...none, ...Object.fromEntries((await countByState(ctx, buyerId)).map(({ state, count }) => [state, count])) };
}

function nextOf(rows: readonly { id: string }[], limit: number): string | null {
  return rows.length > limit ? (rows[limit - 1]?.id ?? null) : null;
}
