import { sql, type Selectable } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Payments, Refunds } from './tables.ts';

export type PaymentRow = Selectable<Payments>;
export type RefundRow = Selectable<Refunds>;

export async function readPayment(ctx: Ctx, id: string): Promise<PaymentRow | undefined> {
  return ctx.db.selectFrom('payments.payments').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function readPayments(ctx: Ctx, ids: readonly string[]): Promise<Map<string, PaymentRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<PaymentRow>`select * from payments.payments where id = any(${ids}::text[])`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Payments of orders that are open at a provider; there is one at each at most. */
export async function readOpenPayments(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<Pick<PaymentRow, 'id' | 'orderId' | 'provider' | 'scene' | 'cashierUrl'>[]> {
  const { rows } = await sql<PaymentRow>`
    select id, order_id, provider, scene, cashier_url from payments.payments where order_id = any(${orderIds}::text[]) and state = 'pending' and not is_close_wanted`.execute(
    ctx.db,
  );
  return rows;
}

/** Payments of orders that failed and may still be open at their providers, and those that are open. */
export async function readOtherPayments(ctx: Ctx, orderIds: readonly string[]): Promise<Map<string, PaymentRow[]>> {
  const { rows } = await sql<PaymentRow>`
    select * from payments.payments where order_id = any(${orderIds}::text[]) and next_check_at is not null and state in ('failed', 'pending')`.execute(
    ctx.db,
  );
  return Map.groupBy(rows, (row) => row.orderId);
}

export interface NewPayment {
  readonly id: string;
  readonly orderId: string;
  readonly shopId: string;
  readonly buyerId: string;
  readonly provider: string;
  readonly amountFen: number;
  readonly description: string;
  readonly returnPath: string;
  readonly scene: string;
  readonly expiresAt: Date;
  readonly nextCheckAt: Date;
}

export async function insertPayments(ctx: Ctx, payments: readonly NewPayment[]): Promise<void> {
  if (payments.length === 0) return;
  await sql`
    insert into payments.payments (id, order_id, shop_id, buyer_id, provider, amount_fen, description, return_path, scene, expires_at, next_check_at, created_at)
    select p.id, p."orderId", p."shopId", p."buyerId", p.provider, p."amountFen", p.description, p."returnPath", p.scene, p."expiresAt", p."nextCheckAt", ${ctx.now}
      from json_to_recordset(${JSON.stringify(payments)}::json) as p (id text, "orderId" text, "shopId" text, "buyerId" text, provider text, "amountFen" bigint, description text, "returnPath" text, scene text, "expiresAt" timestamptz, "nextCheckAt" timestamptz)`.execute(
    ctx.db,
  );
}

export interface OpenedCashier {
  readonly id: string;
  readonly cashierKind: PaymentRow['cashierKind'];
  readonly cashierUrl: string;
  readonly scene: string;
  readonly providerRef: string | null;
}

export async function saveCashiers(ctx: Ctx, opened: readonly OpenedCashier[]): Promise<void> {
  await sql`
    with locked as (select id from payments.payments where id = any(${opened.map((o) => o.id)}::text[]) order by id for update)
    update payments.payments p set cashier_kind = o.kind, cashier_url = o.url, scene = o.scene, provider_ref = coalesce(p.provider_ref, o.ref)
      from unnest(${opened.map((o) => o.id)}::text[], ${opened.map((o) => o.cashierKind)}::text[], ${opened.map((o) => o.cashierUrl)}::text[], ${opened.map((o) => o.scene)}::text[], ${opened.map((o) => o.providerRef)}::text[]) as o (id, kind, url, scene, ref)
      join locked on locked.id = o.id
     where p.id = o.id`.execute(ctx.db);
}

/** Locks payments in the order of their ids, before anything of the orders is locked. */
export async function lockPayments(ctx: Ctx, ids: readonly string[]): Promise<Map<string, PaymentRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<PaymentRow>`select * from payments.payments where id = any(${ids}::text[]) order by id for update`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export interface PaymentEnd {
  readonly id: string;
  readonly state: 'succeeded' | 'failed' | 'closed';
  readonly paidFen: number;
  readonly paidAt: Date | null;
  readonly providerRef: string | null;
}

/** What failed is looked at once more at once: it is to be closed at the provider. */
export async function endPayments(ctx: Ctx, ends: readonly PaymentEnd[]): Promise<void> {
  await sql`
    update payments.payments p set state = e.state, paid_fen = e.paid_fen, succeeded_at = e.paid_at, ended_at = ${ctx.now}, checks = 0, next_check_at = case when e.state = 'failed' then ${ctx.now}::timestamptz end, provider_ref = coalesce(e.ref, p.provider_ref)
      from unnest(${ends.map((e) => e.id)}::text[], ${ends.map((e) => e.state)}::text[], ${ends.map((e) => e.paidFen)}::bigint[], ${ends.map((e) => e.paidAt)}::timestamptz[], ${ends.map((e) => e.providerRef)}::text[]) as e (id, state, paid_fen, paid_at, ref)
     where p.id = e.id`.execute(ctx.db);
}

/** Keeps the ids of notices; answers which are new. Sorted, so that two batches wait for each other in one order. */
export async function insertNotices(ctx: Ctx, provider: string, noticeIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ noticeId: string }>`
    insert into payments.notices (provider, notice_id, received_at) select ${provider}, id, ${ctx.now} from unnest(${[...new Set(noticeIds)].toSorted()}::text[]) as id on conflict do nothing returning notice_id`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.noticeId));
}

