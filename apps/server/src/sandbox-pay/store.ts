import { sql } from 'kysely';
import type { Db } from '#platform/db';

export type TradeState = 'NOTPAY' | 'SUCCESS' | 'PAYERROR' | 'CLOSED';
export interface Payment {
  readonly prepayId: string;
  readonly outTradeNo: string;
  readonly transactionId: string | null;
  readonly amountFen: number;
  readonly refundedFen: number;
  readonly description: string;
  readonly notifyUrl: string;
  readonly redirectUrl: string;
  readonly tradeState: TradeState;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly successAt: Date | null;
}
export interface Refund {
  readonly refundId: string;
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly amountFen: number;
  readonly reason: string;
  readonly notifyUrl: string;
  readonly status: 'PROCESSING' | 'SUCCESS' | 'ABNORMAL';
  readonly endsAt: Date;
}
export interface Notice {
  readonly deliveryId: string;
  readonly noticeId: string;
  readonly eventType: string;
  /** JSON text: read as an object its snake_case names would be renamed on the way. */ readonly resource: string;
  readonly notifyUrl: string;
  readonly createdAt: Date;
  readonly attempts: number;
}

/** Answers what was kept; nothing where the number was used before. */
export async function insertPayment(
  db: Db,
  payment: Omit<Payment, 'transactionId' | 'refundedFen' | 'tradeState' | 'successAt'>,
): Promise<Payment | undefined> {
  const { rows } = await sql<Payment>`
    insert into sandbox_pay.payments (prepay_id, out_trade_no, amount_fen, description, notify_url, redirect_url, created_at, expires_at)
    values (${payment.prepayId}, ${payment.outTradeNo}, ${payment.amountFen}, ${payment.description}, ${payment.notifyUrl}, ${payment.redirectUrl}, ${payment.createdAt}, ${payment.expiresAt}) on conflict (out_trade_no) do nothing returning *`.execute(
    db,
  );
  return rows[0];
}

export async function findPayment(db: Db, by: { prepayId: string } | { outTradeNo: string }): Promise<Payment | undefined> {
  const { rows } = await ('prepayId' in by
    ? sql<Payment>`select * from sandbox_pay.payments where prepay_id = ${by.prepayId}`.execute(db)
    : sql<Payment>`select * from sandbox_pay.payments where out_trade_no = ${by.outTradeNo}`.execute(db));
  return rows[0];
}

/** Only a payment that is neither paid nor closed changes; whoever comes second finds it changed. */
export async function changePayment(
  db: Db,
  change: { prepayId: string; to: Exclude<TradeState, 'NOTPAY'>; transactionId: string | null; at: Date | null },
): Promise<Payment | undefined> {
  const { rows } = await sql<Payment>`
    update sandbox_pay.payments set trade_state = ${change.to}, transaction_id = ${change.transactionId}, success_at = ${change.at}
     where prepay_id = ${change.prepayId} and trade_state in ('NOTPAY', 'PAYERROR') and not (${change.to} = 'SUCCESS' and expires_at <= ${change.at}) returning *`.execute(
    db,
  );
  return rows[0];
}

export async function findRefund(db: Db, outRefundNo: string): Promise<Refund | undefined> {
  const { rows } = await sql<Refund>`select * from sandbox_pay.refunds where out_refund_no = ${outRefundNo}`.execute(db);
  return rows[0];
}

/** Takes the amount off what may be refunded and keeps the refund, or neither; the same number again does nothing. */
export async function insertRefund(db: Db, refund: Omit<Refund, 'status'>): Promise<boolean> {
  const { rows } = await sql`
    with taken as (
      update sandbox_pay.payments set refunded_fen = refunded_fen + ${refund.amountFen}::bigint
       where out_trade_no = ${refund.outTradeNo} and trade_state = 'SUCCESS' and refunded_fen + ${refund.amountFen}::bigint <= amount_fen
         and not exists (select 1 from sandbox_pay.refunds where out_refund_no = ${refund.outRefundNo}) returning out_trade_no
    )
    insert into sandbox_pay.refunds (refund_id, out_refund_no, out_trade_no, amount_fen, reason, notify_url, ends_at)
    select ${refund.refundId}, ${refund.outRefundNo}, out_trade_no, ${refund.amountFen}::bigint, ${refund.reason}, ${refund.notifyUrl}, ${refund.endsAt}::timestamptz from taken returning refund_id`.execute(
    db,
  );
  return rows.length === 1;
}

