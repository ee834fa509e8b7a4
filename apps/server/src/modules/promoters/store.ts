import type { Title } from '@tuanzi/contract/shapes';
import { sql, type Selectable } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { CommissionState } from './rules.ts';
import type { Commissions, Orders } from './tables.ts';

export type OrderRow = Selectable<Orders>;
// The jsonb column holds the title this module wrote.
export type CommissionRow = Omit<Selectable<Commissions>, 'productTitle'> & { readonly productTitle: Title };

export interface OrderFact {
  readonly orderId: string;
  readonly number: string;
  readonly shopId: string;
  readonly buyerId: string;
  readonly deliveredAt: Date | null;
  readonly completedAt: Date | null;
}

/** Keeps what was heard; the earliest telling of a fact stands. The buyer stays who it was, because a sign-in may have moved the order since. */
export async function mergeFacts(ctx: Ctx, facts: readonly OrderFact[]): Promise<void> {
  await sql`
    insert into promoters.orders as o (order_id, number, shop_id, buyer_id, delivered_at, completed_at)
    select * from unnest(${facts.map((f) => f.orderId)}::text[], ${facts.map((f) => f.number)}::text[], ${facts.map((f) => f.shopId)}::text[], ${facts.map((f) => f.buyerId)}::text[],
                         ${facts.map((f) => f.deliveredAt)}::timestamptz[], ${facts.map((f) => f.completedAt)}::timestamptz[]) as f (order_id, number, shop_id, buyer_id, delivered_at, completed_at) order by order_id
    on conflict (order_id) do update set delivered_at = least(o.delivered_at, excluded.delivered_at), completed_at = least(o.completed_at, excluded.completed_at)`.execute(
    ctx.db,
  );
}

export interface RefundFact {
  readonly refundId: string;
  readonly lineId: string;
  readonly orderId: string;
  readonly amountFen: number;
  readonly at: Date;
}

export async function insertRefunds(ctx: Ctx, refunds: readonly RefundFact[]): Promise<void> {
  if (refunds.length === 0) return;
  await sql`
    insert into promoters.refunds (refund_id, line_id, order_id, amount_fen, at)
    select * from unnest(${refunds.map((r) => r.refundId)}::text[], ${refunds.map((r) => r.lineId)}::text[], ${refunds.map((r) => r.orderId)}::text[], ${refunds.map((r) => r.amountFen)}::bigint[], ${refunds.map((r) => r.at)}::timestamptz[])
    on conflict do nothing`.execute(ctx.db);
}

/** Every change of a commission happens under its order's lock, taken in the order of the ids. */
export async function lockOrders(ctx: Ctx, orderIds: readonly string[]): Promise<OrderRow[]> {
  const { rows } =
    await sql<OrderRow>`select * from promoters.orders where order_id = any(${orderIds}::text[]) order by order_id for update`.execute(
      ctx.db,
    );
  return rows;
}

export interface Attribution {
  readonly orderId: string;
  readonly paidAt: Date;
  readonly promoterId: string | null;
  readonly linkCode: string | null;
  readonly baseFen: number;
  readonly promisedFen: number;
  readonly capBasisPoints: number;
}

