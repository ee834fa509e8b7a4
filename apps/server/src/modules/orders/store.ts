import type { PriceReason } from '@tuanzi/contract/orders';
import type { Picture, Title } from '@tuanzi/contract/shapes';
import { sql, type Selectable } from 'kysely';
import type { z } from 'zod';
import type { Ctx } from '#platform/ctx';
import type { CloseReason, RefundCause } from './events.ts';
import type { PostalAddress, ReceiptVerdict } from './rules.ts';
import type { Lines, Orders, Refunds } from './tables.ts';

type Reason = z.infer<typeof PriceReason>;
// The jsonb columns hold what this module wrote, so they are read back as the types they were written from.
export type OrderRow = Omit<Selectable<Orders>, 'address'> & { readonly address: PostalAddress };
export type LineRow = Omit<Selectable<Lines>, 'title' | 'options' | 'picture' | 'reasons'> & {
  readonly title: Title;
  readonly options: readonly Title[];
  readonly picture: Picture | null;
  readonly reasons: Reason[];
};
export type RefundRow = Omit<Selectable<Refunds>, 'perLine'> & { readonly perLine: { lineId: string; amountFen: number }[] };
export type Order = OrderRow & { readonly lines: readonly LineRow[] };
export type OrderState = OrderRow['state'];

/**
 * Unpaid orders with their lines in one statement, whatever their number. Reading the documents is half of its cost, so
 * they carry what differs and nothing that is empty or the same for all.
 */
export async function insertOrders(ctx: Ctx, orders: readonly Order[]): Promise<void> {
  if (orders.length === 0) return;
  await sql`
    with placed as (
      insert into orders.orders (id, number, shop_id, buyer_id, state, is_waiting, offer_kind, campaign_id, team_id, link_code, scene_id, card_id, goods_fen, freight_fen, total_fen, address, note, created_at, pay_by)
      select o.id, o.number, o."shopId", o."buyerId", 'unpaid', coalesce(o."isWaiting", false), o."offerKind", o."campaignId", o."teamId", o."linkCode", o."sceneId", o."cardId", o."goodsFen", coalesce(o."freightFen", 0), o."goodsFen" + coalesce(o."freightFen", 0), o.address, coalesce(o.note, ''), ${ctx.now}, o."payBy"
        from json_to_recordset(${JSON.stringify(orders.map(orderDocument))}::json) as o (id text, number text, "shopId" text, "buyerId" text, "isWaiting" boolean, "offerKind" text, "campaignId" text, "teamId" text,
             "linkCode" text, "sceneId" text, "cardId" text, "goodsFen" bigint, "freightFen" bigint, address jsonb, note text, "payBy" timestamptz)
    )
    insert into orders.lines (id, order_id, position, sku_id, product_id, title, options, picture, quantity, unit_price_fen, total_fen, reasons)
    select l.id, l."orderId", l.position, l."skuId", l."productId", l.title, coalesce(l.options, '[]'), l.picture, l.quantity, l."unitPriceFen", coalesce(l."totalFen", l."unitPriceFen" * l.quantity), l.reasons
      from json_to_recordset(${JSON.stringify(orders.flatMap((order) => order.lines.map(lineDocument)))}::json) as l (id text, "orderId" text, position int, "skuId" text, "productId" text, title jsonb, options jsonb, picture jsonb, quantity int, "unitPriceFen" bigint, "totalFen" bigint, reasons jsonb)`.execute(
    ctx.db,
  );
}

function orderDocument({
  id,
  number,
  shopId,
  buyerId,
  isWaiting,
  offerKind,
  campaignId,
  teamId,
  linkCode,
  sceneId,
  cardId,
  goodsFen,
  freightFen,
  address,
  note,
  payBy,
}: Order): object {
  return {
    id,
    number,
    shopId,
    buyerId,
    goodsFen,
    address,
    payBy,
    ...(isWaiting && { isWaiting }),
    ...(freightFen > 0 && { freightFen }),
    ...(note !== '' && { note }),
    ...(offerKind !== null && { offerKind, campaignId, teamId }),
    ...(linkCode !== null && { linkCode }),
    ...(sceneId !== null && { sceneId }),
    ...(cardId !== null && { cardId }),
  };
}

