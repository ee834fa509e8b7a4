import type { orderNeeds } from '@tuanzi/contract/orders';
import { sql, type SelectQueryBuilder } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Tables } from '#platform/db-types';
import { firstIdAt } from '#platform/ids';
import { numberDigits } from './rules.ts';
import type { OrderRow, OrderState } from './store.ts';

export interface ListPage {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The lists behind the numbers of `countToDo`. */
export type OrderNeed = (typeof orderNeeds)[number];

/** One row more than asked for tells whether there is a next page. */
export async function listOfBuyer(ctx: Ctx, filter: ListPage & { buyerId: string; state?: OrderState | undefined }): Promise<OrderRow[]> {
  let query = ctx.db.selectFrom('orders.orders').selectAll().where('buyerId', '=', filter.buyerId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  return paged(query, filter);
}

/** A shop gives at most a day to pay; the second is for a notice that comes late. */
const payableMsMax = 2 * 86_400_000;

export async function listOfShop(
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
): Promise<OrderRow[]> {
  let query = ctx.db.selectFrom('orders.orders').selectAll().where('shopId', '=', filter.shopId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.need === 'to-ship') query = query.where('state', '=', 'paid').where('isWaiting', '=', false).where('refundPendingFen', '=', 0);
  if (filter.need === 'refunding') query = query.where('refundPendingFen', '>', 0);
  if (filter.sceneId !== undefined) query = query.where('sceneId', '=', filter.sceneId);
  // An order is paid within a day of its making or not at all, so the days asked for are also a range of ids.
  if (filter.paidFrom !== undefined)
    query = query
      .where('paidAt', '>=', new Date(filter.paidFrom))
      .where('id', '>=', firstIdAt('ord', Date.parse(filter.paidFrom) - payableMsMax));
  if (filter.paidBefore !== undefined)
    query = query.where('paidAt', '<', new Date(filter.paidBefore)).where('id', '<', firstIdAt('ord', Date.parse(filter.paidBefore)));
  const q = filter.q?.trim();
  // Materialized, because the plan that walks a shop's orders until one fits is the wrong one for what is rare.
  if (q !== undefined && q !== '')
    query = query.where(
      sql<boolean>`id in (with found as materialized (select id from orders.orders where ${matches(filter.shopId, q)}) select id from found)`,
    );
  return paged(query, filter);
}

/**
 * The beginning of a number as people read it out, or the exact phone, parcel or name. Each way is a look into an index
 * that has no more entries for a shop than there are orders that fit; unpaid orders are not in those, being few.
 */
function matches(shopId: string, q: string) {
  const byNumber =
    /^\d{4,}$/.test(q) && q.length <= numberDigits
      ? sql`or number between ${q.padEnd(numberDigits, '0')} and ${q.padEnd(numberDigits, '9')}`
      : sql``;
  return sql`(state <> 'unpaid' and shop_id = ${shopId} and address->>'phone' = ${q})
    or (state <> 'unpaid' and shop_id = ${shopId} and address->>'recipient' = ${q})
    or (state = 'unpaid' and shop_id = ${shopId} and (address->>'phone' = ${q} or address->>'recipient' = ${q}))
    or (shop_id = ${shopId} and tracking_no = ${q} and tracking_no is not null) ${byNumber}`;
}

export async function countByState(ctx: Ctx, buyerId: string): Promise<{ state: OrderState; count: number }[]> {
  const { rows } = await sql<{
    state: OrderState;
    count: number;
  }>`select state, count(*) as count from orders.orders where buyer_id = ${buyerId} group by state`.execute(ctx.db);
  return rows;
}

export interface ToDo {
  readonly toShip: number;
  readonly unpaid: number;
  readonly refundsPending: number;
}

/** What waits for a hand or for money, by index: finished orders are never looked at. */
export async function countToDo(ctx: Ctx, shopId: string): Promise<ToDo> {
  const { rows } = await sql<ToDo>`
    select count(*) filter (where state = 'paid' and not is_waiting and refund_pending_fen = 0) as to_ship, count(*) filter (where state = 'unpaid') as unpaid, count(*) filter (where refund_pending_fen > 0) as refunds_pending
      from orders.orders where shop_id = ${shopId} and (state in ('unpaid', 'paid') or refund_pending_fen > 0)`.execute(ctx.db);
  return rows[0] ?? { toShip: 0, unpaid: 0, refundsPending: 0 };
}

/** Moves what a guest had to the account the guest turned out to be. */
export async function moveBuyer(ctx: Ctx, { fromId, intoId }: { fromId: string; intoId: string }): Promise<void> {
  await sql`update orders.orders set buyer_id = ${intoId} where buyer_id = ${fromId}`.execute(ctx.db);
}

async function paged(query: SelectQueryBuilder<Tables, 'orders.orders', object>, { cursor, limit }: ListPage): Promise<OrderRow[]> {
  const from = cursor === undefined ? query : query.where('id', '<', cursor);
  // The address column holds what this module wrote.
  return (await from
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()) as OrderRow[];
}

/** Who of these has paid an order of that shop and not had all of it back; by `account shop`. */
export async function hasBought(ctx: Ctx, asked: readonly { readonly accountId: string; readonly shopId: string }[]): Promise<Set<string>> {
  if (asked.length === 0) return new Set();
  const { rows } = await sql<{ accountId: string; shopId: string }>`
    select distinct a.account_id, a.shop_id from unnest(${asked.map(({ accountId }) => accountId)}::text[], ${asked.map(({ shopId }) => shopId)}::text[]) as a (account_id, shop_id)
     where exists (select from orders.orders o where o.buyer_id = a.account_id and o.shop_id = a.shop_id and o.paid_at is not null and o.state <> 'refunded')`.execute(
    ctx.db,
  );
  return new Set(rows.map(({ accountId, shopId }) => `${accountId} ${shopId}`));
}