/**
 * Ends refunds whose time has come. One that asks for trouble by its reason goes wrong the first time, so that
 * merchants can try what they do then.
 */
export async function endDueRefunds(db: Db, now: Date): Promise<Refund[]> {
  const { rows } = await sql<Refund>`
    with ended as (
      update sandbox_pay.refunds set status = case when reason like '%sandbox:abnormal%' and position('-' in out_refund_no) = 0 then 'ABNORMAL' else 'SUCCESS' end
       where refund_id in (select refund_id from sandbox_pay.refunds where status = 'PROCESSING' and ends_at <= ${now} order by ends_at limit 200 for update skip locked) returning *
    ), returned as (
      update sandbox_pay.payments p set refunded_fen = p.refunded_fen - e.amount_fen from (select out_trade_no, sum(amount_fen) as amount_fen from ended where status = 'ABNORMAL' group by out_trade_no) e where p.out_trade_no = e.out_trade_no
    )
    select * from ended`.execute(db);
  return rows;
}

export interface NewNotice {
  readonly deliveryId: string;
  readonly noticeId: string;
  readonly eventType: string;
  readonly resource: object;
  readonly notifyUrl: string;
  readonly at: Date;
  readonly nextAt: Date;
}

export async function insertNotices(db: Db, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await sql`
    insert into sandbox_pay.notices (delivery_id, notice_id, event_type, resource, notify_url, created_at, next_at)
    select n."deliveryId", n."noticeId", n."eventType", n.resource, n."notifyUrl", n.at, n."nextAt"
      from json_to_recordset(${JSON.stringify(notices)}::json) as n ("deliveryId" text, "noticeId" text, "eventType" text, resource jsonb, "notifyUrl" text, at timestamptz, "nextAt" timestamptz)`.execute(
    db,
  );
}

/** Takes deliveries that are due, or these, and sets their next time first; after the last delay there is none. */
export async function takeNotices(
  db: Db,
  { now, delaysSeconds, ids }: { now: Date; delaysSeconds: readonly number[]; ids?: readonly string[] },
): Promise<Notice[]> {
  const { rows } = await sql<Notice>`
    update sandbox_pay.notices set attempts = attempts + 1, next_at = ${now}::timestamptz + make_interval(secs => (${delaysSeconds}::float8[])[attempts + 1])
     where delivery_id in (select delivery_id from sandbox_pay.notices where next_at <= ${now} and (${ids === undefined} or delivery_id = any(${ids ?? []}::text[])) order by next_at limit 50 for update skip locked) returning delivery_id, notice_id, event_type, resource::text as resource, notify_url, created_at, attempts`.execute(
    db,
  );
  return rows;
}

export async function markAnswered(
  db: Db,
  deliveryId: string,
  { isTaken, answer, now }: { isTaken: boolean; answer: string; now: Date },
): Promise<void> {
  await sql`
    update sandbox_pay.notices set last_answer = ${answer.slice(0, 200)}, answered_at = case when ${isTaken} then ${now}::timestamptz else answered_at end, next_at = case when ${isTaken} then null else next_at end
     where delivery_id = ${deliveryId}`.execute(db);
}

/** True the first time a nonce is seen; those too old to matter are forgotten on the way. */
export async function useNonce(db: Db, nonce: string, { now, ageMaxMs }: { now: Date; ageMaxMs: number }): Promise<boolean> {
  const { rows } =
    await sql`insert into sandbox_pay.nonces (nonce, seen_at) values (${nonce}, ${now}) on conflict do nothing returning nonce`.execute(db);
  if (Math.random() < 0.01) await sql`delete from sandbox_pay.nonces where seen_at < ${new Date(now.getTime() - 2 * ageMaxMs)}`.execute(db);
  return rows.length === 1;
}