function lineDocument({
  id,
  orderId,
  position,
  skuId,
  productId,
  title,
  options,
  picture,
  quantity,
  unitPriceFen,
  totalFen,
  reasons,
}: LineRow): object {
  return {
    id,
    orderId,
    position,
    skuId,
    productId,
    title,
    quantity,
    unitPriceFen,
    reasons,
    // Less than its units cost where a coupon took part of it.
    ...(totalFen !== unitPriceFen * quantity && { totalFen }),
    ...(options.length > 0 && { options }),
    ...(picture !== null && { picture }),
  };
}

/** A point in the transaction to come back to; marking it again moves it. */
export async function markSavepoint(ctx: Ctx): Promise<void> {
  await sql`savepoint seats_and_stock`.execute(ctx.db);
}

/** Undoes everything since the mark, locks included. */
export async function returnToSavepoint(ctx: Ctx): Promise<void> {
  await sql`rollback to savepoint seats_and_stock`.execute(ctx.db);
}

/** Locks orders until the end of the transaction, in the order of their ids as everybody does, and reads them with their lines. */
export async function lockOrders(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Order>> {
  if (ids.length === 0) return new Map();
  // Sent together: the lines are read once the locks are held.
  const [{ rows }, lines] = await Promise.all([
    sql<OrderRow>`select * from orders.orders where id = any(${ids}::text[]) order by id for update`.execute(ctx.db),
    readLines(ctx, ids),
  ]);
  return byId(joined(rows, lines));
}

export async function readOrders(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Order>> {
  if (ids.length === 0) return new Map();
  const [{ rows }, lines] = await Promise.all([
    sql<OrderRow>`select * from orders.orders where id = any(${ids}::text[])`.execute(ctx.db),
    readLines(ctx, ids),
  ]);
  return byId(joined(rows, lines));
}

/** The same orders in the same order, with their lines. */
export async function withLines(ctx: Ctx, rows: readonly OrderRow[]): Promise<Order[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  return joined(rows, await readLines(ctx, ids));
}

async function readLines(ctx: Ctx, orderIds: readonly string[]): Promise<LineRow[]> {
  const { rows } =
    await sql<LineRow>`select * from orders.lines where order_id = any(${orderIds}::text[]) order by order_id, position`.execute(ctx.db);
  return rows;
}

function joined(rows: readonly OrderRow[], lines: readonly LineRow[]): Order[] {
  const byOrder = Map.groupBy(lines, (line) => line.orderId);
  return rows.map((row) => ({ ...row, lines: byOrder.get(row.id) ?? [] }));
}

const byId = (orders: readonly Order[]) => new Map(orders.map((order) => [order.id, order]));

export interface Receipt {
  readonly paymentId: string;
  readonly orderId: string;
  readonly amountFen: number;
  readonly verdict: ReceiptVerdict;
  readonly paidAt: Date;
}

export async function knownReceipts(ctx: Ctx, paymentIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    paymentId: string;
  }>`select payment_id from orders.receipts where payment_id = any(${paymentIds}::text[])`.execute(ctx.db);
  return new Set(rows.map((row) => row.paymentId));
}

/** Keeps money that arrived and makes the orders it pays paid, in one statement. The orders' rows are locked by the caller. */
export async function insertReceipts(ctx: Ctx, receipts: readonly Receipt[]): Promise<void> {
  await sql`
    with arrived as (
      insert into orders.receipts (payment_id, order_id, amount_fen, verdict, paid_at, received_at)
      select p, o, a, v, t, ${ctx.now} from unnest(${receipts.map((r) => r.paymentId)}::text[], ${receipts.map((r) => r.orderId)}::text[], ${receipts.map((r) => r.amountFen)}::bigint[], ${receipts.map((r) => r.verdict)}::text[], ${receipts.map((r) => r.paidAt)}::timestamptz[]) as r (p, o, a, v, t)
      returning order_id, amount_fen, verdict, paid_at
    ), sums as (
      select order_id, sum(amount_fen) as arrived_fen, bool_or(verdict = 'accepted') as is_paid, bool_or(verdict = 'late') as is_late, max(paid_at) filter (where verdict = 'accepted') as paid_at from arrived group by order_id
    )
    update orders.orders o set
           paid_fen = o.paid_fen + s.arrived_fen,
           state = case when s.is_paid then 'paid' else o.state end,
           paid_at = coalesce(o.paid_at, s.paid_at),
           close_reason = case when s.is_late and o.close_reason is not null then 'late-payment' else o.close_reason end
      from sums s where o.id = s.order_id`.execute(ctx.db);
}

export async function markClosed(ctx: Ctx, ids: readonly string[], reason: CloseReason): Promise<void> {
  await sql`update orders.orders set state = 'closed', is_waiting = false, closed_at = ${ctx.now}, close_reason = ${reason} where id = any(${ids}::text[]) and state = 'unpaid'`.execute(
    ctx.db,
  );
}

export async function markWaiting(ctx: Ctx, ids: readonly string[], isWaiting: boolean): Promise<void> {
  await sql`
    with locked as (select id from orders.orders where id = any(${ids}::text[]) and state in ('unpaid', 'paid') order by id for update)
    update orders.orders o set is_waiting = ${isWaiting} from locked where o.id = locked.id and o.is_waiting <> ${isWaiting}`.execute(
    ctx.db,
  );
}

export async function updateTeams(ctx: Ctx, moves: readonly { orderId: string; teamId: string }[]): Promise<void> {
  await sql`
    update orders.orders o set team_id = m.team_id from unnest(${moves.map((m) => m.orderId)}::text[], ${moves.map((m) => m.teamId)}::text[]) as m (order_id, team_id) where o.id = m.order_id`.execute(
    ctx.db,
  );
}

export async function markShipped(ctx: Ctx, id: string, parcel: { carrier: string; trackingNo: string }): Promise<void> {
  await sql`update orders.orders set state = 'shipped', shipped_at = ${ctx.now}, carrier = ${parcel.carrier}, tracking_no = ${parcel.trackingNo} where id = ${id} and state = 'paid'`.execute(
    ctx.db,
  );
}

export async function markDelivered(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`update orders.orders set state = 'delivered', delivered_at = ${ctx.now} where id = any(${ids}::text[]) and state = 'shipped'`.execute(
    ctx.db,
  );
}

export async function markCompleted(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`update orders.orders set state = 'completed', completed_at = ${ctx.now} where id = any(${ids}::text[]) and state = 'delivered'`.execute(
    ctx.db,
  );
}

export interface NewRefund {
  readonly id: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly amountFen: number;
  readonly cause: RefundCause;
  readonly reason: string;
  readonly perLine: readonly { lineId: string; amountFen: number }[];
}

/** Keeps refunds and sets their amounts aside on order and lines, so that two refunds cannot promise the same fen. */
export async function insertRefunds(ctx: Ctx, refunds: readonly NewRefund[]): Promise<void> {
  const parts = refunds.flatMap((refund) => refund.perLine);
  await sql`
    with asked as (
      insert into orders.refunds (id, order_id, payment_id, amount_fen, cause, reason, per_line, requested_at)
      select r.id, r."orderId", r."paymentId", r."amountFen", r.cause, r.reason, r."perLine", ${ctx.now}
        from json_to_recordset(${JSON.stringify(refunds)}::json) as r (id text, "orderId" text, "paymentId" text, "amountFen" bigint, cause text, reason text, "perLine" jsonb)
      returning order_id, amount_fen
    ), on_lines as (
      update orders.lines l set refund_pending_fen = l.refund_pending_fen + p.amount_fen
        from (select line_id, sum(amount_fen) as amount_fen from unnest(${parts.map((p) => p.lineId)}::text[], ${parts.map((p) => p.amountFen)}::bigint[]) as p (line_id, amount_fen) group by line_id) p where l.id = p.line_id
    )
    update orders.orders o set refund_pending_fen = o.refund_pending_fen + s.amount_fen from (select order_id, sum(amount_fen) as amount_fen from asked group by order_id) s where o.id = s.order_id`.execute(
    ctx.db,
  );
}

/** Refunds of orders whose rows the caller has locked. */
export async function readRefunds(ctx: Ctx, ids: readonly string[]): Promise<RefundRow[]> {
  const { rows } = await sql<RefundRow>`select * from orders.refunds where id = any(${ids}::text[]) order by id`.execute(ctx.db);
  return rows;
}

/** Ends refunds: what was set aside becomes refunded, or is free again. */
export async function endRefunds(ctx: Ctx, ended: readonly { readonly refund: RefundRow; readonly isSucceeded: boolean }[]): Promise<void> {
  const parts = ended.flatMap(({ refund, isSucceeded }) =>
    refund.perLine.map((part) => ({ ...part, doneFen: isSucceeded ? part.amountFen : 0 })),
  );
  await sql`
    with ends as (
      update orders.refunds r set state = case when e.ok then 'succeeded' else 'failed' end, settled_at = ${ctx.now}
        from unnest(${ended.map((e) => e.refund.id)}::text[], ${ended.map((e) => e.isSucceeded)}::boolean[]) as e (id, ok) where r.id = e.id and r.state = 'pending'
      returning r.order_id, r.amount_fen, r.state
    ), on_lines as (
      update orders.lines l set refund_pending_fen = l.refund_pending_fen - p.amount_fen, refunded_fen = l.refunded_fen + p.done_fen
        from (select line_id, sum(amount_fen) as amount_fen, sum(done_fen) as done_fen from unnest(${parts.map((p) => p.lineId)}::text[], ${parts.map((p) => p.amountFen)}::bigint[], ${parts.map((p) => p.doneFen)}::bigint[]) as p (line_id, amount_fen, done_fen) group by line_id) p
       where l.id = p.line_id
    )
    update orders.orders o set refund_pending_fen = o.refund_pending_fen - s.amount_fen, refunded_fen = o.refunded_fen + s.done_fen
      from (select order_id, sum(amount_fen) as amount_fen, coalesce(sum(amount_fen) filter (where state = 'succeeded'), 0) as done_fen from ends group by order_id) s where o.id = s.order_id`.execute(
    ctx.db,
  );
}

export async function markRefunded(
  ctx: Ctx,
  orders: readonly { id: string; reason: 'refunded' | 'team-failed' | 'by-shop' }[],
): Promise<void> {
  await sql`
    update orders.orders o set state = 'refunded', is_waiting = false, closed_at = ${ctx.now}, close_reason = r.reason
      from unnest(${orders.map((o) => o.id)}::text[], ${orders.map((o) => o.reason)}::text[]) as r (id, reason) where o.id = r.id`.execute(
    ctx.db,
  );
}

/** Orders of which a refund of the accepted payment is still on its way. */
export async function refundingOrders(ctx: Ctx, orderIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    orderId: string;
  }>`select distinct order_id from orders.refunds where order_id = any(${orderIds}::text[]) and state = 'pending' and cause <> 'late-payment'`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.orderId));
}