/** Decided once: an order that knows when it was paid is never attributed again. */
export async function saveAttributions(ctx: Ctx, rows: readonly Attribution[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update promoters.orders o set paid_at = a.paid_at, promoter_id = a.promoter_id, link_code = a.link_code, base_fen = a.base_fen, promised_fen = a.promised_fen, cap_basis_points = a.cap
      from unnest(${rows.map((r) => r.orderId)}::text[], ${rows.map((r) => r.paidAt)}::timestamptz[], ${rows.map((r) => r.promoterId)}::text[], ${rows.map((r) => r.linkCode)}::text[], ${rows.map((r) => r.baseFen)}::bigint[],
                  ${rows.map((r) => r.promisedFen)}::bigint[], ${rows.map((r) => r.capBasisPoints)}::int[]) as a (order_id, paid_at, promoter_id, link_code, base_fen, promised_fen, cap)
     where o.order_id = a.order_id and o.paid_at is null`.execute(ctx.db);
}

export interface CommissionChange {
  readonly row: CommissionRow;
  readonly isNew: boolean;
}

/** New commissions and moved ones, in one statement. */
export async function saveCommissions(ctx: Ctx, rows: readonly CommissionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into promoters.commissions as c (id, order_id, line_id, level, promoter_id, shop_id, product_title, base_fen, rate_basis_points, amount_fen, reversed_fen, state, created_at, release_at, moves)
    select r.id, r."orderId", r."lineId", r.level, r."promoterId", r."shopId", r."productTitle", r."baseFen", r."rateBasisPoints", r."amountFen", r."reversedFen", r.state, r."createdAt", r."releaseAt", r.moves
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (id text, "orderId" text, "lineId" text, level int, "promoterId" text, "shopId" text, "productTitle" jsonb, "baseFen" bigint, "rateBasisPoints" int,
           "amountFen" bigint, "reversedFen" bigint, state text, "createdAt" timestamptz, "releaseAt" timestamptz, moves int)
    on conflict (id) do update set reversed_fen = excluded.reversed_fen, state = excluded.state, release_at = excluded.release_at, moves = excluded.moves`.execute(
    ctx.db,
  );
}

export async function commissionsOfOrders(ctx: Ctx, orderIds: readonly string[]): Promise<CommissionRow[]> {
  const { rows } =
    await sql<CommissionRow>`select * from promoters.commissions where order_id = any(${orderIds}::text[]) order by id`.execute(ctx.db);
  return rows;
}

export interface LineRefunds {
  readonly lineId: string;
  readonly orderId: string;
  readonly refundedFen: number;
  readonly lastRefundAt: Date;
}

export async function refundsOfOrders(ctx: Ctx, orderIds: readonly string[]): Promise<LineRefunds[]> {
  const { rows } = await sql<LineRefunds>`
    select order_id, line_id, sum(amount_fen)::bigint as refunded_fen, max(at) as last_refund_at from promoters.refunds where order_id = any(${orderIds}::text[]) group by order_id, line_id`.execute(
    ctx.db,
  );
  return rows;
}

/** False when somebody is a promoter already. */
export async function insertPromoter(ctx: Ctx, accountId: string): Promise<boolean> {
  const row = await ctx.db
    .insertInto('promoters.promoters')
    .values({ accountId, joinedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('accountId')
    .executeTakeFirst();
  return row !== undefined;
}

export async function readPromoters(ctx: Ctx, accountIds: readonly string[]): Promise<Map<string, { joinedAt: Date }>> {
  if (accountIds.length === 0) return new Map();
  const { rows } = await sql<{
    accountId: string;
    joinedAt: Date;
  }>`select account_id, joined_at from promoters.promoters where account_id = any(${accountIds}::text[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.accountId, { joinedAt: row.joinedAt }]));
}

/** Gives a guest's orders to the account; answers with those the account itself had brought, which now earn nothing. */
export async function moveBuyer(ctx: Ctx, fromId: string, intoId: string): Promise<string[]> {
  await sql`update promoters.orders set buyer_id = ${intoId} where buyer_id = ${fromId} and promoter_id is distinct from ${intoId}`.execute(
    ctx.db,
  );
  const { rows } = await sql<{
    orderId: string;
  }>`update promoters.orders set is_own = true where buyer_id = ${fromId} and promoter_id = ${intoId} and not is_own returning order_id`.execute(
    ctx.db,
  );
  return rows.map((row) => row.orderId);
}

export interface DaySum {
  readonly day: string;
  readonly amountFen: number;
  readonly orders: number;
}

/** What was earned by the day of payment, less what was reversed since. */
export async function sumByDay(
  ctx: Ctx,
  { promoterId, timeZone, from }: { promoterId: string; timeZone: string; from: string },
): Promise<DaySum[]> {
  const { rows } = await sql<DaySum>`
    select to_char(created_at at time zone ${timeZone}, 'YYYY-MM-DD') as day, sum(amount_fen - reversed_fen)::bigint as amount_fen, count(distinct order_id) filter (where reversed_fen < amount_fen) as orders
      from promoters.commissions where promoter_id = ${promoterId} and created_at >= (${from}::date::timestamp at time zone ${timeZone}) group by 1`.execute(
    ctx.db,
  );
  return rows;
}

export async function countOrders(ctx: Ctx, promoterId: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(distinct order_id) as count from promoters.commissions where promoter_id = ${promoterId} and reversed_fen < amount_fen`.execute(
    ctx.db,
  );
  return rows[0]?.count ?? 0;
}

export interface ListFilter {
  readonly promoterId: string;
  readonly state?: CommissionState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function listCommissions(
  ctx: Ctx,
  { promoterId, state, cursor, limit }: ListFilter,
): Promise<(CommissionRow & { number: string; buyerId: string })[]> {
  const { rows } = await sql<CommissionRow & { number: string; buyerId: string }>`
    select c.*, o.number, o.buyer_id from promoters.commissions c join promoters.orders o using (order_id)
     where c.promoter_id = ${promoterId} and (${state ?? null}::text is null or c.state = ${state ?? null}) and (${cursor ?? null}::text is null or c.id < ${cursor ?? null})
     order by c.id desc limit ${limit + 1}`.execute(ctx.db);
  return rows;
}

export interface PromoterSum {
  readonly promoterId: string;
  readonly joinedAt: Date;
  readonly ordersCount: number;
  readonly salesFen: number;
  readonly pendingFen: number;
  readonly frozenFen: number;
  readonly availableFen: number;
}

/**
 * Who sold for a shop and what stayed sold. Newest promoters first; ids sort by time. The promoters of the page are
 * found by stepping through the index from one to the next, so that only their commissions are added up.
 */
export async function promotersOfShop(
  ctx: Ctx,
  { shopId, cursor, limit }: { shopId: string; cursor?: string | undefined; limit: number },
): Promise<PromoterSum[]> {
  const { rows } = await sql<PromoterSum>`
    with recursive page as (
      (select promoter_id from promoters.commissions where shop_id = ${shopId} and (${cursor ?? null}::text is null or promoter_id < ${cursor ?? null}) order by promoter_id desc limit 1)
      union all
      select (select c.promoter_id from promoters.commissions c where c.shop_id = ${shopId} and c.promoter_id < page.promoter_id order by c.promoter_id desc limit 1) from page where page.promoter_id is not null
    ), shown as (select promoter_id from page where promoter_id is not null limit ${limit + 1})
    select c.promoter_id, p.joined_at, count(distinct c.order_id) as orders_count, sum(c.base_fen - least(c.base_fen, back.refunded_fen))::bigint as sales_fen,
           coalesce(sum(c.amount_fen - c.reversed_fen) filter (where c.state = 'pending'), 0)::bigint as pending_fen,
           coalesce(sum(c.amount_fen - c.reversed_fen) filter (where c.state = 'frozen'), 0)::bigint as frozen_fen,
           coalesce(sum(c.amount_fen - c.reversed_fen) filter (where c.state = 'available'), 0)::bigint as available_fen
      from shown join promoters.commissions c on c.shop_id = ${shopId} and c.promoter_id = shown.promoter_id join promoters.promoters p on p.account_id = c.promoter_id
     cross join lateral (select coalesce(sum(r.amount_fen), 0)::bigint as refunded_fen from promoters.refunds r where r.order_id = c.order_id and r.line_id = c.line_id) as back
     group by c.promoter_id, p.joined_at order by c.promoter_id desc`.execute(ctx.db);
  return rows;
}

export async function commissionByOrder(ctx: Ctx, orderIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{
    orderId: string;
    fen: number;
  }>`select order_id, sum(amount_fen - reversed_fen)::bigint as fen from promoters.commissions where order_id = any(${orderIds}::text[]) group by order_id`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.orderId, row.fen]));
}