export async function deleteNotices(ctx: Ctx, receivedBefore: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (delete from payments.notices where ctid in (select ctid from payments.notices where received_at < ${receivedBefore} limit 5000) returning 1) select count(*) as n from gone`.execute(
    ctx.db,
  );
  return rows[0]?.n ?? 0;
}

/** Payments of these orders that are still open are to be closed at the provider, so that nobody pays what is over. */
export async function wantClosed(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  await sql`
    with locked as (select id from payments.payments where order_id = any(${orderIds}::text[]) and state = 'pending' and not is_close_wanted order by id for update)
    update payments.payments p set is_close_wanted = true, checks = 0, next_check_at = ${ctx.now} from locked where p.id = locked.id`.execute(
    ctx.db,
  );
}

/** Takes payments to ask the provider about and sets their next time first: asking fails or is killed, and another asks then. */
export async function takeDuePayments(
  ctx: Ctx,
  { limit, delaysMs, lastLookMs }: { limit: number; delaysMs: readonly number[]; lastLookMs: number },
): Promise<PaymentRow[]> {
  const { rows } = await sql<PaymentRow>`
    update payments.payments p set checks = p.checks + 1, next_check_at = least(
             ${ctx.now}::timestamptz + make_interval(secs => (${delaysMs}::bigint[])[least(p.checks + 2, ${delaysMs.length})] / 1000.0),
             case when p.expires_at - make_interval(secs => ${lastLookMs} / 1000.0) > ${ctx.now} then p.expires_at - make_interval(secs => ${lastLookMs} / 1000.0) end)
     where p.id in (select id from payments.payments where next_check_at <= ${ctx.now} order by next_check_at limit ${limit} for update skip locked) returning p.*`.execute(
    ctx.db,
  );
  return rows;
}

export interface NewRefund {
  readonly id: string;
  readonly paymentId: string;
  readonly orderId: string;
  readonly shopId: string;
  readonly amountFen: number;
  readonly reason: string;
}

export async function insertRefunds(ctx: Ctx, refunds: readonly NewRefund[]): Promise<void> {
  await sql`
    insert into payments.refunds (id, payment_id, order_id, shop_id, amount_fen, reason, requested_at, next_check_at)
    select r.id, r."paymentId", r."orderId", r."shopId", r."amountFen", r.reason, ${ctx.now}, ${ctx.now}
      from json_to_recordset(${JSON.stringify(refunds)}::json) as r (id text, "paymentId" text, "orderId" text, "shopId" text, "amountFen" bigint, reason text) on conflict (id) do nothing`.execute(
    ctx.db,
  );
}

export async function takeDueRefunds(
  ctx: Ctx,
  { limit, delaysMs }: { limit: number; delaysMs: readonly number[] },
): Promise<(RefundRow & { provider: string; paidFen: number; providerRef: string | null })[]> {
  const { rows } = await sql<RefundRow & { provider: string; paidFen: number; providerRef: string | null }>`
    update payments.refunds r set checks = r.checks + 1, next_check_at = ${ctx.now}::timestamptz + make_interval(secs => (${delaysMs}::bigint[])[least(r.checks + 1, ${delaysMs.length})] / 1000.0)
      from payments.payments p
     where p.id = r.payment_id and r.id in (select id from payments.refunds where state in ('requested', 'sent') and next_check_at <= ${ctx.now} order by next_check_at limit ${limit} for update skip locked)
    returning r.*, p.provider, p.paid_fen, p.provider_ref`.execute(ctx.db);
  return rows;
}

/** Remembers that the provider has this attempt; its end comes by notice or by asking. */
export async function markSent(ctx: Ctx, refunds: readonly { id: string; attempt: number }[]): Promise<void> {
  await sql`
    update payments.refunds r set state = 'sent' from unnest(${refunds.map((r) => r.id)}::text[], ${refunds.map((r) => r.attempt)}::int[]) as s (id, attempt) where r.id = s.id and r.attempt = s.attempt and r.state = 'requested'`.execute(
    ctx.db,
  );
}

/** Payments first, then their refunds: the order in which everybody locks. */
export async function lockRefunds(ctx: Ctx, ids: readonly string[]): Promise<Map<string, RefundRow & { provider: string }>> {
  if (ids.length === 0) return new Map();
  await sql`select id from payments.payments where id in (select payment_id from payments.refunds where id = any(${ids}::text[])) order by id for update`.execute(
    ctx.db,
  );
  const { rows } = await sql<RefundRow & { provider: string }>`
    select r.*, p.provider from payments.refunds r join payments.payments p on p.id = r.payment_id where r.id = any(${ids}::text[]) order by r.id for update of r`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export async function succeedRefunds(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`
    with done as (update payments.refunds set state = 'succeeded', ended_at = ${ctx.now}, next_check_at = null where id = any(${ids}::text[]) returning payment_id, amount_fen)
    update payments.payments p set refunded_fen = p.refunded_fen + d.amount_fen from (select payment_id, sum(amount_fen) as amount_fen from done group by payment_id) d where p.id = d.payment_id`.execute(
    ctx.db,
  );
}

export async function retryRefunds(ctx: Ctx, retries: readonly { id: string; at: Date }[]): Promise<void> {
  await sql`
    update payments.refunds r set state = 'requested', attempt = r.attempt + 1, checks = 0, next_check_at = t.at
      from unnest(${retries.map((r) => r.id)}::text[], ${retries.map((r) => r.at)}::timestamptz[]) as t (id, at) where r.id = t.id`.execute(
    ctx.db,
  );
}

export async function failRefunds(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`update payments.refunds set state = 'failed', ended_at = ${ctx.now}, next_check_at = null where id = any(${ids}::text[])`.execute(
    ctx.db,
  );
}