/** Unpaid orders whose time is up. Only a hint: whoever acts on it locks and looks again, in the order everybody locks. */
export async function overdueOrders(ctx: Ctx, limit: number): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select id from orders.orders where state = 'unpaid' and pay_by <= ${ctx.now} order by pay_by limit ${limit}`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** Shipped orders nobody confirmed; delivered ones whose return window is over and that owe nobody money. */
export async function ordersToReceive(ctx: Ctx, shippedBefore: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select id from orders.orders where state = 'shipped' and shipped_at <= ${shippedBefore} order by shipped_at limit ${limit}`.execute(
    ctx.db,
  );
  return rows.map((row) => row.id);
}

export async function ordersToComplete(ctx: Ctx, deliveredBefore: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select id from orders.orders where state = 'delivered' and refund_pending_fen = 0 and delivered_at <= ${deliveredBefore} order by delivered_at limit ${limit}`.execute(
    ctx.db,
  );
  return rows.map((row) => row.id);
}

/** The payment that made each order paid, and what of it is neither refunded nor about to be. */
export async function acceptedPayments(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<Map<string, { paymentId: string; leftFen: number }>> {
  const { rows } = await sql<{ orderId: string; paymentId: string; leftFen: number }>`
    select r.order_id, r.payment_id, r.amount_fen - coalesce((select sum(f.amount_fen)::bigint from orders.refunds f where f.order_id = r.order_id and f.payment_id = r.payment_id and f.state <> 'failed'), 0) as left_fen
      from orders.receipts r where r.order_id = any(${orderIds}::text[]) and r.verdict = 'accepted'`.execute(ctx.db);
  return new Map(rows.map((row) => [row.orderId, row]));
}

/** Money that arrived for an order, and whether it went or is going back. */
export async function readReceipts(ctx: Ctx, orderId: string): Promise<(Receipt & { isRefunding: boolean })[]> {
  const { rows } = await sql<Receipt & { isRefunding: boolean }>`
    select r.*, exists (select 1 from orders.refunds f where f.order_id = r.order_id and f.payment_id = r.payment_id and f.state <> 'failed') as is_refunding from orders.receipts r where r.order_id = ${orderId} order by r.received_at, r.payment_id`.execute(
    ctx.db,
  );
  return rows;
}
